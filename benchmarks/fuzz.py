"""Whether anything that comes from outside can break what reads it: bytes are changed at random, a million times over.

    python benchmarks/fuzz.py [TARGET…] [--inputs 1000000] [--seconds S] [--seeds FOLDER…] [--keep FOLDER] [--plain] [--here]

Targets: see `fuzz_targets.py`; all of them share the inputs and the seconds. With the package atheris (libFuzzer for
Python) the inputs are guided by the branches that they reach; without it, or with `--plain`, they are seeds changed at
random. `--seeds` adds files of a folder to the built-in seeds, `--keep` is where inputs that break something go, and
the growing corpus of atheris. Each target runs in a process of its own, so that a crash of the parser costs that one; with `--here` in
this one and without atheris, as a quick look.
Prints for each target how many inputs it read, how fast, and what broke it; the exit code is 1 if anything did. A night:

    nice python benchmarks/fuzz.py --inputs 1000000 --seeds tests/fixtures --keep fuzz-found
"""

import argparse
import hashlib
import importlib
import importlib.util
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SLOW = 5.0
"""Seconds of processor that one input may take: that of hostile pages in the tests is 2."""
LONGEST = 100_000
"""Bytes that an input may be long."""
SHARES = {"page": 1, "page_links": 2, "picture": 1, "query": 1}
"""Weights of the targets in the number of inputs, where it is not 6: these cost milliseconds."""
_MODULES = ("fuzz_targets", "fuzz_seeds")


@dataclass(slots=True)
class Watch:
    """Runs a target, and remembers what broke it: each place once, with the first input that did."""

    target: Callable[[bytes], None]
    error: type[Exception]
    most: int
    until: float
    broken: dict[str, bytes] = field(default_factory=dict)
    inputs: int = 0

    @property
    def is_over(self) -> bool:
        """Whether there were enough inputs, or enough time."""
        return self.inputs >= self.most or time.monotonic() >= self.until

    def __call__(self, data: bytes) -> None:
        """Give the target one input."""
        self.inputs += 1
        began = time.process_time()
        try:
            self.target(data)
        except self.error:
            pass
        except Exception as error:
            self.broken.setdefault(_place(error), data)
        if (took := time.process_time() - began) > SLOW:
            self.broken.setdefault(f"took {took:.0f} s", data)


def _place(error: Exception) -> str:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "dimash_archive" in frame.filename
    ]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"[:160]


def changed(seed: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """A seed with a handful of changes: bytes flipped, cut, doubled, moved in from elsewhere, or put in place."""
    data = bytearray(seed)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        at, size = rng.randrange(len(data) + 1), rng.choice((1, 2, 4, 16, 200))
        match rng.randrange(6):
            case 0:
                data[at : at + 1] = bytes((rng.randrange(256),))
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size] * rng.choice((1, 2, 50))
            case 3:
                other = rng.choice(others)
                begin = rng.randrange(len(other) + 1)
                data[at:at] = other[begin : begin + size]
            case 4:
                data[at : at + size] = rng.choice(
                    (b"\0", b"\xff\xfe", b"<", b'"', b"\r\n", b"9" * 20, b"-1", b"{", b"]]>", b"")
                )
            case _:
                data[at:] = data[at:][::-1] if rng.random() < 0.1 else data[at:]
    return bytes(data[:LONGEST])


def plain(watch: Watch, seeds: Sequence[bytes], seed: int = 1) -> None:
    """Feed a target with its seeds, then with seeds changed at random."""
    rng = random.Random(seed)
    for each in seeds:
        watch(each)
    while not watch.is_over:
        watch(changed(rng.choice(seeds), seeds, rng))


def guided(
    atheris: Any, watch: Watch, seeds: Sequence[bytes], corpus: Path, finish: Callable[[], None]
) -> None:
    """Feed a target with what libFuzzer makes of the seeds; ends the process."""
    corpus.mkdir(parents=True, exist_ok=True)
    for each in seeds:
        (corpus / hashlib.sha1(each, usedforsecurity=False).hexdigest()).write_bytes(each)

    def one(data: bytes) -> None:
        watch(data)
        if watch.is_over:
            finish()
            os._exit(0)

    atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", "-rss_limit_mb=4000", "-timeout=60", "-print_final_stats=0",
                   f"-artifact_prefix={corpus.parent}/", str(corpus)], one)  # fmt: skip
    atheris.Fuzz()


def child(options: argparse.Namespace) -> None:
    """Fuzz one target in this process, and write what came of it."""
    atheris = None if options.plain else _atheris()
    with atheris.instrument_imports(include=["dimash_archive"]) if atheris else nullcontext():
        targets, seeding = (importlib.import_module(name) for name in _MODULES)
    (name,) = options.targets
    seeds = seeding.seeds(name, options.seeds)
    errors = importlib.import_module("dimash_archive.errors")
    watch = Watch(
        targets.TARGETS[name], errors.ArchiveError, options.inputs, time.monotonic() + options.seconds
    )

    watch.target(seeds[0])  # what is loaded when it is needed is not to be counted

    def finish() -> None:
        told = {"inputs": watch.inputs, "broken": {place: data.hex() for place, data in watch.broken.items()}}
        options.child.write_text(json.dumps(told), "utf-8")

    if atheris is None:
        plain(watch, seeds)
        finish()
    else:
        guided(atheris, watch, seeds, options.keep / f"corpus-{name}", finish)


def _atheris() -> Any:
    return importlib.import_module("atheris") if importlib.util.find_spec("atheris") else None


def fuzz(name: str, inputs: int, seconds: float, options: argparse.Namespace) -> bool:
    """Fuzz a target in a process of its own; prints what came of it, and returns whether nothing broke."""
    options.keep.mkdir(parents=True, exist_ok=True)
    result = options.keep / f"result-{name}.json"
    result.unlink(missing_ok=True)
    command = [
        sys.executable,
        __file__,
        name,
        "--child",
        str(result),
        "--inputs",
        str(inputs),
        "--seconds",
        str(seconds),
    ]
    command += ["--keep", str(options.keep), *(["--plain"] if options.plain else [])]
    command += ["--seeds", *map(str, options.seeds)] if options.seeds else []
    began = time.monotonic()
    log = options.keep / f"log-{name}.txt"
    with log.open("wb") as output:
        done = subprocess.run(command, stdout=output, stderr=output, check=False)
    took = time.monotonic() - began
    if not result.exists():
        print(f"{name}: its process ended with {done.returncode}; see {log}", flush=True)
        return False
    told = json.loads(result.read_text("utf-8"))
    print(
        f"{name}: {told['inputs']:,} inputs in {took:.0f} s, {len(told['broken'])} places broken", flush=True
    )
    for place, data in told["broken"].items():
        content = bytes.fromhex(data)
        path = options.keep / f"{name}-{hashlib.sha1(content, usedforsecurity=False).hexdigest()[:10]}"
        path.write_bytes(content)
        print(f"  {place} ({path})", flush=True)
    return not told["broken"]


def look(name: str, inputs: int, seconds: float, options: argparse.Namespace) -> bool:
    """Fuzz a target in this process, without atheris; as `fuzz` else."""
    targets, seeding = (importlib.import_module(module) for module in _MODULES)
    error = importlib.import_module("dimash_archive.errors").ArchiveError
    watch = Watch(targets.TARGETS[name], error, inputs, time.monotonic() + seconds)
    plain(watch, seeding.seeds(name, options.seeds))
    print(f"{name}: {watch.inputs:,} inputs, {len(watch.broken)} places broken", flush=True)
    for place, data in watch.broken.items():
        print(f"  {place}: {data[:2000]!r}", flush=True)
    return not watch.broken


def main() -> None:
    """Fuzz each target in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seeds", type=Path, nargs="*", default=[])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--here", action="store_true", help="in this process, without atheris")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    logging.disable()  # what is damaged is told in a line each
    if options.child:
        child(options)
        return
    names = options.targets or list(importlib.import_module(_MODULES[0]).TARGETS)
    weights = {name: SHARES.get(name, 6) for name in names}
    with tempfile.TemporaryDirectory() as folder:
        options.keep = options.keep or Path(folder)
        whole, run = sum(weights.values()), look if options.here else fuzz
        good = [
            run(name, max(options.inputs * weight // whole, 1), options.seconds / len(names), options)
            for name, weight in weights.items()
        ]
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
