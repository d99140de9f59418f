"""The log of a run: a JSON object a line, and a picture of it."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from openelm_train.errors import TrainingError

FILE = "log.jsonl"


class RunLog:
    """Appends to the log of a run and tells the terminal."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / FILE

    def write(self, event: str, **fields: Any) -> None:
        """Adds one line, safe on disk as soon as this returns to the system."""
        line = {"event": event, "time": round(time.time(), 1), **fields}
        with self._path.open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(" ".join(f"{key}={_short(value)}" for key, value in line.items() if key != "time"), flush=True)


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, dict):
        return ",".join(f"{key}:{_short(part)}" for key, part in value.items())
    return str(value)


def read_log(directory: Path) -> list[dict[str, Any]]:
    """The lines of a run's log. Raises TrainingError if there is none."""
    path = directory / FILE
    if not path.exists():
        raise TrainingError(f"There is no log at {path}; name the --out directory of a run.")
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `plot`."""
    parser.add_argument("runs", type=Path, nargs="+", help="directories of runs")
    parser.add_argument("--out", type=Path, required=True, help="the PNG to write")


def run(args: argparse.Namespace) -> None:
    """Draws loss and bits per byte over tokens, one colour a run."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), dpi=120)
    for directory in args.runs:
        lines = read_log(directory)
        steps = [line for line in lines if line["event"] == "step"]
        tests = [line for line in lines if line["event"] == "heldout"]
        left.plot(
            [x["tokens"] / 1e6 for x in steps], [x["loss"] for x in steps], lw=0.8, label=directory.name
        )
        languages = [key for key in (tests[-1]["bits_per_byte"] if tests else {}) if key != "mean"]
        points = [x["tokens"] / 1e6 for x in tests]
        single = len(args.runs) == 1
        for language in languages if single else []:
            right.plot(points, [x["bits_per_byte"].get(language) for x in tests], lw=0.8, label=language)
        mean = [x["bits_per_byte"].get("mean") for x in tests]
        right.plot(points, mean, "k" if single else "", lw=1.6, label="mean" if single else directory.name)
    left.set(xlabel="million tokens", ylabel="training loss, nats a token")
    right.set(xlabel="million tokens", ylabel="held-out bits per byte")
    for axes in (left, right):
        axes.grid(alpha=0.3)
    right.set_ylim(top=min(3.0, right.get_ylim()[1]))
    right.legend(fontsize=7, ncols=2)
    figure.tight_layout()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(args.out)
