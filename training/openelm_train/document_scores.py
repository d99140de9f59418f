"""Bits per byte, next-token and character accuracy on whole held-out files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from openelm_train.heldout_set import Document
from openelm_train.metrics import bootstrap
from openelm_train.model import OpenElm
from openelm_train.prompts import header
from openelm_train.vocabulary import Vocabulary


@dataclass(frozen=True)
class DocumentScore:
    """Sums over the tokens of one file's text."""

    language: str
    nats: float
    text_bytes: int
    tokens: int
    right_tokens: int
    right_bytes: int


@torch.no_grad()
def score_document(
    model: OpenElm, vocabulary: Vocabulary, document: Document, *, with_header: bool
) -> DocumentScore:
    """Scores every token of the text; each sees at least half a context of what comes before it.

    The header, or end-of-text where there is none, is seen but not scored.
    """
    head = header(vocabulary, document.path) if with_header else []
    head = head or [vocabulary.special("<|endoftext|>")]
    text = vocabulary.encode(document.text)
    tokens = head + text
    context = model.config.context
    nats, right_tokens, right_bytes = 0.0, 0, 0
    done = len(head)
    while done < len(tokens):
        start = 0 if done == len(head) else max(0, done - context // 2)
        part = torch.tensor([tokens[start : start + context + 1]])
        hidden, _ = model.hidden(part[:, :-1])
        scores = hidden[0, done - start - 1 :] @ model.token_embd.T
        wanted = part[0, done - start :]
        nats += float(torch.nn.functional.cross_entropy(scores, wanted, reduction="sum"))
        hits = (scores.argmax(-1) == wanted).tolist()
        right_tokens += sum(hits)
        right_bytes += sum(
            len(vocabulary.tokens[token]) for token, hit in zip(wanted.tolist(), hits, strict=True) if hit
        )
        done = start + part.shape[1]
    size = len(document.text.encode())
    return DocumentScore(document.language, nats, size, len(text), right_tokens, right_bytes)


def chosen_documents(documents: list[Document], bytes_per_language: int) -> list[Document]:
    """The first files of each language until that many bytes are reached."""
    sizes: dict[str, int] = {}
    result = []
    for document in documents:
        if sizes.get(document.language, 0) < bytes_per_language:
            sizes[document.language] = sizes.get(document.language, 0) + len(document.text.encode())
            result.append(document)
    return result


def _bits_per_byte(scores: Sequence[DocumentScore]) -> float:
    return sum(x.nats for x in scores) / math.log(2) / max(1, sum(x.text_bytes for x in scores))


def summarise(scores: list[DocumentScore]) -> dict[str, dict[str, Any]]:
    """By language, and "all" together; intervals are bootstrapped over files."""
    languages = sorted({score.language for score in scores})
    groups = {name: [x for x in scores if x.language == name] for name in languages}
    groups["all"] = scores
    result = {}
    for name, group in groups.items():
        tokens = sum(x.tokens for x in group)
        text_bytes = sum(x.text_bytes for x in group)
        result[name] = {
            "files": len(group),
            "bytes": text_bytes,
            "bits_per_byte": _bits_per_byte(group),
            "bits_per_byte_interval": bootstrap(group, _bits_per_byte),
            "next_token": sum(x.right_tokens for x in group) / max(1, tokens),
            "next_token_interval": bootstrap(
                group, lambda some: sum(x.right_tokens for x in some) / max(1, sum(x.tokens for x in some))
            ),
            "characters": sum(x.right_bytes for x in group) / max(1, text_bytes),
            "bytes_per_token": text_bytes / max(1, tokens),
        }
    return result
