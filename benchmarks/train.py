"""Learn the weights of the general extractor from annotated pages.

    python benchmarks/train.py FOLDER… [--folds 5 --keep DIR] [--out src/dimash_archive/extraction/content/model/weights.npz]

Each FOLDER has `truth.jsonl` (id, body, with, without) and `html/ID.html.gz`. Pages without a body but with snippets that
must and must not be extracted are learned from as far as those say. Besides the pages themselves, pages varied at random
are learned from (`vary`). With `--folds` the pages are dealt out by the CRC of their ids, and for each part a network is
trained on all others and kept as `DIR/K.npz`: `held_out.py --folds DIR` reads every page with the network that never saw it.
The same pages give the same weights: seeds are fixed, and one thread computes. Needs PyTorch, which the extractor does not.
"""

import argparse
import difflib
import gzip
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

import vary
from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction.content import selection
from dimash_archive.extraction.content.model import features, likelihood
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.extraction.content.model.network import LIMIT
from dimash_archive.extraction.metadata import titles
from dimash_archive.html.dom import HtmlDocument
from parts import fold_of

torch: Any = import_module("torch")
HIDDEN: Final = 32
STARTS: Final = 3
EPOCHS: Final = 8
PAGES: Final = 12
"""Pages a step."""
DECAY: Final = 1e-3
DROPOUT: Final = 0.1
RATE: Final = 3e-3
COPIES: Final = 3
"""How often a page is learned from in a variation, besides as it is."""
PARTIAL: Final = 0.6
"""How much a page with snippets counts beside one with its whole body."""
_WORD: Final = re.compile(r"\w+")
_SHORTEST: Final = 20
"""Characters of a line that a snippet holds by no chance."""


@dataclass(frozen=True)
class Sample:
    """One annotated page, ready for learning."""

    rows: npt.NDArray[np.float16]
    """Features, a row a line."""
    truth: Floats
    """1 for lines of the article, else 0."""
    weight: Floats
    """How much each line counts; 0 where nothing is known."""


def labels(lines: Sequence[str], body: str) -> Floats:
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


def snippets(lines: Sequence[str], truth: Mapping[str, Any]) -> tuple[Floats, Floats]:
    """What snippets say of lines: 1 for lines of the article, and 1 for lines of which they say anything."""
    marked, known = np.zeros(len(lines), np.float32), np.zeros(len(lines), np.float32)
    folded = [" ".join(line.split()) for line in lines]
    for value, name in ((1.0, "with"), (0.0, "without")):
        for snippet in (" ".join(text.split()) for text in truth[name]):
            for i, line in enumerate(folded):
                if not known[i] and (snippet in line or (len(line) > _SHORTEST and line in snippet)):
                    marked[i], known[i] = value, 1.0
    return marked, known


def read(folder: Path, truth: Mapping[str, Any], teasers: list[vary.Teaser]) -> list[Sample]:
    """One page of a corpus, as it is and varied at random; nothing if it has no lines."""
    html = gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())
    try:
        page = selection.load(html, truth["url"], None)
    except NotAnArticle:
        return []
    lines, titled = [line.text for line in page.lines], titles.of_head(page)
    if not lines:
        return []
    if not truth.get("body"):
        marked, known = snippets(lines, truth)
        return [_sample(page, marked, known * PARTIAL, titled)]
    marked = labels(lines, truth["body"])
    random = np.random.default_rng(zlib.crc32(truth["id"].encode()))
    samples = [_sample(page, marked, np.ones_like(marked), titled)]
    for _ in range(COPIES):
        changed, article, write = vary.varied(page, marked, titled, teasers, random)
        samples.append(_sample(changed, article, np.ones_like(article), tuple(map(write, titled))))
    return samples


def _sample(page: HtmlDocument, marked: Floats, known: Floats, titled: tuple[str, ...]) -> Sample:
    """Every page counts the same; within a page a line counts by the root of its words."""
    weight = (np.sqrt(likelihood.words_of(page)) + 0.5) * known
    rows = features.rows(page, titled).astype(np.float16)
    return Sample(rows, marked, (weight / max(weight.sum(), 1) * known.max()).astype(np.float32))


def train(samples: list[Sample]) -> dict[str, Floats]:
    """The averaged networks learned from samples, by the names of `network.Network`'s numbers."""
    rows = np.concatenate([each.rows[::3].astype(np.float32) for each in samples])
    mean, scale = rows.mean(0), 1 / (rows.std(0) + 1e-3)
    nets = [_fit(samples, mean, scale, seed) for seed in range(STARTS)]
    out = np.zeros((HIDDEN * STARTS, STARTS), np.float32)
    for i, net in enumerate(nets):
        out[i * HIDDEN : (i + 1) * HIDDEN, i] = net[2][0]
    hidden, bias, shift = (np.concatenate([net[k] for net in nets]) for k in (0, 1, 3))
    return {"mean": mean, "scale": scale, "hidden": hidden.T, "bias": bias, "out": out, "shift": shift}


def _fit(samples: list[Sample], mean: Floats, scale: Floats, seed: int) -> list[Floats]:
    """Weights of one network: hidden, bias, out, shift (Adam with decoupled decay, dropout; a fixed seed)."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(len(mean), HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(HIDDEN, 1),
    )
    adam = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(samples) // PAGES)
    rates = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min(1, (step + 1) / 100) * (1 - step / steps)
    )
    for _ in range(EPOCHS):
        order = random.permutation(len(samples))
        for start in range(0, len(order), PAGES):
            batch = [samples[i] for i in order[start : start + PAGES]]
            rows = np.concatenate([each.rows for each in batch]).astype(np.float32)
            standard = torch.from_numpy(np.clip((rows - mean) * scale, -LIMIT, LIMIT))
            truth, weight = (
                torch.from_numpy(np.concatenate([getattr(each, name) for each in batch]))
                for name in ("truth", "weight")
            )
            error = torch.nn.functional.binary_cross_entropy_with_logits(
                net(standard)[:, 0], truth, reduction="none"
            )
            adam.zero_grad()
            ((error * weight).sum() / len(batch)).backward()
            adam.step()
            rates.step()
    return [each.detach().numpy() for each in net.parameters()]


def write(numbers: Mapping[str, Floats], path: Path) -> None:
    """The weights as the extractor loads them."""
    arrays: dict[str, Any] = {f"article_{name}": each.astype(np.float32) for name, each in numbers.items()}
    np.savez_compressed(path, **arrays)
    print(f"wrote {path}: {path.stat().st_size:,} bytes", flush=True)


def main() -> None:
    """Read the pages, train, and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    truths = {
        folder: [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").split("\n") if line]
        for folder in options.pages
    }
    teasers = [
        vary.Teaser(truth["title"], " ".join(truth["body"][:400].split()))
        for truth in truths[options.pages[0]]
    ]
    pages = [
        (fold_of(folder, truth["id"], options.folds), read(folder, truth, teasers))
        for folder, each in truths.items()
        for truth in each
    ]
    print(f"{len(pages)} pages, {sum(len(samples) for _, samples in pages)} samples", flush=True)
    if options.out:
        write(train([each for _, samples in pages for each in samples]), options.out)
    for k in range(options.folds) if options.keep else ():
        write(
            train([each for fold, samples in pages if fold != k for each in samples]),
            options.keep / f"{k}.npz",
        )


if __name__ == "__main__":
    main()
