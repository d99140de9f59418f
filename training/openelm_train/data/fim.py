"""Where to cut a text for fill-in-the-middle: the kinds of hole an editor's cursor leaves."""

from __future__ import annotations

import math
import re
from random import Random

RATE = 0.8
SUFFIX_FIRST = 0.8
"""The editor asks so: the text after the cursor changes less often than that before it."""
MAX_PIECE_CHARS = 700
"""Middle and suffix are at most about 256 tokens; the packer trims what is over by tokens."""
MAX_LINES = 12

_OPENING = re.compile(r"[(\[{]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_WORD_END = re.compile(r"(?<=[\w)\]])(?=\W)|(?<=[\s(\[{,.=])(?=\w)")

Span = tuple[int, int]
"""Start and end of the middle, as character offsets."""


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _rest_of_line(text: str, at: int, rng: Random) -> Span:
    """From a cursor in a line (half of the time at a word's edge) to the line's end, or to 1–3 lines on."""
    if rng.random() < 0.5:
        edge = _WORD_END.search(text, at, _line_end(text, at))
        at = edge.start() if edge else at
    elif rng.random() < 0.3:  # the cursor waits at a line's end: what follows is the next line
        at = _line_end(text, at)
    end = _line_end(text, at)
    extra = rng.choice((0, 0, 0, 1, 2, 3)) if end > at else rng.choice((1, 1, 2, 3))
    for _ in range(extra):
        end = _line_end(text, min(end + 1, len(text)))
    return at, end


def brackets(text: str, at: int, rng: Random) -> Span:
    """What stands between a bracket near the cursor and its match: arguments, a literal, a block."""
    opening = _OPENING.search(text, at, at + 400)
    if opening is None:
        return _rest_of_line(text, at, rng)
    start, depth = opening.end(), 1
    char, closing = opening.group(0), _CLOSING[opening.group(0)]
    for end in range(start, min(start + MAX_PIECE_CHARS, len(text))):
        if text[end] == char:
            depth += 1
        elif text[end] == closing:
            depth -= 1
            if depth == 0:
                return (start, end) if end > start else _rest_of_line(text, at, rng)
    return _rest_of_line(text, at, rng)


def _characters(text: str, at: int, rng: Random) -> Span:
    """Any characters: 1 to 400 of them, short spans as likely as long ones."""
    return at, min(at + round(math.exp(rng.uniform(0, math.log(400)))), len(text))


def _lines(text: str, at: int, rng: Random) -> Span:
    """2 to MAX_LINES whole lines, from a line's start or the indent of its code."""
    start = text.rfind("\n", 0, at) + 1
    if rng.random() < 0.5:
        start += len(text[start : _line_end(text, start)]) - len(
            text[start : _line_end(text, start)].lstrip()
        )
    end = start
    for _ in range(rng.randint(2, MAX_LINES)):
        end = _line_end(text, min(end + 1, len(text)))
    return start, end


_KINDS = (_rest_of_line, brackets, _characters, _lines)
_WEIGHTS = (40, 25, 25, 10)


def cut(text: str, low: int, high: int, rng: Random) -> Span:
    """Choose a middle that begins near a character in [low, high); it is never longer than MAX_PIECE_CHARS.

    Shares of kinds: 40 % rest of a line or 1–3 lines, 25 % inside brackets, 25 % any characters, 10 %
    up to 12 lines.
    """
    at = rng.randrange(low, max(high, low + 1))
    kind = rng.choices(_KINDS, _WEIGHTS)[0]
    start, end = kind(text, at, rng)
    return start, min(end, start + MAX_PIECE_CHARS)
