"""From plan and words to posts, as php/seed.php takes them."""

from datetime import datetime, timedelta
from pathlib import Path

from wordpress.compose import blocks, classic
from wordpress.compose.bank import Record, Words, load
from wordpress.compose.writer import Writer

_TIME = "%Y-%m-%d %H:%M:%S"
_HOURS_APART = {"kk": 0.0, "ru": 0.8, "en": 1.6}
"""Translations appear one after the other on the same day."""


def compose(source: Path, edition: str) -> Record:
    """All that one edition is seeded with."""
    bank, plan = load(source, edition)
    posts = [_post(bank, edition, spec) for spec in plan]
    later = {spec["story"] for spec in plan if spec.get("later")}
    pages = [{"post_title": title, "post_content": _page(bank, title)} for title in bank["pages"]]
    return {
        **{key: bank[key] for key in ("name", "description", "users", "categories")},
        "posts": [post for post in posts if post["story"] not in later],
        "later": [post for post in posts if post["story"] in later],
        "pages": pages,
    }


def _post(bank: Record, edition: str, spec: Record) -> Record:
    words = Words(bank, spec["story"])
    writer = Writer(words, spec.get("classic", False))
    title = _title(words, spec)
    for name in spec["blocks"].split():
        (getattr(classic, name, None) or getattr(blocks, name.replace("-", "_")))(writer)
    if spec.get("featured") == "own":
        writer.picture()
    comments = _comments(words, writer, spec.get("comments", 0))
    author = spec["author"]
    return {
        "story": spec["story"], "title": title, "content": "\n\n".join(writer.markup), "author": author, "slug": _slug(bank, spec),
        "categories": spec["categories"], "tags": [bank["tags"][t] for t in spec.get("tags", [])], "pictures": writer.pictures,
        "featured": writer.pictures[-1]["key"] if spec.get("featured") else None, "comments": comments, "addition": words.fill(bank["addition"]),
        "excerpt": words.next("sentences") if spec.get("excerpt") else "", "status": spec.get("status", "publish"), "password": spec.get("password", ""),
        "format": spec.get("format"), "sticky": spec.get("sticky", False), **_dates(edition, spec),
        "truth": {
            "kind": spec["kind"], "paragraphs": writer.paragraphs, "quotes": writer.quotes, "quotes-told": writer.quotes_told,
            "optional": writer.optional, "absent": writer.absent, "hreflang": spec.get("hreflang", False),
            "generic-author": bank["users"][author].get("generic", False), "category-slugs": [c["slug"] for c in bank["categories"]],
            "pictures": {picture["key"]: picture["truth"] for picture in writer.pictures},
        },
    }  # fmt: skip


def _title(words: Words, spec: Record) -> str:
    kind = spec.get("title")
    if kind == "none":
        return ""
    titles = words.bank["titles"]
    return words.fill(words.bank["odd_titles"][kind] if kind else titles[spec["story"] % len(titles)])


def _slug(bank: Record, spec: Record) -> str | None:
    return f"{bank['picture']}-{spec['story']}" if spec.get("slug") == "latin" else None


def _dates(edition: str, spec: Record) -> Record:
    if spec.get("later"):
        return {"date": None, "modified": None}
    at = datetime.fromisoformat(spec["date"]) + timedelta(hours=_HOURS_APART[edition])
    modified = at + timedelta(hours=spec["modified"]) if "modified" in spec else None
    return {"date": at.strftime(_TIME), "modified": modified and modified.strftime(_TIME)}


def _comments(words: Words, writer: Writer, count: int) -> list[Record]:
    people, said = words.bank["people"], [words.next("comments") for _ in range(count)]
    writer.absent += said
    comments = [{"author": people[k % len(people)]["name"], "text": text} for k, text in enumerate(said)]
    for k in range(2, count, 3):
        comments[k]["answers"] = k - 1
    return comments


def _page(bank: Record, title: str) -> str:
    paragraphs = [f"{text} ({title})" for text in bank["page_texts"]]
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in paragraphs)
