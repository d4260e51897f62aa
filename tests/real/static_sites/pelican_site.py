"""Pelican with its own theme: three builds below one host, an edition a folder."""

from functools import partial
from pathlib import Path
from typing import Final

from wordpress.folder import EDITIONS

from static_sites.build import BuiltSite, html_figure, run, write, write_pictures
from static_sites.stories import Story, compose

PROGRAM: str = "pelican"
_SETTINGS: Final = """
SITENAME = "Valley Courier"
SITEURL = "{front}"
PATH = "content"
THEME = "{theme}"
TIMEZONE = "Asia/Almaty"
DEFAULT_LANG = "{edition}"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{{slug}}.atom.xml"
FEED_DOMAIN = SITEURL
DEFAULT_PAGINATION = 10
STATIC_PATHS = ["images"]
SLUGIFY_SOURCE = "basename"
"""


def build(folder: Path, root: Path, host: str, theme: str | None = None) -> BuiltSite:
    """Build into `root`, to be served at `host`, in a theme; `folder` is for the sources."""
    fronts = {edition: f"{host}/{edition}" for edition in EDITIONS}
    posts = []
    for edition, front in fronts.items():
        source = folder / edition
        stories = [
            each for each in compose(partial(html_figure, f"{front}/images")) if each.edition == edition
        ]
        write(
            source / "settings.py", _SETTINGS.format(front=front, edition=edition, theme=theme or "notmyidea")
        )
        for story in stories:
            write(source / "content" / f"{story.slug}.md", _source(story))
        write(
            source / "content" / "pages" / "about.md",
            f"Title: {stories[0].category}\n\n{stories[0].markdown}\n",
        )
        write_pictures(stories, source / "content" / "images")
        run(PROGRAM, "content", "-s", "settings.py", "-o", str(root / edition), cwd=source)
        posts += [story.truth(f"{front}/{story.slug}.html", f"{front}/images") for story in stories]
    return BuiltSite({edition: f"{front}/" for edition, front in fronts.items()}, posts)


def _source(story: Story) -> str:
    facts = {
        "Title": story.title,
        "Date": story.published.isoformat(sep=" "),
        "Category": story.category,
        "Tags": ", ".join(story.tags),
        "Authors": story.author,
        "Slug": story.slug,
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items()) + f"\n\n{story.markdown}\n"
