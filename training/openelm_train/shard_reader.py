"""Tokenised parts on disk and the index that describes them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openelm_train.errors import TrainingError

#: Ids of the special tokens, the first of every vocabulary of this project.
END_OF_TEXT, FIM_PREFIX, FIM_SUFFIX, FIM_MIDDLE, FIM_PAD, REPO_NAME, FILE_SEP = range(7)
SYSTEM, USER, ASSISTANT, END = range(7, 11)

Tokens = NDArray[np.uint16]


@dataclass(frozen=True)
class Part:
    """One file of token ids: 16 bits each, little-endian, documents ended by end-of-text."""

    file: str
    mix: str
    language: str
    tokens: int
    bytes_of_text: int
    sha256: str


@dataclass(frozen=True)
class ShardIndex:
    """The parts of a profile; `directory` is where their files lie."""

    directory: Path
    vocabulary: int
    tokenizer_sha256: str
    context: int
    parts: tuple[Part, ...]
    heldout: tuple[Part, ...]
    #: When its file was written, to tell whether there is a newer one.
    stamp: int = 0

    def beginning_with(self, parts: tuple[Part, ...]) -> ShardIndex:
        """The same parts, those of `parts` first: documents that were counted off stay where they were."""
        return replace(self, parts=(*parts, *(part for part in self.parts if part not in parts)))


def index_stamp(directory: Path) -> int:
    """When the index in a directory was written, in nanoseconds; 0 where there is none."""
    path = directory / "index.json"
    return path.stat().st_mtime_ns if path.exists() else 0


def read_index(directory: Path) -> ShardIndex:
    """Reads `index.json`. Raises TrainingError if it is missing or misses something."""
    path = directory / "index.json"
    try:
        stamp = index_stamp(directory)
        fields: dict[str, Any] = json.loads(path.read_text())
        return ShardIndex(
            directory,
            fields["vocab_size"],
            fields["tokenizer_sha256"],
            fields["context"],
            tuple(_part(part) for part in fields["parts"]),
            tuple(_part(part) for part in fields["heldout"]),
            stamp,
        )
    except FileNotFoundError as error:
        raise TrainingError(f"There is no {path}; make it with `python -m openelm_train shards`.") from error
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise TrainingError(f"{path} is not a shard index ({error!r}); make the shards anew.") from error


def _part(fields: dict[str, Any]) -> Part:
    return Part(**{name: fields[name] for name in Part.__dataclass_fields__})


def verify_part(index: ShardIndex, part: Part) -> None:
    """Raises TrainingError if the file's size or hash is not the index's."""
    path = index.directory / part.file
    remedy = "make the shards anew or copy the file again."
    if not path.exists():
        raise TrainingError(f"The shard {path} is missing; {remedy}")
    size = path.stat().st_size
    if size != part.tokens * 2:
        raise TrainingError(f"The shard {path} has {size} bytes, not {part.tokens * 2}; {remedy}")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != part.sha256:
        raise TrainingError(f"The shard {path} has another SHA-256 than its index says; {remedy}")


def open_part(index: ShardIndex, part: Part) -> Tokens:
    """The token ids of a part, mapped into memory."""
    mapped = np.memmap(index.directory / part.file, dtype="<u2", mode="r")
    return mapped.view(np.ndarray)


def document_ends(tokens: Tokens) -> NDArray[np.int64]:
    """One past the end-of-text of every document; a last document that lacks one ends with the part."""
    ends = np.flatnonzero(tokens == END_OF_TEXT) + 1
    if len(tokens) and (len(ends) == 0 or ends[-1] != len(tokens)):
        ends = np.append(ends, len(tokens))
    return ends
