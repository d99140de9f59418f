"""Pairs of a function and its documentation comment, and the chat documents made of them."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from openelm_train.data.pack import Document, Piece
from openelm_train.tokenizer import ASSISTANT, END, END_OF_TEXT, SYSTEM, USER

MIN_LINES, MAX_LINES = 3, 40
MAX_CODE_CHARS = 1800
MIN_WORDS, MAX_WORDS = 5, 45
MAX_DOC_CHARS = 900

NAMES = {
    "typescript": "TypeScript", "javascript": "JavaScript", "python": "Python", "go": "Go", "rust": "Rust",
    "java": "Java", "c": "C", "cpp": "C++",
}  # fmt: skip

EXPLAIN = (
    "Explain this {name} code in one sentence:",
    "Explain this {name} code in one sentence:",
    "Explain this {name} code in one sentence:",
    "What does this {name} code do?",
    "Explain this code briefly:",
    "Summarize this {name} function in one sentence:",
)
DOCUMENT = (
    "Write a documentation comment for this {name} code:",
    "Write a documentation comment for this {name} code:",
    "Write a documentation comment for this {name} code:",
    "Document this {name} function:",
    "Write a doc comment for this code:",
)

_BLOCK_DOC = re.compile(r"(?m)^([ \t]*)/\*\*(?!/)(.*?)\*/[ \t]*\n", re.DOTALL)
_LINE_DOC = {
    "go": re.compile(r"(?m)^((?://[ \t][^\n]*\n)+)(?=func )"),
    "rust": re.compile(
        r"(?m)^([ \t]*///[^\n]*\n(?:[ \t]*///[^\n]*\n)*)"
        r"(?=(?:[ \t]*#\[[^\n]*\n)*[ \t]*(?:pub[^\n]* )?(?:async |const |unsafe )*fn )"
    ),
}
_FUNCTION = {
    "typescript": re.compile(
        r"(?:@\w+[^\n]*\n\s*)*(?:export |default |public |private |protected |static |async |override |"
        r"readonly |abstract )*"
        r"(?:function\b|const \w+ = (?:async )?(?:\(|function)|(?:get |set |\*)?[#\w$]+\s*(?:<[^>\n]*>)?\()"
    ),
    "java": re.compile(r"(?:@\w+[^\n]*\n\s*)*(?:[\w<>\[\],.? ]+ )?\w+\s*\([^;{]*\)[^;{]*\{"),
    "c": re.compile(r"[\w:<>*&,~ \t\n]+\([^;{]*\)[^;{]*\{"),
}
_FUNCTION["javascript"] = _FUNCTION["typescript"]
_FUNCTION["cpp"] = _FUNCTION["c"]
_SENTENCE = re.compile(r"(?<=[^\s.][^\s.A-Z][.!?])\s+(?=[A-Z`\"(])")
_NOISE = re.compile(
    r"(?i)todo|fixme|xxx|deprecated|inheritdoc|eslint|@internal|\bnoqa\b|copyright|"
    r"licen[cs]e|https?://|see also"
)


@dataclass(frozen=True)
class Pair:
    """A function without its comment, and the comment without delimiters."""

    language: str
    code: str
    doc: str

    def first_sentence(self) -> str | None:
        """The doc's first sentence, or first two when short; None when it says too little or too much."""
        paragraph = re.sub(
            r"\s+", " ", re.split(r"\n\s*\n|\n\s*(?:@|:param|:return|Args:|Parameters|Returns)", self.doc)[0]
        )
        sentences = _SENTENCE.split(paragraph.strip())
        text = sentences[0]
        if len(text.split()) < 8 and len(sentences) > 1:
            text = f"{text} {sentences[1]}"
        return text if MIN_WORDS <= len(text.split()) <= MAX_WORDS and text[-1:] in ".!?" else None


def _is_good(code: str, doc: str) -> bool:
    lines = code.count("\n") + 1
    if not (MIN_LINES <= lines <= MAX_LINES and len(code) <= MAX_CODE_CHARS and len(doc) <= MAX_DOC_CHARS):
        return False
    letters = sum(c.isalpha() or c.isspace() for c in doc)
    return (
        len(doc.split()) >= MIN_WORDS
        and letters > 0.75 * len(doc)
        and not _NOISE.search(doc)
        and doc.isascii()
    )


def _dedent(code: str) -> str:
    """Code without the indent that its last line has: a method as it would stand alone."""
    lines = code.split("\n")
    indent = re.match(r"[ \t]*", lines[-1])
    width = indent.group(0) if indent else ""
    return "\n".join(line.removeprefix(width) for line in lines)


def _body_end(code: str, start: int) -> int | None:
    """The offset after the function body's closing brace; None when there is no body.

    Braces inside parentheses (a destructured parameter) and after a colon (a type) are no body. Strings
    are passed over roughly.
    """
    depth, parens, at, quote, is_body = 0, 0, start, "", False
    limit = min(len(code), start + MAX_CODE_CHARS)
    while at < limit:
        char = code[at]
        if quote:
            at += char == "\\"
            quote = "" if char == quote or (char == "\n" and quote != "`") else quote
        elif char in '"`':
            quote = char
        elif char in "()":
            parens += 1 if char == "(" else -1
        elif char == "{":
            if depth == 0:
                before = code[start:at].rstrip()
                is_body = parens == 0 and not before.endswith((":", "|", "&", "<", ",", "extends"))
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and is_body:
                return at + 1
        elif char == ";" and depth == 0 and parens == 0:
            return None
        at += 1
    return None


def _undecorated(block: str) -> str:
    """A comment's text without the marks at its lines' starts."""
    lines = [re.sub(r"^\s*(?:\*|///?!?)? ?", "", line) for line in block.strip().split("\n")]
    return "\n".join(lines).strip()


def _brace_pairs(language: str, text: str) -> Iterator[Pair]:
    by_line = _LINE_DOC.get(language)
    for match in (by_line or _BLOCK_DOC).finditer(text):
        start = match.end()
        if by_line is None and not _FUNCTION[language].match(text, start + len(match.group(1))):
            continue
        end = _body_end(text, start)
        if end is None:
            continue
        code = _dedent(text[start:end].strip("\n"))
        doc = _undecorated(match.group(1) if by_line else match.group(2))
        if _is_good(code, doc):
            yield Pair(language, code.strip(), doc)


def _python_pairs(text: str) -> Iterator[Pair]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = text.split("\n")
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or len(node.body) < 2:
            continue
        doc, first = ast.get_docstring(node), node.body[0]
        if (
            not doc
            or first.end_lineno is None
            or node.end_lineno is None
            or node.end_lineno - node.lineno > 90
        ):
            continue
        top = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        kept = lines[top - 1 : first.lineno - 1] + lines[first.end_lineno : node.end_lineno]
        indent = len(kept[0]) - len(kept[0].lstrip())
        code = "\n".join(line[indent:] if not line[:indent].strip() else line for line in kept).strip()
        if _is_good(code, doc):
            yield Pair("python", code, doc)


def extract(language: str, text: str) -> list[Pair]:
    """The pairs in a file, in order."""
    if language == "python":
        return list(_python_pairs(text)) if '"""' in text else []
    if language in NAMES and ("/**" in text or language in _LINE_DOC):
        return list(_brace_pairs(language, text))
    return []


def chat(user: str, answer: str, system: str = "") -> Document:
    """A chat document; the system turn is left out when empty."""
    turns: list[Piece] = [SYSTEM, f"\n{system}", END, "\n"] if system else []
    turns += [USER, f"\n{user}", END, "\n", ASSISTANT, f"\n{answer}", END, "\n", END_OF_TEXT]
    return Document(tuple(turns))


def documents(pair: Pair, rng: Random) -> Iterator[Document]:
    """The explaining document of a pair, where its first sentence serves, and the documenting one."""
    fields = {"name": NAMES[pair.language]}
    block = f"\n```{pair.language}\n{pair.code}\n```"
    sentence = pair.first_sentence()
    if sentence:
        yield chat(rng.choice(EXPLAIN).format(**fields) + block, sentence)
    if sentence is None or rng.random() < 0.4:
        yield chat(rng.choice(DOCUMENT).format(**fields) + block, pair.doc)
