"""The three WordPress sites of one folder: installed, seeded, asked, changed, by the scripts in `php/`."""

import json
import shutil
import socket
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

from judge.truth import Truth

from wordpress import config, labels, services
from wordpress.compose.post import compose
from wordpress.folder import EDITIONS, HOME, Folder, Layout

Permalinks = Literal["pretty", "dated", "category", "plain", "numbered", "html", "index"]
PERMALINKS: Final[dict[str, str]] = {
    "pretty": "/%postname%/",
    "dated": "/%year%/%monthnum%/%day%/%postname%/",
    "category": "/%category%/%postname%/",
    "plain": "",
    "numbered": "/archives/%post_id%",
    "html": "/%year%/%monthnum%/%post_id%-%postname%.html",
    "index": "/index.php/%category%/%postname%/",
}
THEMES: Final = ("twentytwentyone", "twentytwentytwo", "twentytwentythree", "almanac")
"""WordPress's own, and one of ours with as few hints as a page may have."""
_SOURCE: Final = Path("/usr/share/wordpress")
_LOCALES: Final = {"kk": "kk", "ru": "ru_RU", "en": "en_US"}
_LANGUAGES: Final = ("ru_RU.mo", "admin-ru_RU.mo")
_MARK: Final = "\n\x1e"
"""Parts what a script answers from whatever WordPress prints before."""
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Settings:
    """How the sites are set up."""

    theme: str = "twentytwentyone"
    permalinks: Permalinks = "pretty"
    rest: bool = True
    """Whether strangers may use the REST API; else it answers 401."""
    layout: Layout = "hosts"
    """Where the editions are."""
    seed: Path = HOME / "seed"
    """Folder of posts.toml and the editions' words."""
    options: Mapping[str, str | int | float] = field(default_factory=dict)
    """Options of WordPress by name: time zone, posts a page."""
    magazine: bool = False
    """Whether every seventh post is of a type of its own, categories are nested, a page is the front, and a plugin's
    index of sitemaps stands in the place of WordPress's."""


class WordPress:
    """Three editions that are up; `with` stops them."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    @classmethod
    def start(cls, path: Path, settings: Settings) -> Self:
        """Install, seed and serve three editions in an empty folder: about half a minute."""
        folder = Folder.at(path)
        is_apart = settings.layout == "hosts"
        ports = _free_ports(len(EDITIONS)) if is_apart else _free_ports(1) * len(EDITIONS)
        folder.remember(fronts=_fronts(ports, settings.layout))
        site = cls(folder)
        site._copy(settings.layout)
        services.start(folder, ports, settings.layout)
        try:
            site._seed(settings)
        except BaseException:
            services.stop(folder)
            raise
        return site

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        services.stop(self.folder)

    @property
    def fronts(self) -> dict[str, str]:
        """The front page of each edition."""
        fronts: dict[str, str] = self.folder.state["fronts"]
        return fronts

    def truth(self) -> list[Truth]:
        """What is true of every post of every edition now."""
        return [Truth(**post) for posts in _each(self._posts) for post in posts]

    def requests(self) -> int:
        """How many requests were answered so far."""
        return len(self.folder.access_log.read_text().splitlines())

    def change(self, edition: str, story: int, action: str, value: str = "") -> None:
        """Do what an editor does to the post of a story.

        `edit` appends a paragraph; `retitle`, `slug`, `password` and `category` (a number from 0) set it to `value`;
        `trash`, `restore`, `delete`, `draft`, `publish`; `new` publishes a post that the seed keeps for later.
        """
        if action == "new":
            content = json.loads((self.folder.root / "sites" / f"{edition}.seed.json").read_text("utf-8"))
            later = [post for post in content["later"] if post["story"] == story]
            self.run("seed", edition, content | {"posts": later, "pages": []})
        else:
            self.run("change", edition, {"action": action, "story": story, "value": value})
        self._link()

    def set_permalinks(self, permalinks: Permalinks) -> None:
        """Give every post of every edition another address."""
        _each(lambda edition: self.run("settings", edition, {"permalinks": PERMALINKS[permalinks]}))
        self._link()

    def run(self, script: str, edition: str, given: object = None) -> Any:
        """Run one of `php/` for an edition: JSON in, JSON out."""
        php = ["php", "-d", "memory_limit=512M", "-d", "display_errors=stderr"]
        command = [*php, str(HOME / "php" / f"{script}.php"), str(self.folder.site_file(edition))]
        told = json.dumps(given, ensure_ascii=False)
        done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
        try:
            return json.loads(done.stdout.rpartition(_MARK)[2])
        except ValueError:
            said = (done.stderr or done.stdout).strip()[-600:]
            raise RuntimeError(f"{script}.php fails for {edition}: {said}") from None

    def _posts(self, edition: str) -> list[dict[str, Any]]:
        posts: list[dict[str, Any]] = self.run("truth", edition)
        return posts

    def _copy(self, layout: Layout) -> None:
        """Lay WordPress out once for each edition, or once for all."""
        without = shutil.ignore_patterns("wp-config.php", ".htaccess", "*.mo")
        for edition, front in self.fronts.items():
            www = self.folder.www(edition)
            about = {"edition": edition, "root": str(www), "front": front, "locale": _LOCALES[edition]}
            self.folder.site_file(edition).write_text(json.dumps(about))
            if layout == "directories" and edition != EDITIONS[0]:
                www.symlink_to(self.folder.www(EDITIONS[0]))
                continue
            shutil.copytree(_SOURCE, www, ignore=without, dirs_exist_ok=True)
            for name in _LANGUAGES:
                shutil.copy(_SOURCE / "wp-content" / "languages" / name, www / "wp-content" / "languages")
            (www / "wp-config.php").write_text(config.wp_config(self.folder, edition))
            shutil.copytree(HOME / "php" / "must-use", www / "wp-content" / "mu-plugins", dirs_exist_ok=True)
            shutil.copytree(HOME / "themes", www / "wp-content" / "themes", dirs_exist_ok=True)
        labels.write(self.folder)

    def _seed(self, settings: Settings) -> None:
        """Install every edition and write its posts."""
        options: dict[str, Any] = {
            "theme": settings.theme,
            "permalinks": PERMALINKS[settings.permalinks],
            "rest": settings.rest,
            "options": {**settings.options, "newsroom_magazine": int(settings.magazine)},
        }

        contents = {edition: self._content(settings, edition) for edition in EDITIONS}

        def one(edition: str) -> None:
            about = {key: contents[edition][key] for key in ("name", "description")}
            self.run("install", edition, about | options)
            self.run("seed", edition, contents[edition])
            if settings.magazine:
                self.run("magazine", edition, {"every": 7, "front": True})

        if settings.layout == "directories":
            names = {edition: content["name"] for edition, content in contents.items()}
            options["options"] |= {"newsroom_languages": _LOCALES, "newsroom_names": names}
            one(EDITIONS[0])
            for edition in EDITIONS[1:]:
                self.run("seed", edition, contents[edition])
        else:
            _each(one)
        self._link()

    def _content(self, settings: Settings, edition: str) -> dict[str, Any]:
        """What an edition is seeded with, kept for later; sections that share a WordPress have slugs of their own."""
        content = compose(settings.seed, edition)
        if settings.layout == "directories":
            for category in content["categories"]:
                category["slug"] += f"-{edition}"
            slugs = [category["slug"] for category in content["categories"]]
            for post in content["posts"]:
                post["truth"]["category-slugs"] = slugs
        kept = self.folder.root / "sites" / f"{edition}.seed.json"
        kept.write_text(json.dumps(content, ensure_ascii=False))
        return content

    def _link(self) -> None:
        """Tell each post that names its translations where they are now."""
        stories: dict[int, dict[str, str]] = {}
        for post in filter(lambda post: post.article, self.truth()):
            stories.setdefault(post.story, {})[post.edition] = post.url
        _each(lambda edition: self.run("link", edition, {"stories": stories, "fronts": self.fronts}))


def _fronts(ports: list[int], layout: Layout) -> dict[str, str]:
    at_root = {"hosts": EDITIONS, "paths": (), "directories": EDITIONS[:1]}[layout]
    ends = ["/" if edition in at_root else f"/{edition}/" for edition in EDITIONS]
    return {
        edition: f"http://127.0.0.1:{port}{end}"
        for edition, port, end in zip(EDITIONS, ports, ends, strict=True)
    }


def _each(work: Callable[[str], _Result]) -> list[_Result]:
    """Do a piece of work for the editions side by side; their results in order."""
    with ThreadPoolExecutor(len(EDITIONS)) as pool:
        return list(pool.map(work, EDITIONS))


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
