"""An archive to browse in tests: a story in three languages with speech and versions, and texts that try to run."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from archive_desk import Desk, article, day

from dimash_archive.records import Article, Fetched, Image
from dimash_archive.warc.writer import WarcWriter

# One dot: a white one-pixel PNG.
DOT: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da63f80f0001010100"
    "1bb6ee560000000049454e44ae426082"
)
CAPTURED: Final = 7
"""Number of the capture of a page that is kept."""
PICTURE: Final = "https://kk.example.org/hor.png"
_TAGS: Final = (
    "script svg img iframe object embed video audio body input details marquee math form a style link meta base"
).split()


def injections() -> list[str]:
    """Texts that would call `hit()` where a page took them for markup, script, style, address or attribute."""
    texts = [f"<{tag} onload=hit() onerror=hit() onfocus=hit() autofocus src=x>" for tag in _TAGS]
    texts += [
        f"</{tag}><script>hit()</script>" for tag in ("title", "textarea", "style", "script", "q", "canvas")
    ]
    texts += [
        f"{mark}><script>hit()</script><b x={mark}"
        for mark in ("'", '"', "`", "&quot;", "&#39;", "%22", "\\u0022")
    ]
    texts += [
        f"{mark} onmouseover=hit() onfocus=hit() autofocus x={mark}" for mark in ("'", '"', "`", "&quot;")
    ]
    texts += [
        f"{scheme}:hit()"
        for scheme in ("javascript", "JaVaScRiPt", " javascript", "java\tscript", "vbscript")
    ]
    texts += [
        "data:text/html,<script>hit()</script>", "{{ 7*7 }}<script>hit()</script>", "{% raw %}", "${hit()}", "]]><script>hit()</script>",
        "<!--><script>hit()</script>", "<![CDATA[<script>hit()</script>]]>", "<scr<script>ipt>hit()</script>", "<img src=x onerror=hit()//",
        "<svg><script>hit()</script></svg>", "<svg/onload=hit()>", "<math><mi xlink:href='javascript:hit()'>x</mi></math>",
        "<a href='javascript:hit()'>x</a>", "<iframe srcdoc='<script>parent.hit()</script>'>", "<details open ontoggle=hit()>x</details>",
        "<style>@import 'https://evil.example/x.css'</style>", "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
        "<base href='https://evil.example/'>", "\ue000<script>hit()</script>\ue001", "\u2028hit()\u2029",
        "&lt;script&gt;hit()&lt;/script&gt;",
        "<template><script>hit()</script></template>", "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
        "<x onclick=hit() tabindex=1 autofocus onfocus=hit()>", "<img src='https://evil.example/pixel.png'>",
        "\x00<script>hit()</script>", "+ADw-script+AD4-hit()+ADw-/script+AD4-", "%3Cscript%3Ehit()%3C/script%3E",
    ]  # fmt: skip
    return texts


def _hostile() -> Article:
    texts = injections()
    speech = [(texts[n % len(texts)], text) for n, text in enumerate(texts[:20])]
    published = datetime(2024, 5, 2, 9, tzinfo=UTC)
    return article(
        "https://en.example.org/hostile", texts[0], *texts, section=texts[1], lead=texts[2], author=texts[3],
        published=published, images=(Image(PICTURE, texts[4], texts[5], texts[6]),), tags=tuple(texts[7:10]), speech=speech,
    )  # fmt: skip


def _connect(desk: Desk) -> None:
    """The page that is kept shows the third article's newest text; the fourth names and quotes a person who tries to run."""
    texts = injections()
    with desk.archive.batch():
        desk.rows("UPDATE history SET capture_id = ? WHERE article_id = 3 AND version = 2", CAPTURED)
        desk.rows("UPDATE articles SET capture_id = ? WHERE id = 3", CAPTURED)
        desk.rows("INSERT INTO people (id, name) VALUES (1, ?)", texts[0])
        desk.rows("INSERT INTO person_names VALUES (1, 'en', ?, 'full', 3, 'page', 1.0)", texts[1])
        desk.rows("INSERT INTO mentions VALUES (4, 0, 1, ?, 'full', 0, 5, 'body')", texts[2])
        desk.rows("UPDATE quotes SET person_id = 1 WHERE article_id = 4")


def write(folder: Path) -> Path:
    """Write the archive; its database."""
    desk = Desk(folder)
    published = datetime(2024, 6, 13, 9, tzinfo=UTC)
    spoken = {"kk": "Біз таң атқанша ән айттық", "ru": "Мы пели до утра", "en": "We sang until the morning"}
    names = {"kk": "Айсұлу Бектұрова", "ru": "Айсулу Бектурова", "en": "Aisulu Bekturova"}
    first = {
        "kk": "Хор қала алаңында ән шырқады.",
        "ru": "Хор пел на городской площади.",
        "en": "The choir sang on the town square.",
    }
    titles = {"kk": "Хор алаңда ән салды", "ru": "Хор спел на площади", "en": "The choir sang on the square"}
    alternates = tuple((lang, f"https://{lang}.example.org/hor") for lang in titles)
    for lang, title in titles.items():
        text = article(
            f"https://{lang}.example.org/hor", title, first[lang], f"«{spoken[lang]}», — {names[lang]}.", lang=lang, section="Хор",
            published=published, alternates=alternates, images=(Image(PICTURE, "Хор", None, "А. Б."),),
            speech=[(names[lang], spoken[lang])],
        )  # fmt: skip
        desk.save(text, edition=lang)
    changed = article(
        "https://en.example.org/hor", "The choir sang on the great square", first["en"], "It rained.", section="Хор",
        published=published,
    )  # fmt: skip
    desk.save(changed, when=day(2), edition="en")
    desk.save(_hostile(), edition="en")
    writer = WarcWriter(folder / "warc")
    desk.archive.record(
        None, writer.write(Fetched(PICTURE, 200, "OK", (("content-type", "image/png"),), DOT, DOT, day(1)))
    )
    shown = f"<html lang=en><title>Choir</title><h1>Choir</h1><p>{first['en']}<p><a href=/b>More</a> <a href=/hor>Song</a><ul>".encode()
    html = (("content-type", "text/html; charset=utf-8"),)
    page = Fetched("https://en.example.org/hor", 200, "OK", html, shown, shown, day(1))
    assert desk.archive.record(None, writer.write(page)) == CAPTURED
    writer.close()
    _connect(desk)
    run = desk.archive.begin_run("town", day(0))
    desk.archive.finish_run(run, {"new": 4, "changed": 1, "fetched": 9}, 0, day(1))
    desk.archive.close()
    return folder / "archive.db"


PATHS: Final = (
    "", "/stories/1", "/stories", "/articles/1", "/articles/3", "/articles/3?q=choir", "/articles/4", "/articles/4/cite",
    "/articles/3/versions", "/articles/3/versions/1", "/articles/3/versions/2", "/articles/3/versions/2?view=text",
    "/articles/3/compare?from=2&to=1", "/articles/3/versions/1/cite", "/changes", "/changes?kind=removed", "/quotes",
    "/quotes?speaker=Aisulu+Bekturova", "/quotes?length=0", "/speakers?edition=en", "/timeline", "/timeline?month=2024-06&edition=en",
    "/sections", "/sections?section=Хор&edition=kk", "/tags", "/search", "/search?q=хор", "/search?q=hit", "/search?q=-хор&group=no",
    "/concordance?q=hit", "/charts", "/runs", "/runs/1", "/about", "/people/1", "/people/1?edition=en", "/search?q=hit&person=1",
    f"/records/{CAPTURED}/page",
)  # fmt: skip
"""Every reading page, with and without what it can be asked."""
