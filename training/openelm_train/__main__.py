"""`python -m openelm_train <command>`."""

from __future__ import annotations

import argparse
import importlib
import sys

from openelm_train.errors import TrainingError

#: Command, the module that has `add_arguments` and `run`, and what it does.
COMMANDS = (
    ("manifest", "manifest", "collect the packages and write the manifest"),
    ("tokenizer", "tokenizer", "learn a tokenizer"),
    ("shards", "shards", "rebuild the tokenised shards from the manifest"),
    ("bundle", "bundle", "pack shards into archives that travel"),
    ("unpack", "unpack", "put a bundle's parts beside those that are there"),
    ("cases", "data.cases", "make the held-out completion cases"),
    ("train", "train", "train a preset on shards"),
    ("copy", "copy_weights", "copy a checkpoint's weights in fewer bits, to travel"),
    ("bring", "bring", "wait for a run and bring out what it saved"),
    ("plot", "run_log", "draw the loss curves of runs"),
    ("bench", "bench", "time training steps on this machine"),
    ("parity", "engine_parity", "compare a GGUF in the engine with PyTorch"),
    ("export", "export_gguf", "write a checkpoint as GGUF"),
    ("widen", "widen", "pad a GGUF with zeros to the cost of a larger model"),
    ("evaluate", "evaluate", "measure a model on the held-out set"),
    ("ngram", "ngram_baseline", "measure the n-gram baseline on the held-out set"),
    ("gate", "gate", "say whether a size is worth a longer run"),
    ("card", "card", "write a model's figures and samples as Markdown"),
    ("claim", "claim", "train scaled and uniform twins and compare them"),
)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Returns the exit status: 2 where the user can mend what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m openelm_train")
    commands = parser.add_subparsers(dest="command", required=True)
    wanted = (sys.argv[1:] if arguments is None else arguments)[:1]
    for name, module, summary in COMMANDS:
        command = commands.add_parser(name, help=summary, description=summary)
        if wanted == [name]:
            loaded = importlib.import_module(f"openelm_train.{module}")
            loaded.add_arguments(command)
            command.set_defaults(run=loaded.run)
    args = parser.parse_args(arguments)
    try:
        args.run(args)
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
