"""Bot checks: pages that check the visitor's browser, sent instead of the page requested. Pure."""

import re

from dimash_archive.records import Fetched

_LONGEST = (
    100_000  # bytes; those of the large providers, scripts and pictures included, stay below a third of it
)
_MOST_LINKS = 4  # to the provider, to a help page
_MOST_TEXT = 800  # characters that a reader sees; the front page of a small site has more, and links
_HEADERS = {
    "cf-mitigated": ("challenge",),  # Cloudflare documents this one
    "x-amzn-waf-action": ("challenge", "captcha"),  # and AWS this
    "sg-captcha": ("challenge",),
}
_UNSEEN = re.compile(rb"<(script|style|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*>", re.S | re.I)
# What the scripts of such pages are called, by provider; each also stands in ordinary pages, which are not as short.
_SCRIPTS = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|ddos-guard/js-challenge|_Incapsula_Resource|sucuri_cloudproxy_js"
    rb"|/\.well-known/sgcaptcha/|awsWafCookieDomainList|anubis_challenge|captcha-delivery\.com|__qrator|px-captcha",
    re.I,
)
_SENTENCES = re.compile(
    r"(?:enable|turn on|activate|allow|requires?|without)\b.{0,40}\bjavascript|\bjavascript\b.{0,40}\b(?:enabled?|required|disabled)"
    r"|javascript.{0,30}(?:отключ|включ|қос|өшір)|(?:включите|разрешите|қосыңыз).{0,40}javascript"
    r"|checking (?:if the site connection|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|just a moment"
    r"|are you a robot|проверк\w+ (?:вашего )?браузера|(?:подтвердите|докажите),? что вы (?:не робот|человек)",
    re.I | re.S,
)


def is_challenge(fetched: Fetched) -> bool:
    """Whether a response is only a bot check: it has a provider's mark, or asks for JavaScript and shows nothing else."""
    if any((fetched.header(name) or "").lower().startswith(values) for name, values in _HEADERS.items()):
        return True
    body = fetched.body
    if (
        len(body) > _LONGEST
        or body.lower().count(b"<a ") > _MOST_LINKS
        or "xml" in fetched.mime.partition("+")[0]
    ):
        return False
    if not (_SCRIPTS.search(body) or b"<" in body[:1000]):
        return False
    text = re.sub(r"\s+", " ", _UNSEEN.sub(b" ", body).decode("utf-8", "replace")).strip()
    if len(text) > _MOST_TEXT:
        return False
    return _SCRIPTS.search(body) is not None or _SENTENCES.search(text) is not None
