"""`unpack`: puts a bundle's parts beside those that are there, also while a run reads them."""

from __future__ import annotations

import argparse
import lzma
import tarfile
import tempfile
from pathlib import Path

from openelm_train.errors import TrainingError
from openelm_train.shard_reader import read_index

INDEX = "index.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `unpack`."""
    parser.add_argument("bundle", type=Path, help="what `bundle` wrote")
    parser.add_argument("--shards", type=Path, required=True, help="directory of the shards")


def run(args: argparse.Namespace) -> None:
    """Unpacks aside and moves the index last: whoever reads it finds all that it lists. Raises TrainingError
    for a cut bundle, and for one whose predecessors are not there.
    """
    args.shards.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=args.shards, prefix=".unpacking-") as aside:
        try:
            with tarfile.open(args.bundle) as archive:
                archive.extractall(aside, filter="data")
        except (OSError, EOFError, tarfile.TarError, lzma.LZMAError) as error:
            raise TrainingError(f"{args.bundle} is no whole bundle ({error}); bring it again.") from error
        names = sorted((path.name for path in Path(aside).iterdir()), key=lambda name: name == INDEX)
        if names[-1:] != [INDEX]:
            raise TrainingError(f"{args.bundle} has no index of shards; `bundle` makes those that do.")
        listed = [part.file for part in read_index(Path(aside)).parts]
        missing = [name for name in listed if name not in names and not (args.shards / name).exists()]
        if missing:
            raise TrainingError(f"{missing[0]} is of an earlier bundle; unpack the bundles in their order.")
        for name in names:
            (Path(aside) / name).replace(args.shards / name)
    print(f"{len(names) - 1} parts in {args.shards}.")
