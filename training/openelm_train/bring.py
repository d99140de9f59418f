"""`bring`: waits for a run that another command began, and brings its weights and log out each time."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from openelm_train.checkpoint import find_checkpoint, load_checkpoint
from openelm_train.errors import TrainingError
from openelm_train.run_lock import is_held, process_of
from openelm_train.run_log import FILE, read_log

#: A copy is written in about a second.
ATTEMPTS = 5
#: PyTorch and a GPU may need as long until a run that was just begun says so.
START_SECONDS = 60.0
#: A run that compiles, or saves, hears of its end late.
STOP_SECONDS = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `bring`."""
    parser.add_argument("run_directory", type=Path, metavar="RUN", help="the run's --out")
    parser.add_argument("--copy", type=Path, required=True, help="the run's --safety-copy")
    parser.add_argument("--out", type=Path, required=True, help="directory that comes back")
    parser.add_argument("--seconds", type=float, required=True, help="the longest to wait")
    parser.add_argument("--stop", action="store_true", help="then end the run, which saves where it is")


def run(args: argparse.Namespace) -> None:
    """Waits until the run has ended or the time is up; then copies its log and what it saved last."""
    directory: Path = args.run_directory
    until = time.monotonic() + args.seconds
    if not _is_done(directory):
        _wait(min(until, time.monotonic() + START_SECONDS), lambda: is_held(directory))
    _wait(until, lambda: not is_held(directory))
    process = process_of(directory)
    if args.stop and process is not None and is_held(directory):
        os.kill(process, signal.SIGTERM)
        _wait(time.monotonic() + STOP_SECONDS, lambda: not is_held(directory))
    last = read_log(directory)[-1]
    args.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(directory / FILE, args.out)
    _bring(args.copy, args.out / args.copy.name)
    state = "goes on" if is_held(directory) else "has ended"
    print(f"The run {state}; last: {last['event']} at step {last.get('step')}.", flush=True)


def _is_done(directory: Path) -> bool:
    return (directory / FILE).exists() and read_log(directory)[-1:][0].get("name") == "final"


def _wait(until: float, is_over: Callable[[], bool]) -> None:
    while not is_over() and time.monotonic() < until:
        time.sleep(0.1)


def _bring(copy: Path, target: Path) -> None:
    """Copies what is whole, in place of what was brought before: the run may be writing it anew just then."""
    aside = target.with_name(f".bringing-{target.name}")
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(1)
        shutil.rmtree(aside, ignore_errors=True)
        try:
            find_checkpoint(copy)
            shutil.copytree(copy, aside)
            load_checkpoint(aside)
        except (OSError, TrainingError) as error:
            problem = error
            continue
        shutil.rmtree(target, ignore_errors=True)
        aside.rename(target)
        return
    shutil.rmtree(aside, ignore_errors=True)
    raise TrainingError(f"Nothing whole was saved in {copy} ({problem}); wait for the run's next checkpoint.")
