"""Parallel sentences as files: TMX 1.4b, Moses, JSON lines, Parquet, each with a card that describes them.

TMX 1.4b: https://www.gala-global.org/tmx-14b.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from dimash_archive.archive import Archive
from dimash_archive.archive.connection import is_writable
from dimash_archive.archive.parallel.pairs import PairCounts, ParallelPair, ParallelSide, parallel_pairs
from dimash_archive.archive.stream import snapshot
from dimash_archive.errors import UsageError
from dimash_archive.records import Row
from dimash_archive.version import __version__

_GROUP = 5000  # pairs in memory, and in a row group of Parquet
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
Pairs = Iterable[ParallelPair]
Langs = tuple[str, str]


def write_tmx(pairs: Pairs, target: Path, langs: Langs) -> None:
    """One file of translation units; score, addresses, dates and versions are properties."""
    header = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="dimash-archive"'
        f' creationtoolversion={quoteattr(__version__)} datatype="plaintext" segtype="sentence" adminlang="en"'
        f' srclang={quoteattr(langs[0])} o-tmf="dimash-archive"/>\n<body>\n'
    )
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(header)
        for number, pair in enumerate(pairs, start=1):
            sides = "".join(map(_tuv, (pair.source, pair.target)))
            out.write(
                f'<tu tuid="{number}">{_prop("score", pair.score)}{_prop("story", pair.story)}{sides}</tu>\n'
            )
        out.write("</body>\n</tmx>\n")


def _tuv(side: ParallelSide) -> str:
    facts = {"url": side.url, "published": side.published, "version": side.version}
    props = "".join(_prop(name, value) for name, value in facts.items() if value is not None)
    return f"<tuv xml:lang={quoteattr(side.lang)}>{props}<seg>{_xml(side.text)}</seg></tuv>"


def _prop(kind: str, value: object) -> str:
    return f'<prop type="x-{kind}">{_xml(str(value))}</prop>'


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def write_moses(pairs: Pairs, target: Path, langs: Langs) -> None:
    """Two files, such as `TARGET.kk` and `TARGET.ru`, with the same sentence on the same line."""
    with ExitStack() as stack:
        outs = [
            stack.enter_context(Path(f"{target}.{lang}").open("w", encoding="utf-8", newline="\n"))
            for lang in langs
        ]
        for pair in pairs:
            for out, side in zip(outs, (pair.source, pair.target), strict=True):
                out.write(" ".join(side.text.split()) + "\n")


def write_jsonl(pairs: Pairs, target: Path, langs: Langs) -> None:
    """One JSON object per pair."""
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for pair in pairs:
            out.write(json.dumps(_flat(pair), ensure_ascii=False) + "\n")


def write_parquet(pairs: Pairs, target: Path, langs: Langs) -> None:
    """A typed table, one row per pair. Raises UsageError without pyarrow."""
    from dimash_archive.export.parquet import write_rows

    kinds = {"story": "int64", "score": "float64"}
    for side in ("source", "target"):
        kinds |= {f"{side}_{name}": "string" for name in ("lang", "text", "url", "published")} | {
            f"{side}_version": "int64"
        }
    rows = iter(map(_flat, pairs))
    with target.open("wb") as out:
        write_rows(iter(lambda: list(islice(rows, _GROUP)), []), kinds, out)


def _flat(pair: ParallelPair) -> Row:
    sides = {"source": pair.source, "target": pair.target}
    flat = {f"{name}_{key}": value for name, side in sides.items() for key, value in asdict(side).items()}
    return {"story": pair.story, "score": pair.score, **flat}


PARALLEL_FORMATS: Mapping[str, Callable[[Pairs, Path, Langs], None]] = MappingProxyType(
    {"tmx": write_tmx, "moses": write_moses, "jsonl": write_jsonl, "parquet": write_parquet}
)
"""Every format by its name."""


def export_parallel(
    archive: Archive, langs: Langs, name: str, target: Path, least: float = 0.0
) -> PairCounts:
    """Write the parallel sentences of two languages to a file, and a description to `TARGET.card.md` beside it.

    New and changed articles are aligned first, if the archive is open for writing. `least` is the lowest
    score. Raises UsageError if a language is given twice, or if Parquet is wanted and pyarrow is not installed.
    """
    if langs[0] == langs[1]:
        raise UsageError("Parallel texts need two languages.", hint="As in --langs kk,ru.")
    if is_writable(archive.db):
        archive.update_alignments()
    counts = PairCounts()
    with snapshot(archive.db):
        PARALLEL_FORMATS[name](parallel_pairs(archive.db, langs, counts, least), target, langs)
        card = "".join(f"{line}\n" for line in _card(archive, langs, counts))
    target.with_name(f"{target.name}.card.md").write_text(card, "utf-8")
    return counts


def _card(archive: Archive, langs: Langs, counts: PairCounts) -> Iterator[str]:
    """What the file holds, how good it is, and whose texts they are."""
    hosts = "SELECT DISTINCT substr(url, 1, instr(substr(url, 9), '/') + 8) FROM articles WHERE lang IN (?, ?) ORDER BY 1"
    sites = [row[0] for row in archive.db.execute(hosts, langs)]
    yield f"# Parallel sentences, {langs[0]}–{langs[1]}, of {archive.site}\n"
    yield f"- Pairs: {counts.written:,}, of {counts.aligned:,} aligned."
    yield (
        f"- Left out: {counts.repeated:,} repeats, {counts.boilerplate:,} that stand in many stories,"
        f" {counts.wrong_language:,} in another language."
    )
    if counts.written:
        yield f"- Mean score: {counts.score / counts.written:.3f}; a score is the probability that a pair says the same."
    yield f"- Texts: the articles of {', '.join(sites) or 'no site'}. They belong to their publishers, whose terms apply."
    yield f"- Made by dimash-archive {__version__} from the newest version of each article; every pair names its articles."
