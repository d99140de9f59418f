"""`ngram`: next-token accuracy of the n-gram baseline on the committed held-out documents."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from openelm_train.document_scores import chosen_documents
from openelm_train.heldout_set import read_documents
from openelm_train.metrics import bootstrap
from openelm_train.ngram import NgramTable, predict
from openelm_train.shard_reader import open_part, read_index, verify_part
from openelm_train.tensor_files import write_json
from openelm_train.vocabulary import read_tokenizer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `ngram`."""
    parser.add_argument("--shards", type=Path, required=True, help="what to count")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--heldout", type=Path, default=Path("heldout"))
    parser.add_argument("--out", type=Path, required=True, help="the JSON to write")
    parser.add_argument("--bytes-per-language", type=int, default=100_000)
    parser.add_argument("--tokens", type=float, default=20e6, help="training tokens to count, at most")


def run(args: argparse.Namespace) -> None:
    """Counts, guesses, and writes the accuracies by language."""
    vocabulary = read_tokenizer(args.tokenizer)
    index = read_index(args.shards)
    parts = [part for part in index.parts if part.mix == "code"]
    share = min(1.0, args.tokens / max(1, sum(part.tokens for part in parts)))
    for part in parts:
        verify_part(index, part)
    table = NgramTable(np.concatenate([open_part(index, x)[: int(x.tokens * share)] for x in parts]))
    groups: dict[str, list[tuple[int, int, int, int]]] = {}
    for document in chosen_documents(read_documents(args.heldout), args.bytes_per_language):
        tokens = vocabulary.encode(document.text)
        hits = [token for token, guess in zip(tokens, predict(table, tokens), strict=True) if token == guess]
        right_bytes = sum(len(vocabulary.tokens[token]) for token in hits)
        row = (len(hits), len(tokens), right_bytes, len(document.text.encode()))
        groups.setdefault(document.language, []).append(row)
        groups.setdefault("all", []).append(row)
    report: dict[str, Any] = {
        name: {
            "next_token": _share(rows, 0),
            "next_token_interval": bootstrap(rows, lambda some: _share(some, 0)),
            "characters": _share(rows, 2),
        }
        for name, rows in sorted(groups.items())
    }
    for name, row in report.items():
        print(f"{name:<16}{row['next_token']:>8.1%}{row['characters']:>8.1%}")
    write_json(args.out, {"model": "5-gram with in-file cache", "documents": report})


def _share(rows: Any, at: int) -> float:
    """Sum of one column over the sum of the next."""
    return float(sum(row[at] for row in rows) / max(1, sum(row[at + 1] for row in rows)))
