"""Greedy generation with a key-value cache, the last token healed, and the confidence of what was written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from openelm_train.model import OpenElm
from openelm_train.vocabulary import Vocabulary


@dataclass(frozen=True)
class Generated:
    """Text, its confidence (geometric mean of the tokens' probabilities), and whether end-of-text was
    reached.
    """

    text: str
    confidence: float
    ended: bool


#: Says where a text is complete: the length to keep, or None to go on.
Stop = Callable[[str], int | None]


def at_line_end(text: str) -> int | None:
    """The rest of a line is complete before its line break."""
    end = text.find("\n")
    return None if end < 0 else end


def after_next_line(text: str) -> int | None:
    """A next line is complete before the line break that follows its first letter."""
    body = len(text) - len(text.lstrip())
    if not text.strip():
        return None
    end = text.find("\n", body)
    return None if end < 0 else end


def never(_text: str) -> int | None:
    """Only end-of-text or the limit ends it."""
    return None


@torch.no_grad()
def generate(
    model: OpenElm,
    vocabulary: Vocabulary,
    prompt: list[int],
    *,
    limit: int,
    stop: Stop,
    heal: bool = False,
) -> Generated:
    """At most `limit` tokens after the prompt.

    With `heal`, the last token before the cursor is taken back and the first token written must begin with
    its text, so that a word that is cut in two by the cursor can be one token.
    """
    ends = set(vocabulary.special_ids.values())
    taken_back = ""
    if heal:
        prompt, taken_back = take_back(vocabulary, prompt)
    allowed = _starting_with(vocabulary, taken_back) if taken_back else None
    written: list[int] = []
    logs: list[float] = []
    skipped = len(vocabulary.decode([_id(vocabulary, taken_back)])) if taken_back else 0
    hidden, caches = model.hidden(torch.tensor([prompt]))
    ended = False
    kept: int | None = None
    while len(written) < limit:
        scores = hidden[0, -1] @ model.token_embd.T
        if allowed is not None:
            scores = scores + allowed
            allowed = None
        token = int(scores.argmax())
        logs.append(float(torch.log_softmax(scores, dim=-1)[token]))
        if token in ends:
            ended = True
            break
        written.append(token)
        kept = stop(vocabulary.decode(written)[skipped:])
        if kept is not None:
            break
        hidden, caches = model.hidden(torch.tensor([[token]]), caches=caches)
    text = vocabulary.decode(written)[skipped:]
    return Generated(text if kept is None else text[:kept], math.exp(sum(logs) / len(logs)), ended)


def take_back(vocabulary: Vocabulary, prompt: list[int]) -> tuple[list[int], str]:
    """The prompt without the token at the cursor, which is its last but for `<|fim_middle|>`, and its text.

    Where that is a special token, the prompt as it is, and "".
    """
    at = len(prompt) - 1
    if at > 0 and prompt[at] == vocabulary.special_ids.get("<|fim_middle|>"):
        at -= 1
    if at < 1 or prompt[at] in vocabulary.special_ids.values():
        return prompt, ""
    return prompt[:at] + prompt[at + 1 :], vocabulary.tokens[prompt[at]]


def _id(vocabulary: Vocabulary, token: str) -> int:
    return vocabulary.tokens.index(token)


def _starting_with(vocabulary: Vocabulary, start: str) -> Tensor:
    """0 for the tokens whose text begins with `start`, minus infinity for the others."""
    specials = set(vocabulary.special_ids)
    return torch.tensor(
        [
            0.0 if token.startswith(start) and token not in specials else -math.inf
            for token in vocabulary.tokens
        ]
    )
