"""What the editor makes of the text around a cursor before a model reads it with the suffix first.

The same rules as `src/engine/worker/tokenHealing.ts` and `steadySuffix` in
`src/core/completion/promptWindow.ts`: a model that has learnt from other cuts than it is asked with guesses
worse than from the prefix alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openelm_train.tokenizer import CodeTokenizer

MOST_TAKEN_BACK = 3
_CLOSERS = re.compile(r"[\s)\]}\"'`;,]*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def taken_back(tokenizer: CodeTokenizer, prefix: Sequence[int]) -> int:
    """How many tokens at the end of a prefix are the word at the cursor, which is written anew: 0 to 3.

    None after a line break, which is whole, and none of the first token, before which nothing is left.
    """
    text, count = "", 0
    while count < MOST_TAKEN_BACK and (not text or not _begins_word(text)) and count + 1 < len(prefix):
        own = tokenizer.decode([prefix[-1 - count]])
        if not own or "\ufffd" in own or own.endswith("\n") or (text and not _ends_in_word(own, text)):
            break
        text = own + text
        count += 1
    return count


def _begins_word(text: str) -> bool:
    return not text[0].isalpha() or _UNSPACED.match(text) is not None


def _ends_in_word(own: str, text: str) -> bool:
    """Whether a token ends in the word that goes on; `getItem` is two words."""
    return own[-1].isalpha() and not (text[0].isupper() and own[-1].islower())


def steady_suffix(text: str, end: int) -> tuple[int, int]:
    """Where a middle that ends at `end` ends, and where the suffix begins that the editor shows.

    Where a line says no more than closing brackets, these belong to the middle, and the suffix begins at the
    line break before the first line that says more.
    """
    closers = _CLOSERS.match(text, end)
    stop = closers.end() if closers else end
    last = len(text) if stop == len(text) else text.rfind("\n", end, stop)
    if last < 0:
        return end, end
    line = text.find("\n", end)
    return end + len(text[end : len(text) if line < 0 else line].rstrip()), last
