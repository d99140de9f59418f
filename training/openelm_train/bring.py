"""`bring`: waits for a run that another command began, and brings its weights and log out each time."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import time
from pathlib import Path

from openelm_train.checkpoint import find_checkpoint, load_checkpoint
from openelm_train.errors import TrainingError
from openelm_train.run_lock import is_held, process_of
from openelm_train.run_log import FILE, read_log

#: A copy is written in about a second.
ATTEMPTS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `bring`."""
    parser.add_argument("run_directory", type=Path, metavar="RUN", help="the run's --out")
    parser.add_argument("--copy", type=Path, required=True, help="the run's --safety-copy")
    parser.add_argument("--out", type=Path, required=True, help="directory that comes back")
    parser.add_argument("--seconds", type=float, required=True, help="the longest to wait")
    parser.add_argument("--stop", action="store_true", help="then end the run, which saves where it is")


def run(args: argparse.Namespace) -> None:
    """Waits until the run has ended or the time is up; then copies what it saved last, and its log."""
    until = time.monotonic() + args.seconds
    while is_held(args.run_directory) and time.monotonic() < until:
        time.sleep(0.25)
    process = process_of(args.run_directory)
    if args.stop and process is not None and is_held(args.run_directory):
        os.kill(process, signal.SIGTERM)
        while is_held(args.run_directory):
            time.sleep(0.05)
    args.out.mkdir(parents=True, exist_ok=True)
    _bring(args.copy, args.out / args.copy.name)
    shutil.copy(args.run_directory / FILE, args.out)
    last = read_log(args.run_directory)[-1]
    state = "goes on" if is_held(args.run_directory) else "has ended"
    print(f"The run {state}; last: {last['event']} at step {last.get('step')}.", flush=True)


def _bring(copy: Path, target: Path) -> None:
    """Copies what is whole: the run may be writing it anew just then."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(1)
        try:
            find_checkpoint(copy)
            shutil.copytree(copy, target, dirs_exist_ok=True)
            load_checkpoint(target)
        except (OSError, TrainingError) as error:
            problem = error
            continue
        return
    raise TrainingError(f"Nothing whole was saved in {copy} ({problem}); wait for the run's next checkpoint.")
