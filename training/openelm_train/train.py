"""`train`: trains a preset on shards within a time budget, in as many slots as it takes."""

from __future__ import annotations

import argparse
import signal
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType

from openelm_train.checkpoint import LATEST, load_checkpoint
from openelm_train.config import MODEL_PRESETS, model_preset
from openelm_train.device import can_compile, choose_device
from openelm_train.errors import TrainingError
from openelm_train.presets import RUN_PRESETS, RunPreset
from openelm_train.run_lock import sole_run
from openelm_train.schedule import Budget
from openelm_train.shard_reader import read_index
from openelm_train.trainer import RunOptions, Trainer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `train`."""
    parser.add_argument("--preset", choices=sorted(MODEL_PRESETS), required=True)
    parser.add_argument("--shards", type=Path, required=True, help="directory with index.json")
    parser.add_argument("--out", type=Path, required=True, help="log and checkpoints go here")
    parser.add_argument("--minutes", type=float, help="time budget of the whole run, over all slots")
    parser.add_argument("--tokens", type=float, help="budget in tokens, instead or as well")
    parser.add_argument("--slot-minutes", type=float, help="pause after so long, start-up included")
    parser.add_argument("--resume", type=Path, help="a run or checkpoint to begin with; --out's own goes on")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--threads", type=int, help="CPU threads, default all")
    parser.add_argument("--micro-rows", type=int, help="rows computed at once; the batch stays the same")
    parser.add_argument("--batch-rows", type=int, help="rows of a step, a multiple of the micro rows")
    parser.add_argument("--optimiser", choices=("muon", "adamw"), help="for the matrices")
    parser.add_argument("--matrix-rate", type=float)
    parser.add_argument("--embedding-rate", type=float)
    parser.add_argument("--gain-rate", type=float)
    parser.add_argument("--matrix-decay", type=float)
    parser.add_argument("--flat-share", type=float, help="share of the budget at the full rate")
    parser.add_argument("--last-factor", type=float, help="what the rates end at, as a part of the full ones")
    parser.add_argument("--final-data-share", type=float)
    parser.add_argument("--no-row-normalised", action="store_true", help="plain Muon")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    parser.add_argument("--heldout-minutes", type=float, default=4.0)
    parser.add_argument("--heldout-rows", type=int, default=16, help="a language")
    parser.add_argument("--safety-copy", type=Path, help="keep a small 8-bit copy of the weights here")


def run(args: argparse.Namespace) -> None:
    """Trains; ends by itself, at a signal, or with a TrainingError."""
    began = time.monotonic()
    if args.minutes is None and args.tokens is None:
        raise TrainingError("Say how long: --minutes of the whole run, or --tokens.")
    device = choose_device(args.device, args.threads)
    preset = run_preset(args)
    compiled = not args.no_compile and can_compile(device)
    slot = None if args.slot_minutes is None else args.slot_minutes * 60 - (time.monotonic() - began)
    options = RunOptions(
        out=args.out,
        budget=Budget(
            None if args.minutes is None else args.minutes * 60,
            None if args.tokens is None else int(args.tokens),
        ),
        slot_seconds=slot,
        checkpoint_seconds=args.checkpoint_minutes * 60,
        heldout_seconds=args.heldout_minutes * 60,
        heldout_rows=args.heldout_rows,
        seed=args.seed,
        compiled=compiled,
        safety_copy=args.safety_copy,
    )
    with sole_run(args.out):
        trainer = Trainer(model_preset(args.preset), preset, read_index(args.shards), device, options)
        source = args.out if (args.out / "checkpoints" / LATEST).exists() else args.resume
        if source is not None:
            trainer.resume(load_checkpoint(source))
        done = trainer.train(_interruption())
    print("The run is complete." if done else "Paused; the same command goes on.", flush=True)


def run_preset(args: argparse.Namespace) -> RunPreset:
    """The preset with what the command line changes."""
    preset = RUN_PRESETS[args.preset]
    rows = args.batch_rows or preset.micro_rows * preset.accumulate
    micro = args.micro_rows or min(preset.micro_rows, rows)
    if rows % micro:
        raise TrainingError(f"A batch of {rows} rows cannot be split into {micro} at once; choose a divisor.")
    optimiser = preset.optimiser
    if args.optimiser:
        optimiser = replace(optimiser, matrices=args.optimiser)
    for name in ("matrix_rate", "embedding_rate", "gain_rate", "matrix_decay"):
        if getattr(args, name) is not None:
            optimiser = replace(optimiser, **{name: getattr(args, name)})
    if args.no_row_normalised:
        optimiser = replace(optimiser, row_normalised=False)
    schedule = preset.schedule
    for name in ("flat_share", "last_factor", "final_data_share"):
        if getattr(args, name) is not None:
            schedule = replace(schedule, **{name: getattr(args, name)})
    return replace(preset, micro_rows=micro, accumulate=rows // micro, optimiser=optimiser, schedule=schedule)


class _interruption:  # noqa: N801 - reads as a function where it is used
    """Becomes true at SIGTERM or SIGINT; a second signal ends the process at once."""

    def __init__(self) -> None:
        self._seen = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def __call__(self) -> bool:
        return self._seen

    def _note(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self._seen = True
