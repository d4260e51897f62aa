"""How well speech is read, by style and language, on texts marked by hand.

    python benchmarks/speech.py [FILE ...] [--wrong N] [--kind quote]

Without files: the texts of `tests/fixtures/speech`, those that nobody tunes on (`held_out`) apart. A speech is right if its
text is exactly as marked; a speaker, or that nobody is named, is asked of right speeches only. `--wrong`
prints so many texts that are read wrongly. `--kind` reads all paragraphs of the files as of that kind.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from dimash_archive.extraction.quotes.quote_finder import find_quotes
from dimash_archive.records import Quote

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "helpers"))
from speech_texts import SpeechSample, samples  # noqa: E402  the tests read the same texts

FOLDER = ROOT / "tests" / "fixtures" / "speech"


class Score:
    """Speeches right, wrong and missed, and speakers right of those asked."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def note(self, sample: SpeechSample, found: tuple[Quote, ...]) -> bool:
        """Count a text; whether all of it is right."""
        wanted = Counter(each.text for each in sample.speeches)
        given = Counter(each.text for each in found)
        right = wanted & given
        speakers = {each.text: each.speaker for each in found}
        asked = [each for each in sample.speeches if each.text in right]
        named = sum(speakers[each.text] == each.speaker for each in asked)
        self.count.update(right=right.total(), wrong=(given - right).total(), missed=(wanted - right).total())
        self.count.update(asked=len(asked), named=named)
        return wanted == given and named == len(asked)

    def row(self, name: str) -> str:
        """A line of the table."""
        right, wrong, missed = (self.count[each] for each in ("right", "wrong", "missed"))
        precision, recall = right / (right + wrong or 1), right / (right + missed or 1)
        speakers = self.count["named"] / (self.count["asked"] or 1)
        shares = f"{precision:9.3f}{recall:9.3f}{speakers:9.3f}"
        return f"{name:28}{right:7}{wrong:7}{missed:7}{shares}"


def measure(files: list[Path], kind: str | None = None) -> tuple[dict[str, Score], list[str]]:
    """Scores by style, language and over all, and the texts that are read wrongly."""
    scores: dict[str, Score] = {}
    wrong = []
    for file in files:
        for sample in samples(file):
            kinds = [kind] * len(sample.kinds) if kind else sample.kinds
            found = find_quotes(sample.paragraphs, sample.lang, kinds)
            names = (f"{sample.lang} {sample.style}", f"all {sample.style}", f"{sample.lang} all", "all all")
            good = [scores.setdefault(name, Score()).note(sample, found) for name in names]
            if not good[0]:
                wrong.append(_difference(sample, found))
    return scores, wrong


def _difference(sample: SpeechSample, found: tuple[Quote, ...]) -> str:
    wanted = [f"  + {each.speaker}: {each.text!r}" for each in sample.speeches]
    given = [f"  - {each.speaker}: {each.text!r}" for each in found]
    return "\n".join([f"{sample.lang} === {sample.name}", *wanted, *given])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--kind")
    asked = parser.parse_args()
    groups = {"": asked.files} if asked.files else {
        "seen": sorted(FOLDER.glob("*.txt")), "held out": sorted((FOLDER / "held_out").glob("*.txt"))
    }  # fmt: skip
    for title, files in groups.items():
        scores, wrong = measure(files, asked.kind)
        print(f"{title:28}  right  wrong missed   precis   recall speakers")
        for name in sorted(scores):
            print(scores[name].row(name))
        print(*wrong[: asked.wrong], sep="\n")


if __name__ == "__main__":
    main()
