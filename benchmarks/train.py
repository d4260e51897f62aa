"""Learn the weights of the general extractor from annotated pages.

    python benchmarks/train.py PAGES [--folds 5] [--out src/dimash_archive/extract/weights.npz]

PAGES is a folder with `truth.jsonl` (id, body …) and `html/ID.html.gz`. Besides the pages themselves, pages
varied at random are learned from (`vary`). With `--folds` every page is also read by networks that were trained
without it, as it is and in each variation, and the mean word F1 of that is printed: the honest figure.
"""

import argparse
import difflib
import gzip
import json
import re
import zlib
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import vary
from dimash_archive.extraction.content import features, likelihood
from dimash_archive.extraction.content.features import Floats
from dimash_archive.extraction.content.network import LIMIT, Network
from dimash_archive.extraction.metadata import titles
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from extraction import word_f1

HIDDEN = 32
STARTS = 3
EPOCHS = 9
BATCH = 512
DECAY = 1e-3
DROPOUT = 0.1
RATE = 2e-3
COPIES = 4
"""How often a page is learned from in a variation, besides as it is."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Sample:
    """One annotated page, ready for learning."""

    rows: Floats
    """Features, a row a line."""
    truth: Floats
    """1 for lines of the article, else 0."""
    words: Floats
    """Words a line."""
    texts: tuple[str, ...]
    """The lines."""
    body: str
    """The annotated body."""


def labels(lines: list[str], body: str) -> Floats:
    """Which lines are in `body`: more than half of their words are in its longest common run with the page."""
    words, owner = [], []
    for i, line in enumerate(lines):
        for word in _WORD.findall(line.lower()):
            words.append(word)
            owner.append(i)
    hits, total = np.zeros(len(lines), np.float32), np.zeros(len(lines), np.float32)
    np.add.at(total, owner, 1)
    matcher = difflib.SequenceMatcher(None, words, _WORD.findall(body.lower()), autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        np.add.at(hits, owner[start : start + size], 1)
    return (hits > total / 2).astype(np.float32)


@dataclass(frozen=True)
class Annotated:
    """A page of the corpus."""

    plain: Sample
    """As it is."""
    varied: tuple[Sample, ...]
    """Varied at random, to learn from."""
    others: dict[str, Sample]
    """In each variation, to measure on; empty if nothing is measured."""


def read(job: tuple[Path, dict[str, str], list[vary.Teaser], bool]) -> Annotated:
    """One page of the corpus, with teasers to vary it by, and whether it is measured on."""
    folder, truth, teasers, measured = job
    page = dom.parse(gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes()))
    marked = labels([line.text for line in page.lines], truth["body"])
    titled = titles.of_head(page)

    def sample(page: HtmlDocument, marked: Floats, write: vary.Text = str) -> Sample:
        texts = tuple(line.text for line in page.lines)
        rows = (
            features.rows(page, tuple(map(write, titled)))
            if texts
            else np.zeros((0, features.WIDTH), np.float32)
        )
        return Sample(rows, marked, likelihood.words_of(page), texts, truth["body"])

    plain = sample(page, marked)
    if not page.lines:
        return Annotated(plain, (), {})
    seed = zlib.crc32(truth["id"].encode())
    random = np.random.default_rng(seed)
    varied = tuple(sample(*vary.varied(page, marked, titled, teasers, random)) for _ in range(COPIES))
    if not measured:
        return Annotated(plain, varied, {})
    others = {vary.TEASED: sample(*vary.teased(page, marked, teasers, np.random.default_rng(~seed & 0xFFFF)))}
    for name, (change, write) in vary.by_name().items():
        # Texts stay as they were: which lines are kept is what is measured.
        others[name] = replace(sample(change(page), marked, write), texts=plain.texts)
    return Annotated(plain, varied, others)


def fit(samples: list[Sample], seed: int) -> list[npt.NDArray[Any]]:
    """Weights of one network: hidden, bias, out, shift (Adam, weight decay, dropout; a fixed seed)."""
    random = np.random.default_rng(seed)
    rows = np.concatenate([s.rows for s in samples])
    truth = np.concatenate([s.truth for s in samples])[:, None]
    weight = np.concatenate([_page_weights(s) for s in samples])[:, None]
    width = rows.shape[1]
    net = [random.normal(0, np.sqrt(2 / width), (width, HIDDEN)), np.zeros(HIDDEN),
           random.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, 1)), np.zeros(1)]  # fmt: skip
    net = [each.astype(np.float32) for each in net]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in net]
    steps = EPOCHS * (len(rows) // BATCH)
    for step in range(1, steps + 1):
        if step % (len(rows) // BATCH) == 1:
            order = random.permutation(len(rows))
        at = order[(step * BATCH) % (len(rows) - BATCH) :][:BATCH]
        _learn(net, moments, (rows[at], truth[at], weight[at]), step, steps, random)
    return net


def _page_weights(sample: Sample) -> Floats:
    """Every page counts the same; within a page a line counts by the root of its words."""
    weight = np.sqrt(sample.words) + 0.5
    scaled: Floats = (weight / max(weight.sum(), 1) * 100).astype(np.float32)
    return scaled


def _learn(net, moments, batch, step, steps, random) -> None:  # type: ignore[no-untyped-def]
    rows, truth, weight = batch
    before = rows @ net[0] + net[1]
    mask = (before > 0) * ((random.random(before.shape) > DROPOUT) / (1 - DROPOUT)).astype(np.float32)
    active = before * mask
    likely = 1 / (1 + np.exp(-(active @ net[2] + net[3])))
    error = (likely - truth) * weight / len(rows)
    back = (error @ net[2].T) * mask
    gradients = [rows.T @ back + DECAY * net[0], back.sum(0), active.T @ error + DECAY * net[2], error.sum(0)]
    rate = RATE * (1 - step / steps) + 1e-5
    for weights, gradient, (first, second) in zip(net, gradients, moments, strict=True):
        np.add(first, 0.1 * (gradient - first), out=first)
        np.add(second, 0.001 * (gradient * gradient - second), out=second)
        change = rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        np.subtract(weights, change, out=weights)


def train(pages: list[Annotated]) -> Network:
    """The averaged networks learned from pages and their variations."""
    samples = [sample for page in pages for sample in (page.plain, *page.varied)]
    rows = np.concatenate([s.rows for s in samples])
    mean, scale = rows.mean(0), 1 / (rows.std(0) + 1e-3)
    usable = [
        Sample(np.clip((s.rows - mean) * scale, -LIMIT, LIMIT), s.truth, s.words, s.texts, s.body)
        for s in samples
        if len(s.texts)
    ]
    weights = [net.__getitem__ for net in (fit(usable, seed) for seed in range(STARTS))]
    out = np.zeros((HIDDEN * STARTS, STARTS), np.float32)
    for i, net in enumerate(weights):
        out[i * HIDDEN : (i + 1) * HIDDEN, i] = net(2)[:, 0]
    hidden = np.concatenate([net(0) for net in weights], axis=1)
    bias = np.concatenate([net(1) for net in weights])
    return Network(mean, scale, hidden, bias, out, np.concatenate([net(3) for net in weights]))


def score(net: Network, sample: Sample) -> float:
    """Word F1 of one page."""
    if not len(sample.texts):
        return 0.0
    kept = likelihood.choose(net.likely(sample.rows), sample.words)
    return word_f1("\n".join(sample.texts[i] for i in kept), sample.body)[0]


def held_out(pages: list[Annotated], folds: int) -> None:
    """Print how well pages are read by networks that were trained without them."""
    order = np.random.default_rng(3).permutation(len(pages))
    scores: dict[str, list[float]] = {}
    for k in range(folds):
        held = set(order[k::folds].tolist())
        net = train([page for i, page in enumerate(pages) if i not in held])
        plain = [score(net, pages[i].plain) for i in sorted(held)]
        print(
            f"fold {k + 1}: {len(held)} pages not trained on, mean word F1 {np.mean(plain):.4f}", flush=True
        )
        scores.setdefault("as it is", []).extend(plain)
        for name in (vary.TEASED, *vary.by_name()):
            scores.setdefault(name, []).extend(
                score(net, pages[i].others.get(name, pages[i].plain)) for i in sorted(held)
            )
    for name, each in scores.items():
        print(f"{name:24} {np.mean(each):.4f}")


def main() -> None:
    """Train, say how good it is on pages it did not see, and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    truths = [json.loads(line) for line in (options.pages / "truth.jsonl").read_text("utf-8").splitlines()]
    teasers = [vary.Teaser(truth["title"], " ".join(truth["body"][:400].split())) for truth in truths]
    jobs = [(options.pages, truth, teasers, options.folds > 0) for truth in truths]
    with Pool() as pool:
        pages = pool.map(read, jobs, chunksize=8)
    if options.folds:
        held_out(pages, options.folds)
    if options.out:
        write(train(pages), options.out)


def write(net: Network, path: Path) -> None:
    """The weights as the extractor loads them."""
    fields = ("mean", "scale", "hidden", "bias", "out", "shift")
    numbers = {f"article_{name}": getattr(net, name).astype(np.float32) for name in fields}
    np.savez_compressed(path, **numbers)
    print(f"wrote {path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
