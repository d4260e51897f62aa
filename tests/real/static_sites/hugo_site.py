"""Hugo with a small theme: lists with summaries, breadcrumbs, and the templates that Hugo brings for social media."""

import json
import shutil
from pathlib import Path
from typing import Final

from wordpress.folder import EDITIONS

from static_sites.build import BuiltSite, run, write, write_pictures
from static_sites.stories import Story, compose

PROGRAM: str = "hugo"
THEME: Final = Path(__file__).parent / "hugo_theme"
"""Layouts, laid over a new site as they are."""


def build(folder: Path, root: Path, host: str, theme: str | None = None) -> BuiltSite:
    """Build into `root`, to be served at `host`, in a theme; `folder` is for the sources."""
    fronts = {edition: f"{host}/{edition}/" for edition in EDITIONS}
    stories = compose(_figure)
    write(folder / "config.json", json.dumps(_config(host) | ({"theme": "theirs"} if theme else {})))
    if theme:
        shutil.copytree(theme, folder / "themes" / "theirs")
    for file in [] if theme else THEME.rglob("*.html"):
        write(folder / "layouts" / file.relative_to(THEME), file.read_text("utf-8"))
    for story in stories:
        write(folder / "content" / story.edition / "posts" / f"{story.slug}.md", _source(story))
    for edition in EDITIONS:
        write(
            folder / "content" / edition / "about.md", '{"title": "Valley Courier"}\n\n' + stories[0].markdown
        )
    write_pictures(stories, folder / "static" / "images")
    run(PROGRAM, "--quiet", "-d", str(root), cwd=folder)
    posts = [
        story.truth(f"{fronts[story.edition]}posts/{story.slug}/", f"{host}/images") for story in stories
    ]
    return BuiltSite(fronts, posts)


def _config(host: str) -> dict[str, object]:
    languages = {
        edition: {"languageName": edition, "contentDir": f"content/{edition}", "weight": weight + 1}
        for weight, edition in enumerate(EDITIONS)
    }
    return {
        "baseURL": f"{host}/",
        "title": "Valley Courier",
        "defaultContentLanguage": EDITIONS[0],
        "defaultContentLanguageInSubdir": True,
        "languages": languages,
        "paginate": 7,
        "params": {"images": ["images/valley-1-1.jpg"]},
        "markup": {"goldmark": {"extensions": {"typographer": False}, "renderer": {"unsafe": True}}},
    }


def _figure(name: str, caption: str) -> str:
    return f'{{{{< figure src="/images/{name}" caption="{caption}" >}}}}'


def _source(story: Story) -> str:
    facts = {
        "title": story.title,
        "date": story.published.isoformat(),
        "categories": [story.category],
        "tags": story.tags,
        "author": story.author,
    } | ({"images": [f"images/{story.picture}"]} if story.picture else {})
    return f"{json.dumps(facts, ensure_ascii=False)}\n\n{story.markdown}\n"
