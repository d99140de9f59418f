"""The committed held-out set: documents, completion cases and explanations."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openelm_train.errors import TrainingError


@dataclass(frozen=True)
class Document:
    """A whole file of a package that no training text came from."""

    path: str
    language: str
    text: str
    package: str = ""


@dataclass(frozen=True)
class NeighbourFile:
    """Another file of the same package."""

    path: str
    text: str


@dataclass(frozen=True)
class CompletionCase:
    """A cursor in a file, and what stands there."""

    id: str
    path: str
    language: str
    prefix: str
    suffix: str
    expected: str
    kind: str
    files: tuple[NeighbourFile, ...]
    package: str = ""


@dataclass(frozen=True)
class Explanation:
    """A function and the first sentence of its own documentation."""

    id: str
    language: str
    code: str
    doc: str


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, json.JSONDecodeError) as error:
        raise TrainingError(f"{path} cannot be read ({error}); restore it from the repository.") from error


def read_documents(directory: Path) -> list[Document]:
    """`documents.jsonl.gz`."""
    return [
        Document(line["path"], line["language"], line["text"], line["package"])
        for line in _lines(directory / "documents.jsonl.gz")
    ]


def read_cases(directory: Path) -> list[CompletionCase]:
    """`cases.jsonl.gz`."""
    return [
        CompletionCase(
            id=line["id"],
            path=line["path"],
            language=line["languageId"],
            prefix=line["prefix"],
            suffix=line["suffix"],
            expected=line["expected"],
            kind=line["kind"],
            files=tuple(NeighbourFile(file["path"], file["text"]) for file in line.get("files", [])),
            package=line["package"],
        )
        for line in _lines(directory / "cases.jsonl.gz")
    ]


def read_explanations(directory: Path) -> list[Explanation]:
    """`explanations.jsonl.gz`."""
    return [
        Explanation(line["id"], line["language"], line["code"], line["doc"])
        for line in _lines(directory / "explanations.jsonl.gz")
    ]


def read_package_list(path: Path) -> frozenset[str]:
    """Names of packages ("npm:zod"), one a line; lines that begin with "#" are remarks."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path} cannot be read ({error}).") from error
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
