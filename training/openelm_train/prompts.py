"""Prompts in the formats of the training text, cut to the context; the editor sends the same."""

from __future__ import annotations

from openelm_train.heldout_set import CompletionCase, Explanation, NeighbourFile
from openelm_train.vocabulary import Vocabulary

#: Longest suffix of a training example, in tokens.
SUFFIX_TOKENS = 256

LANGUAGE_NAMES = {
    "typescript": "TypeScript",
    "typescriptreact": "TypeScript",
    "javascript": "JavaScript",
    "javascriptreact": "JavaScript",
    "python": "Python",
    "go": "Go",
    "rust": "Rust",
    "java": "Java",
    "c": "C",
    "cpp": "C++",
    "shellscript": "Shell",
}


def header(vocabulary: Vocabulary, path: str) -> list[int]:
    """`<|file_sep|>path` and a line break, or nothing where the vocabulary has no such token."""
    if "<|file_sep|>" not in vocabulary.special_ids:
        return []
    return [vocabulary.special("<|file_sep|>"), *vocabulary.encode(f"{path}\n")]


def _neighbours(vocabulary: Vocabulary, files: tuple[NeighbourFile, ...], room: int) -> list[int]:
    """As many whole files as fit, in order, each with its header."""
    result: list[int] = []
    for file in files:
        tokens = header(vocabulary, file.path) + vocabulary.encode(file.text)
        if tokens and len(result) + len(tokens) <= room:
            result += tokens
    return result


def left_prompt(
    vocabulary: Vocabulary, case: CompletionCase, room: int, *, with_header: bool, with_files: bool
) -> list[int]:
    """The file up to the cursor, cut on the left to `room` tokens, its header and neighbours in front."""
    head = header(vocabulary, case.path) if with_header else []
    prefix = vocabulary.encode(case.prefix)[-(room - len(head)) :]
    left = room - len(head) - len(prefix)
    files = _neighbours(vocabulary, case.files, left) if with_files and with_header else []
    return files + head + prefix


def infill_prompt(
    vocabulary: Vocabulary,
    case: CompletionCase,
    room: int,
    *,
    suffix_first: bool,
    with_header: bool,
    with_files: bool,
) -> list[int]:
    """Prefix and suffix in either order, up to the middle token; the pieces are tokenised apart."""
    head = header(vocabulary, case.path) if with_header else []
    suffix = vocabulary.encode(case.suffix)[:SUFFIX_TOKENS]
    prefix = vocabulary.encode(case.prefix)[-max(1, room - len(head) - len(suffix) - 3) :]
    left = room - len(head) - len(suffix) - len(prefix) - 3
    files = _neighbours(vocabulary, case.files, left) if with_files and with_header else []
    before, after, middle = (vocabulary.special(f"<|fim_{name}|>") for name in ("prefix", "suffix", "middle"))
    pieces = [before, *prefix, after, *suffix]
    if suffix_first:
        pieces = [after, *suffix, before, *prefix]
    return [*files, *head, *pieces, middle]


def explain_prompt(vocabulary: Vocabulary, example: Explanation, room: int) -> list[int]:
    """The question of the chat format about a function, its code cut at the end to `room` tokens."""
    name = LANGUAGE_NAMES.get(example.language, example.language)
    question = f"Explain this {name} code in one sentence:\n```{example.language}\n"
    ids = [vocabulary.special("<|user|>"), *vocabulary.encode("\n" + question)]
    closing = [
        *vocabulary.encode("\n```"),
        vocabulary.special("<|end|>"),
        *vocabulary.encode("\n"),
        vocabulary.special("<|assistant|>"),
        *vocabulary.encode("\n"),
    ]
    return ids + vocabulary.encode(example.code)[: room - len(ids) - len(closing)] + closing
