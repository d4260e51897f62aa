"""Nikola with its standard theme: one build, Kazakh at the root, the others in folders."""

from functools import partial
from pathlib import Path
from typing import Final

from wordpress.folder import EDITIONS

from static_sites.build import BuiltSite, html_figure, run, write, write_pictures
from static_sites.stories import Story, compose

PROGRAM: str = "nikola"
_MESSAGES: Final = "from nikola.data.themes.base.messages.messages_en import MESSAGES\n"
"""Nikola has no Kazakh words of its own: it says English ones."""


def build(folder: Path, root: Path, host: str, theme: str | None = None) -> BuiltSite:
    """Build into `root`, to be served at `host`, in a theme; `folder` is for the sources."""
    fronts = {edition: f"{host}/" if edition == "kk" else f"{host}/{edition}/" for edition in EDITIONS}
    site = folder / "site"
    run(PROGRAM, "init", "--quiet", str(site), cwd=_made(folder))
    stories = compose(partial(html_figure, "/images"))
    with (site / "conf.py").open("a", encoding="utf-8") as config:
        config.write(_config(host, root))
    write(
        site / "themes" / "valley" / "valley.theme",
        f"[Theme]\nengine = mako\nparent = {theme or 'bootblog4'}\n",
    )
    write(site / "themes" / "valley" / "messages" / "messages_kk.py", _MESSAGES)
    for story in stories:
        suffix = "" if story.edition == "kk" else f".{story.edition}"
        write(site / "posts" / f"{story.slug}{suffix}.md", _source(story))
    write_pictures(stories, site / "images")
    run(PROGRAM, "build", "-q", cwd=site)
    posts = [
        story.truth(f"{fronts[story.edition]}posts/{story.slug}/", f"{host}/images") for story in stories
    ]
    return BuiltSite(fronts, posts)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _config(host: str, root: Path) -> str:
    settings = {
        "BLOG_TITLE": "Valley Courier",
        "SITE_URL": f"{host}/",
        "OUTPUT_FOLDER": str(root),
        "DEFAULT_LANG": "kk",
        "TRANSLATIONS": {edition: "" if edition == "kk" else f"./{edition}" for edition in EDITIONS},
        "LOCALES": {"kk": "kk"},
        "THEME": "valley",
        "TIMEZONE": "Asia/Almaty",
        "POSTS": [("posts/*.md", "posts", "post.tmpl")],
        "PAGES": [],
        "COMPILERS": {"markdown": [".md"]},
        "PRETTY_URLS": True,
        "SHOW_SOURCELINK": False,
        "WRITE_TAG_CLOUD": False,
        "NAVIGATION_LINKS": dict.fromkeys(EDITIONS, ()),
        "NAVIGATION_ALT_LINKS": dict.fromkeys(EDITIONS, ()),
    }
    return "\n" + "\n".join(f"{name} = {value!r}" for name, value in settings.items()) + "\n"


def _source(story: Story) -> str:
    facts = {
        "title": story.title,
        "slug": story.slug,
        "date": story.published.isoformat(sep=" "),
        "category": story.category,
        "tags": ", ".join(story.tags),
        "author": story.author,
        "type": "text",
    }
    head = "\n".join(f".. {name}: {value}" for name, value in facts.items())
    return f"<!--\n{head}\n-->\n\n{story.markdown}\n"
