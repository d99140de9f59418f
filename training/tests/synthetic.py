"""Shards of bytes as tokens, made from this package's own sources: enough to try the machinery."""

import hashlib
import json
from pathlib import Path

import numpy as np

FIRST_BYTE = 16


def byte_tokens(text: str) -> list[int]:
    return [FIRST_BYTE + byte for byte in text.encode()]


def write_shards(directory: Path, vocabulary: int = 512, context: int = 128) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text() for path in sorted((Path(__file__).parents[1] / "openelm_train").glob("*.py"))]
    plain = [[*byte_tokens(text)[:3000], 0] for text in texts]
    middles = []
    for text in texts:
        a, b, c = byte_tokens(text[:40]), byte_tokens(text[40:60]), byte_tokens(text[60:100])
        middles.append([1, *a, 2, *c, 3, *b, 0])
    pairs = [
        [8, 26, *byte_tokens(text[:50]), 10, 26, 9, 26, *byte_tokens(text[50:90]), 10, 26, 0]
        for text in texts
    ]
    parts = [
        _part(directory, "code-python.bin", "code", "python", plain + middles),
        _part(directory, "clean-python.bin", "clean", "python", plain[:2]),
        _part(directory, "pairs-python.bin", "pairs", "python", pairs),
    ]
    heldout = [_part(directory, "heldout-python.bin", "heldout", "python", [max(plain, key=len)])]
    index = {
        "vocab_size": vocabulary,
        "tokenizer_sha256": "0" * 64,
        "context": context,
        "parts": parts,
        "heldout": heldout,
    }
    (directory / "index.json").write_text(json.dumps(index))
    return directory


def _part(
    directory: Path, name: str, mix: str, language: str, documents: list[list[int]]
) -> dict[str, object]:
    stream = np.array([token for document in documents for token in document], dtype="<u2")
    (directory / name).write_bytes(stream.tobytes())
    return {
        "file": name,
        "mix": mix,
        "language": language,
        "tokens": len(stream),
        "bytes_of_text": len(stream),
        "sha256": hashlib.sha256(stream.tobytes()).hexdigest(),
    }
