"""`claim`: trains layer-wise scaled and uniform twins on the same tokens and compares their bits per byte."""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from openelm_train.errors import TrainingError
from openelm_train.run_log import read_log
from openelm_train.tensor_files import write_json

TWINS = ("claim-scaled", "claim-uniform")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `claim`."""
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokens", type=float, required=True, help="of each run")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--heldout-rows", type=int, default=64)
    parser.add_argument("--more", nargs=argparse.REMAINDER, default=[], help="passed on to train")


def run(args: argparse.Namespace) -> None:
    """Trains what is not trained yet, seed by seed, and writes the comparison after each pair."""
    results: dict[str, list[float]] = {twin: [] for twin in TWINS}
    for seed in range(1, args.seeds + 1):
        for twin in TWINS:
            directory = args.out / f"{twin}-{seed}"
            if not (directory / "checkpoints" / "final").exists():
                _train(args, twin, seed, directory)
            results[twin].append(_last_bits_per_byte(directory))
        report = compare(results)
        write_json(args.out / "claim.json", report)
        print(report)


def _train(args: argparse.Namespace, twin: str, seed: int, directory: Path) -> None:
    """A process of its own for each run, so that none inherits another's state."""
    command = [sys.executable, "-m", "openelm_train", "train", "--preset", twin, "--shards", str(args.shards)]
    command += ["--out", str(directory), "--tokens", str(args.tokens), "--seed", str(seed)]
    command += ["--device", args.device, "--heldout-rows", str(args.heldout_rows)]
    if args.threads:
        command += ["--threads", str(args.threads)]
    if subprocess.run([*command, *args.more], check=False).returncode != 0:
        raise TrainingError(f"The run in {directory} failed, see above; the same command goes on with it.")


def _last_bits_per_byte(directory: Path) -> float:
    """Of the weights that the run kept: its own or their average, whichever was better."""
    tests = [line["bits_per_byte"]["mean"] for line in read_log(directory) if line["event"] == "heldout"]
    if not tests:
        raise TrainingError(f"The log in {directory} has no held-out figures; train with other shards.")
    return float(min(tests[-2:]))


def compare(results: dict[str, list[float]]) -> dict[str, Any]:
    """Means, the difference seed by seed (uniform minus scaled: positive is in OpenELM's favour), its
    spread.
    """
    scaled, uniform = (results[twin] for twin in TWINS)
    differences = [other - own for own, other in zip(scaled, uniform, strict=True)]
    count = len(differences)
    spread = statistics.stdev(differences) if count > 1 else math.nan
    return {
        "bits_per_byte": {twin: [round(value, 4) for value in values] for twin, values in results.items()},
        "mean_difference": round(statistics.mean(differences), 4),
        "standard_error": None if count < 2 else round(spread / math.sqrt(count), 4),
        "seeds": count,
    }
