"""`copy`: the weights of a checkpoint, or of a model file, alone, in fewer bits, in files that travel."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from openelm_train.checkpoint import Progress, load_checkpoint, require_same_config, save_safety_copy
from openelm_train.config import MODEL_PRESETS, model_preset
from openelm_train.errors import TrainingError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `copy`."""
    parser.add_argument("checkpoint", type=Path, help="a run's directory, a checkpoint, or an openelm GGUF")
    parser.add_argument("--preset", choices=sorted(MODEL_PRESETS), help="of the model in a GGUF")
    parser.add_argument("--kind", choices=("f32", "f16", "q8"), default="f16", help="f16 for an export")
    parser.add_argument("--out", type=Path, required=True, help="directory of the copy, a checkpoint itself")


def run(args: argparse.Namespace) -> None:
    """Writes the copy. That of a model file begins a run of its own, at step 0."""
    if args.checkpoint.suffix == ".gguf":
        _copy_model_file(args)
        return
    source = load_checkpoint(args.checkpoint, with_optimiser=False)
    save_safety_copy(args.out, source.config, source.run, source.progress, source.weights, args.kind)


def _copy_model_file(args: argparse.Namespace) -> None:
    from openelm_train.load_model import load_gguf  # the package it needs is not there on an accelerator

    if args.preset is None:
        raise TrainingError("A GGUF does not say how it was trained; name its --preset.")
    config = model_preset(args.preset)
    model, _ = load_gguf(args.checkpoint)
    # A file has no embedding scale, and its epsilon in 32 bits.
    said = replace(model.config, embedding_scale=config.embedding_scale, epsilon=config.epsilon)
    require_same_config(said, config)
    weights = dict(model.state_dict())
    weights["token_embd"] = weights["token_embd"] / config.embedding_scale
    weights["output_norm"] = weights["output_norm"] * config.embedding_scale
    save_safety_copy(args.out, config, {"from": args.checkpoint.name}, Progress(), weights, args.kind)
