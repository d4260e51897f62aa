"""The newsroom: which posts each edition has on a given day. Texts are read again on each request."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from dimash_archive.demo.newsroom import library
from dimash_archive.demo.newsroom.post import Post, latin
from dimash_archive.demo.newsroom.story import LANGS, Story, Telling, parse
from dimash_archive.demo.newsroom.timeline import shelf
from dimash_archive.demo.theme.title_marks import cut, straight, typographic
from dimash_archive.demo.vocabulary import word, words

_TEASER_WORDS = 19
_CACHE_SIZE = 1024
"""Stories held in memory: enough for the pages that list the newest, and few compared with thousands."""


@dataclass(frozen=True, slots=True)
class Shelfmark:
    """A tag or an author, and the posts with it."""

    id: int
    """Its number in WordPress."""
    name: str
    """Its name as readers see it."""
    slug: str
    """Last step of its address."""
    posts: tuple[Post, ...]
    """Newest first."""


class Newsroom:
    """Every post of the three editions as of one day."""

    def __init__(self, stories: int, day: int, tell: Callable[[int], str] = library.tell) -> None:
        self._story = lru_cache(_CACHE_SIZE)(lambda number: parse(tell(number), f"number {number}"))
        self._teaser = lru_cache(4 * _CACHE_SIZE)(self._first_words)
        self.shelf, self.last_day = shelf(stories, day)
        written = list(self._written(range(stories + len(self.shelf.published))))
        newest = max(post.published for post in written if post.number < stories)
        self.opening = newest.replace(hour=0, minute=0, second=0) + timedelta(days=2)
        self.now = self.opening + timedelta(days=day)
        self.gone = {(post.lang, post.slug) for post in written if post.number in self.shelf.gone}
        online = set(self.shelf.numbers)
        aged = sorted(map(self._aged, written), key=lambda post: (post.published, post.id), reverse=True)
        self._posts = {
            lang: tuple(p for p in aged if p.lang == lang and p.number in online) for lang in LANGS
        }
        self._by_slug = {(post.lang, post.slug): post for posts in self._posts.values() for post in posts}
        self._by_key = {(post.lang, post.key): post for posts in self._posts.values() for post in posts}
        self._by_section: dict[tuple[str, str], list[Post]] = {}
        for post in (post for posts in self._posts.values() for post in posts):
            self._by_section.setdefault((post.lang, post.section), []).append(post)
        self._tags = {lang: _marked(posts, lambda post: post.tags) for lang, posts in self._posts.items()}
        self._authors = {
            lang: _marked(posts, lambda post: (post.author,) if post.author else ())
            for lang, posts in self._posts.items()
        }
        self._places = {post: place for posts in self._posts.values() for place, post in enumerate(posts)}

    def posts(self, lang: str) -> tuple[Post, ...]:
        """The edition's posts, newest first."""
        return self._posts[lang]

    def by_slug(self, lang: str, slug: str) -> Post | None:
        """The post at the address `/slug/`, or None."""
        return self._by_slug.get((lang, slug))

    def by_key(self, lang: str, key: str) -> Post | None:
        """The edition's telling of a story, or None."""
        return self._by_key.get((lang, key))

    def section(self, lang: str, section: str) -> Sequence[Post]:
        """The posts of one section, newest first."""
        return self._by_section.get((lang, section), [])

    def tags(self, lang: str) -> dict[str, "Shelfmark"]:
        """The edition's tags by the last step of their address, in order of first use."""
        return self._tags[lang]

    def authors(self, lang: str) -> dict[str, "Shelfmark"]:
        """The edition's authors by the last step of their address."""
        return self._authors[lang]

    def touched(self, lang: str) -> datetime:
        """When the edition last changed: the newest change of any post, or the last day's removals."""
        changes = [post.modified for post in self._posts[lang]]
        return max([*changes, self.now - timedelta(hours=4)] if self.gone else changes, default=self.opening)

    def versions(self, post: Post) -> tuple[Post, ...]:
        """The same story in every edition that has it, including the post itself."""
        posts = (self.by_key(lang, post.key) for lang in LANGS)
        return tuple(each for each in posts if each is not None)

    def neighbours(self, post: Post) -> tuple[Post | None, Post | None]:
        """The previous post in time, and the next one."""
        posts, place = self._posts[post.lang], self._places[post]
        older = posts[place + 1] if place + 1 < len(posts) else None
        return older, posts[place - 1] if place else None

    def latest(self, lang: str, count: int, without: Post | None = None) -> Sequence[Post]:
        """The newest posts of an edition, except one."""
        return [post for post in self._posts[lang][: count + 1] if post != without][:count]

    def telling(self, post: Post) -> Telling:
        """The post's text, including later additions."""
        telling = self._story(post.number).tellings[post.lang]
        for update in post.updates:
            telling = telling.with_more(words(post.lang)["updates"][update])
        return replace(telling, title=post.title, slug=post.slug)

    def teaser(self, post: Post) -> str:
        """The first words of the post, as lists show them: straight quotation marks, three dots."""
        return self._teaser(post)

    def _first_words(self, post: Post) -> str:
        first = self.telling(post).paragraphs[:1]
        return straight(cut(" ".join(first), _TEASER_WORDS))

    def _written(self, numbers: range) -> Iterator[Post]:
        """The posts as first published; slugs are made unique as WordPress does it."""
        taken: dict[tuple[str, str], int] = {}
        for number in numbers:
            story: Story = self._story(number)
            for lang, telling in story.tellings.items():
                times = taken[lang, telling.slug] = taken.get((lang, telling.slug), 0) + 1
                yield Post(
                    number=number,
                    key=story.key,
                    lang=lang,
                    slug=telling.slug if times == 1 else f"{telling.slug}-{times}",
                    title=typographic(telling.title),
                    section=telling.section,
                    tags=telling.tags,
                    author=telling.author,
                    published=story.date,
                    modified=story.date,
                )

    def _aged(self, post: Post) -> Post:
        """The post after the days' changes: its times, its later paragraphs, its new headline."""
        start = post.published
        if post.number in self.shelf.published:
            start = self.opening + timedelta(
                days=self.shelf.published[post.number] - 1, hours=9 + post.number % 7
            )
        published = start + timedelta(minutes=post.chance("shift", 290), seconds=post.chance("seconds", 60))
        modified = published
        if post.has("revised", 20):
            modified += timedelta(minutes=20 + post.chance("revision", 4000))
        changed = [*self.shelf.updates.get(post.number, ()), *self._retitled(post)]
        later = [self._moment(post, day) for day in changed]
        modified = max([min(modified, max(self.opening, published)), *later])
        updates = tuple(
            day % len(words(post.lang)["updates"]) for day in self.shelf.updates.get(post.number, ())
        )
        title = word(post.lang, "retitled").format(title=post.title) if self._retitled(post) else post.title
        return replace(post, published=published, modified=modified, updates=updates, title=title)

    def _retitled(self, post: Post) -> list[int]:
        """The day on which the post got a new headline, if it did."""
        return [self.shelf.retitled[post.number]] if post.number in self.shelf.retitled else []

    def _moment(self, post: Post, day: int) -> datetime:
        """The time on a day at which the editors changed a post."""
        return self.opening + timedelta(days=day - 1, hours=11, minutes=post.chance("edit", 240))


def _marked(posts: Sequence[Post], names: Callable[[Post], Iterable[str]]) -> dict[str, Shelfmark]:
    """Posts by tag or author. Numbers follow first use, so that growth never renumbers."""
    groups: dict[str, tuple[str, list[Post]]] = {}
    for post in sorted(posts, key=lambda each: each.number):
        for name in names(post):
            groups.setdefault(latin(name), (name, []))[1].append(post)
    return {
        slug: Shelfmark(id, name, slug, tuple(sorted(marked, key=lambda each: each.published, reverse=True)))
        for id, (slug, (name, marked)) in enumerate(groups.items(), 101)
    }
