"""Turn the files of a package into documents: pieces of text and special tokens, at most a context long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from random import Random

from openelm_train.data import fim
from openelm_train.data.collect import File
from openelm_train.data.cursor import steady_suffix, taken_back
from openelm_train.tokenizer import (
    END_OF_TEXT,
    FILE_SEP,
    FIM_MIDDLE,
    FIM_PREFIX,
    FIM_SUFFIX,
    REPO_NAME,
    CodeTokenizer,
)

HEADERLESS = 0.1
NEIGHBOURS = 0.3
"""Share of long files' chunks that show one or two excerpts of neighbouring files first."""
MAX_EXCERPT = 900
MAX_PIECE_TOKENS = 256
CHARS_PER_TOKEN = 3.0
"""A low estimate, so that few documents need trimming."""
SHORTEST_CHUNK = 0.35
"""Of a context: prompts in the editor are of all lengths, and shorter chunks teach more middles."""

Piece = str | int


@dataclass(frozen=True)
class Document:
    """Pieces of a document in order; ints are special tokens.

    `prefix` is the index of the piece that is trimmed on its left when the document is longer than the
    context, None for a plain document that may be any length. `middle` and `suffix` index the others.
    """

    pieces: tuple[Piece, ...]
    prefix: int | None = None
    suffix: int | None = None
    middle: int | None = None


def _header(path: str) -> list[Piece]:
    return [FILE_SEP, f"{path}\n"]


def plain(header: Sequence[Piece], text: str) -> Document:
    """A document read from left to right."""
    return Document((*header, text, END_OF_TEXT))


def infill(header: Sequence[Piece], prefix: str, middle: str, suffix: str, suffix_first: bool) -> Document:
    """A document whose middle comes last: prefix-suffix-middle, or suffix-prefix-middle."""
    at = len(header)
    if suffix_first:
        pieces = (*header, FIM_SUFFIX, suffix, FIM_PREFIX, prefix, FIM_MIDDLE, middle, END_OF_TEXT)
        return Document(pieces, prefix=at + 3, suffix=at + 1, middle=at + 5)
    pieces = (*header, FIM_PREFIX, prefix, FIM_SUFFIX, suffix, FIM_MIDDLE, middle, END_OF_TEXT)
    return Document(pieces, prefix=at + 1, suffix=at + 3, middle=at + 5)


def _chunks(text: str, most: int, header: Callable[[], list[Piece]], rng: Random) -> Iterator[Document]:
    """Infill documents that together cover a text; each takes up where the last one's middle ended."""
    at = 0
    while at < len(text):
        left = len(text) - at
        pieces = header()
        room = int(most * rng.uniform(SHORTEST_CHUNK, 1))
        span = min(left, max(room - sum(len(p) for p in pieces if isinstance(p, str)), room // 3))
        low = at + int(span * (0.45 if left > span else 0.1))
        start, end = fim.cut(text, low, at + max(int(span * 0.9), 1), rng)
        suffix_first = rng.random() < fim.SUFFIX_FIRST
        end, after = steady_suffix(text, end) if suffix_first else (end, end)
        suffix_room = rng.randrange(20, fim.MAX_PIECE_CHARS)
        suffix = text[after : after + suffix_room] if left > span or rng.random() < 0.95 else ""
        yield infill(pieces, text[at:start], text[start:end], suffix, suffix_first)
        tail = len(text) - after
        if tail <= suffix_room or tail < 0.08 * room:
            return  # what is left was this document's suffix
        line = text.rfind("\n", at, end) + 1
        at = line if line > at else max(end, at + 1)


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _excerpts(files: Sequence[File], number: int, rng: Random) -> list[Piece]:
    """The beginnings of one or two files that lie beside a file, as the editor sends them."""
    own = _folder(files[number].path)
    near = [i for i in range(max(number - 3, 0), min(number + 4, len(files))) if i != number]
    near = [i for i in near if _folder(files[i].path) == own]
    pieces: list[Piece] = []
    for i in rng.sample(near, min(len(near), rng.choice((1, 2)))):
        text = files[i].text[: rng.randrange(200, MAX_EXCERPT)]
        pieces += [*_header(files[i].path), text[: text.rfind("\n") + 1] or text]
    return pieces


def _header_with_neighbours(
    package: str, files: Sequence[File], number: int, header: list[Piece], rng: Random
) -> list[Piece]:
    """The header, for some chunks with excerpts of neighbouring files before it."""
    packed = header[:1] == [REPO_NAME]
    near = [] if packed or rng.random() >= NEIGHBOURS else _excerpts(files, number, rng)
    return [REPO_NAME, f"{package}\n", *near, *(header or _header(files[number].path))] if near else header


def documents(package: str, files: Sequence[File], context: int, seed: str) -> Iterator[Document]:
    """The documents of one package's files of one language, which come sorted by path.

    Small files of a folder are packed together; long ones are cut into chunks. Deterministic by `seed`.
    """
    room = int(context * CHARS_PER_TOKEN)
    pending: list[Piece] = []
    used = 0
    for number, file in enumerate(files):
        rng = Random(f"{seed}:{package}:{file.path}")
        header = [] if rng.random() < HEADERLESS and not pending else _header(file.path)
        if pending:
            header = [*pending, *header]
        is_small = used + len(file.text) < 0.6 * room
        has_next = number + 1 < len(files) and _folder(files[number + 1].path) == _folder(file.path)
        if is_small and has_next and rng.random() < 0.8:
            pending = [*(header or _header(file.path)), file.text]
            used += len(file.text)
            continue
        if pending:
            header = [REPO_NAME, f"{package}\n", *header]

        header_of = partial(_header_with_neighbours, package, files, number, header, rng)
        if rng.random() < fim.RATE:
            yield from _chunks(file.text, room, header_of, rng)
        else:
            yield plain(header_of(), file.text)
        pending, used = [], 0


def _assemble(document: Document, ids: list[list[int]], context: int) -> list[int]:
    """One document's ids, its suffix and middle at most 256 long, its prefix trimmed on the left to fit."""
    if document.prefix is not None and document.suffix is not None and document.middle is not None:
        ids[document.suffix] = ids[document.suffix][:MAX_PIECE_TOKENS]
        if len(ids[document.middle]) > MAX_PIECE_TOKENS:  # the rest of an over-long middle is no end of text
            ids[document.middle] = ids[document.middle][:MAX_PIECE_TOKENS]
            ids[-1] = []
        over = sum(map(len, ids)) - context
        if over > 0:
            ids[document.prefix] = ids[document.prefix][over:]
        return [token for piece in ids for token in piece][-context:]
    return [token for piece in ids for token in piece]


def _write_anew(document: Document, ids: list[list[int]], tokenizer: CodeTokenizer) -> None:
    """Moves the word at the cursor from the prefix to the middle where the prefix stands right before it."""
    prefix, middle = document.prefix, document.middle
    if prefix is None or middle is None or middle != prefix + 2:
        return
    count = taken_back(tokenizer, ids[prefix])
    if count:
        text = f"{tokenizer.decode(ids[prefix][-count:])}{document.pieces[middle]}"
        ids[prefix], ids[middle] = ids[prefix][:-count], tokenizer.encode(text)


def encode(documents: Sequence[Document], tokenizer: CodeTokenizer, context: int) -> Iterator[list[int]]:
    """The ids of each document; its pieces are encoded apart, as the editor encodes them, and with the suffix
    first the word at the cursor belongs to the middle.
    """
    texts = [piece for document in documents for piece in document.pieces if isinstance(piece, str)]
    encoded = iter(tokenizer.encode_batch(texts))
    for document in documents:
        ids = [[piece] if isinstance(piece, int) else next(encoded) for piece in document.pieces]
        _write_anew(document, ids, tokenizer)
        yield _assemble(document, ids, context)
