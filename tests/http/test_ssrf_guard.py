"""Where a request may go."""

import pytest

from dimash_archive.http.ssrf_guard import Guard, is_public


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
        ("not an address", False),
    ],
)
def test_public_addresses(ip: str, public: bool) -> None:
    """Everything private is refused, also when it is wrapped into IPv6."""
    assert is_public(ip) is public


def test_a_private_site_opens_its_own_host_and_port_only() -> None:
    """A profile for a site on loopback may go there, and nowhere near it."""
    guard = Guard(
        ["http://127.0.0.1:8000/", "http://Kk.Localhost:8001/", "http://intranet/", "http://[::1]:9/"]
    )
    assert guard.permits("127.0.0.1", 8000, "127.0.0.1")
    assert guard.permits("kk.localhost.", 8001, "127.0.0.1")
    assert guard.permits("intranet", 80, "10.0.0.5")
    assert guard.permits("::1", 9, "::1")
    assert not guard.permits("127.0.0.1", 22, "127.0.0.1")
    assert not guard.permits("localhost", 8000, "127.0.0.1")
    assert not guard.permits("169.254.169.254", 80, "169.254.169.254")


def test_a_public_name_that_turns_private_is_refused() -> None:
    """Rebinding: the site's own public name has no right to a private address."""
    guard = Guard(["https://news.example.com/"])
    assert guard.permits("news.example.com", 443, "93.184.216.34")
    assert not guard.permits("news.example.com", 443, "127.0.0.1")
