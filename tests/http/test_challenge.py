"""Pages that check their visitor."""

from datetime import UTC, datetime

import pytest

from dimash_archive.http.challenge import is_challenge
from dimash_archive.records import Fetched

TEXT = "It rained on the steppe all day long, and the market stayed closed. " * 20


def _answer(html: str, header: tuple[str, str]) -> Fetched:
    body, headers = html.encode(), (("Content-Type", "text/html"), header)
    return Fetched("https://example.org/", 200, "OK", headers, body, body, datetime(2024, 6, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    ("html", "header", "expected"),
    [
        ("<p>x</p>", ("cf-mitigated", "challenge"), True),
        ("<p>x</p>", ("x-amzn-waf-action", "captcha"), True),
        ("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", ("", ""), True),
        (
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
            ("", ""),
            True,
        ),
        ("<p>Для продолжения включите JavaScript и cookies</p>", ("", ""), True),
        ("<p>Жалғастыру үшін JavaScript-ті қосыңыз</p>", ("", ""), True),
        ("<p>Подтвердите, что вы не робот</p>", ("", ""), True),
        (f"<noscript>Please enable JavaScript.</noscript><article><p>{TEXT}</p></article>", ("", ""), False),
        (f"<script src='/_Incapsula_Resource?x'></script><p>{TEXT}</p>", ("", ""), False),
        ("<h1>Rain</h1><p>It rained.</p>", ("", ""), False),
        ("", ("", ""), False),
    ],
)
def test_what_only_checks_its_visitor(html: str, header: tuple[str, str], expected: bool) -> None:
    """A provider's header or script, or a short page that asks for JavaScript; never one that shows a text."""
    assert is_challenge(_answer(html, header)) is expected
