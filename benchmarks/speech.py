"""How well speech is read, by style and language, where the truth is known.

    python benchmarks/speech.py [FILE ...] [--wrong N] [--kind quote] [--cases FOLDER]

Without files: the texts of `tests/fixtures/speech`, those that nobody tunes on (`held_out`) apart, the pages of the demo
site, and the posts that the tests write into a real WordPress; with `--cases` also the texts of a folder. A speech is right if
its text is exactly as marked (of WordPress's posts: its letters); a speaker, or that nobody is named, is asked of right
speeches only. The last two columns are the precision and recall of speeches over several paragraphs. `--wrong` prints so
many texts that are read wrongly, and why. `--kind` reads all paragraphs of the files as of that kind.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from dimash_archive import extract
from dimash_archive.demo import DemoSite
from dimash_archive.demo.newsroom.story import LANGS, Speech
from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction.quotes.quote_finder import find_quotes
from dimash_archive.records import Quote

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "real")]

from judge.rows import letters  # noqa: E402  the tests read the same texts
from speech_texts import samples, style_of  # noqa: E402
from wordpress.compose.post import compose  # noqa: E402

from speech_faults import faults  # noqa: E402  it lies beside this file

FOLDER = ROOT / "tests" / "fixtures" / "speech"
SEED = ROOT / "tests" / "real" / "wordpress" / "seed"
STORIES = 60
"""Stories of the demo, three pages each."""
FEW_PARTS = 2
_APART = "without marks, with a name in marks inside"
"""So the cases call a text whose paragraphs are of kind `quote`, as they have no sign for it."""
_CAPTION = re.compile(r"\[caption.*?\[/caption\]", re.DOTALL)


class Reading(NamedTuple):
    """A text's truth and what was read."""

    lang: str
    style: str
    name: str
    wanted: Sequence[Speech]
    given: Sequence[Speech]
    paragraphs: Sequence[str]
    """The text itself."""


class Score:
    """Speeches right, wrong and missed, and speakers right of those asked."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def note(self, text: Reading) -> bool:
        """Count a text; whether all of it is right."""
        wanted, given = (Counter(each.text for each in speeches) for speeches in (text.wanted, text.given))
        right = wanted & given
        for name, speeches in (("right", right), ("wrong", given - right), ("missed", wanted - right)):
            self.count[name] += speeches.total()
            self.count[f"long {name}"] += sum(speeches[each] for each in speeches if "\n\n" in each)
        speakers = {each.text: each.speaker for each in text.given}
        asked = [each for each in text.wanted if each.text in right]
        named = sum(speakers[each.text] == each.speaker for each in asked)
        self.count.update(asked=len(asked), named=named)
        return wanted == given and named == len(asked)

    def row(self, name: str) -> str:
        """A line of the table."""
        count = self.count
        shares = (*self._shares(""), _share(count["named"], count["asked"]), *self._shares("long "))
        return f"{name:28}{count['right']:7}{count['wrong']:7}{count['missed']:7}" + "".join(shares)

    def _shares(self, which: str) -> tuple[str, str]:
        right, wrong, missed = (self.count[which + each] for each in ("right", "wrong", "missed"))
        return _share(right, right + wrong), _share(right, right + missed)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:9.3f}" if whole else f"{'-':>9}"


def of_texts(files: Iterable[Path], kind: str | None = None) -> Iterator[Reading]:
    """Short texts marked by hand."""
    for file in files:
        for sample in samples(file):
            apart = "quote" if _APART in sample.name else kind
            kinds = [apart] * len(sample.kinds) if apart else sample.kinds
            given = _speeches(find_quotes(sample.paragraphs, sample.lang, kinds))
            yield Reading(sample.lang, sample.style, sample.name, sample.speeches, given, sample.paragraphs)


def of_demo() -> Iterator[Reading]:
    """The pages of the demo site, read as pages."""
    site = DemoSite(STORIES)
    for lang in LANGS:
        for url, truth in site.truth(lang).items():
            _, _, body = site.respond(lang, urlsplit(url).path, {})
            texts = [each.text for each in truth.quotes]
            given = _speeches(extract(body, url=url).quotes)
            style = style_of(truth.paragraphs, texts)
            yield Reading(lang, style, truth.title, truth.quotes, given, truth.paragraphs)


def of_wordpress() -> Iterator[Reading]:
    """The posts that tests write into WordPress, as their markup stands on a page; interviews tell no truth."""
    for lang in LANGS:
        for post in compose(SEED, lang)["posts"]:
            if post["truth"]["quotes-told"] and not post["password"]:
                yield _of_post(lang, post)


def _of_post(lang: str, post: dict[str, object]) -> Reading:
    title, truth = post["title"], post["truth"]
    assert isinstance(truth, dict)
    page = (
        f'<html lang="{lang}"><meta property="og:type" content="article"><title>{title}</title>'
        f"<article><h1>{title}</h1>{_as_shown(str(post['content']))}</article></html>"
    )
    given = [Speech(letters(each.text), each.speaker) for each in _speeches_of_page(page)]
    again = {letters(text) for text in truth["optional"]}
    wanted = [Speech(letters("".join(each["parts"])), each["speaker"]) for each in truth["quotes"]]
    texts = {each.text for each in wanted}
    parted = any(len(each["parts"]) >= FEW_PARTS for each in truth["quotes"])
    style = "parted" if parted else "marks" if wanted else "no speech"
    asked = [each for each in given if each.text not in again - texts]
    paragraphs = [letters(each) for each in truth["paragraphs"] if isinstance(each, str)]
    return Reading(lang, style, str(title), wanted, asked, paragraphs)


def _as_shown(content: str) -> str:
    """The markup of a post as WordPress shows it: paragraphs of a classic post are lines parted by blank ones."""
    if "<!-- wp:" in content:
        return content
    blocks = _CAPTION.sub("", content).split("\n\n")
    return "\n".join(each if each.startswith("<") else f"<p>{each}</p>" for each in blocks)


def _speeches_of_page(page: str) -> Sequence[Quote]:
    try:
        return extract(page, url="https://post.example/").quotes
    except NotAnArticle:
        return ()  # pictures alone


def _speeches(quotes: Iterable[Quote]) -> list[Speech]:
    return [Speech(each.text, each.speaker) for each in quotes]


def measure(texts: Iterable[Reading]) -> tuple[dict[str, Score], list[str]]:
    """Scores by style, language and over all, and the texts that are read wrongly."""
    scores: dict[str, Score] = {}
    wrong = []
    for text in texts:
        names = (f"{text.lang} {text.style}", f"all {text.style}", f"{text.lang} all", "all all")
        good = [scores.setdefault(name, Score()).note(text) for name in names]
        if not good[0]:
            wrong.append(_difference(text))
    return scores, wrong


def _difference(text: Reading) -> str:
    wanted = [f"  + {each.speaker}: {each.text!r}" for each in text.wanted]
    given = [f"  - {each.speaker}: {each.text!r}" for each in text.given]
    reasons = "; ".join(dict.fromkeys(faults(text.paragraphs, text.wanted, text.given)))
    return "\n".join([f"{text.lang} === {text.name}: {reasons}", *wanted, *given])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--kind")
    parser.add_argument("--cases", type=Path)
    asked = parser.parse_args()
    groups = {"files": of_texts(asked.files, asked.kind)} if asked.files else {
        "seen": of_texts(sorted(FOLDER.glob("*.txt"))), "held out": of_texts(sorted((FOLDER / "held_out").glob("*.txt"))),
        "demo": of_demo(), "WordPress": of_wordpress(),
    }  # fmt: skip
    if asked.cases:
        groups["cases"] = of_texts(each for each in sorted(asked.cases.glob("*.txt")))
    wrong = []
    for title, texts in groups.items():
        scores, differences = measure(texts)
        print(f"{title:28}  right  wrong missed   precis   recall speakers  several  several")
        for name in sorted(scores):
            print(scores[name].row(name))
        wrong += differences
    print(*wrong[: asked.wrong], sep="\n")


if __name__ == "__main__":
    main()
