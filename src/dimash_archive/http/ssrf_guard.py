"""Where a request may go: public addresses, and the profile's own hosts. Pure: the caller resolves names."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address
# Names that public DNS cannot hold (RFC 2606, 6761, 6762, 8375, ICANN's private-use TLD): nobody outside can
# point them anywhere. A public name that suddenly resolves to 127.0.0.1 is an attack, whoever owns it.
_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".test", ".lan", ".intranet", ".corp")


class Guard:
    """Judges every connection by host, port and the address that the host resolved to."""

    def __init__(self, site_hosts: Iterable[str] = ()) -> None:
        """`site_hosts`: addresses (URLs) of the profile's editions."""
        ends = (_end(url) for url in site_hosts)
        self._private_ends = frozenset(end for end in ends if _is_private_name(end[0]))

    def permits(self, host: str, port: int, ip: str) -> bool:
        """Whether `ip`, which `host` resolved to, may be connected to on `port`.

        A public address always; any other only if the profile names this private or loopback host and port.
        """
        return (host.lower().rstrip("."), port) in self._private_ends or is_public(ip)


def is_public(ip: str) -> bool:
    """Whether an IP address, also one wrapped into IPv6, is reachable by everyone on the Internet."""
    try:
        address = _unwrapped(ip_address(ip.partition("%")[0]))
    except ValueError:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def _end(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)


def _is_private_name(host: str) -> bool:
    try:
        return not is_public(str(ip_address(host)))
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_SUFFIXES)
