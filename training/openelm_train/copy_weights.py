"""`copy`: the weights of a checkpoint alone, in fewer bits, in files that travel."""

from __future__ import annotations

import argparse
from pathlib import Path

from openelm_train.checkpoint import load_checkpoint, save_safety_copy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `copy`."""
    parser.add_argument("checkpoint", type=Path, help="a run's directory or a checkpoint")
    parser.add_argument("--kind", choices=("f32", "f16", "q8"), default="f16", help="f16 for an export")
    parser.add_argument("--out", type=Path, required=True, help="directory of the copy, a checkpoint itself")


def run(args: argparse.Namespace) -> None:
    """Writes the copy."""
    source = load_checkpoint(args.checkpoint, with_optimiser=False)
    save_safety_copy(args.out, source.config, source.run, source.progress, source.weights, args.kind)
