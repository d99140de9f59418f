"""Decide whether a file is worth reading, and bring it into one form."""

from __future__ import annotations

import re

from openelm_train.data.languages import DATA, PROSE
from openelm_train.data.scrub import scrub

MIN_BYTES, MAX_BYTES = 200, 1_000_000
MAX_DATA_BYTES = 16_000
MAX_LINE, MAX_PROSE_LINE = 1000, 3000
MAX_MEAN_LINE, MAX_PROSE_MEAN_LINE = 100, 500
MIN_ALPHANUMERIC = 0.25
MAX_DIGITS = 0.25
MAX_QUOTES = 0.09
"""Of code; a table of quoted words lies above."""

_GENERATED = re.compile(
    r"(?i)@generated|auto-?\s?generated|automatically (re)?generated|(do|must) not (be )?(edit|modif|change)|"
    r"generated (by|from|using|with)|code generated|this file (is|was) (created|built|generated)|!! this file"
)
_COMPILED_JS = re.compile(
    r"__esModule|__webpack_require__|_interopRequire|__awaiter\b|__decorate\b|__extends\b|_createClass\b|"
    r"_classCallCheck|__rest\b|\b__export\(|_jsxRuntime|__toESM|__publicField|_regenerator|__generator\b|"
    r"sourceMappingURL=|ɵɵ|_asyncToGenerator|_objectSpread|_extends\(|_jsxs?\("
)
_PURE_MARKS = 6
_HEADER_WORDS = re.compile(r"(?i)copyright|licen[cs]e|SPDX-|all rights reserved|\(c\) \d{4}")
_HEADERS = {
    "#": re.compile(r"(?:[ \t]*#(?!!)[^\n]*\n)+"),
    "//": re.compile(r"(?:[ \t]*//[^\n]*\n)+|\s*/\*.*?\*/[ \t]*\n?", re.DOTALL),
    "<!--": re.compile(r"\s*<!--.*?-->[ \t]*\n?", re.DOTALL),
}
_COMMENT = {"python": "#", "shellscript": "#", "yaml": "#", "html": "<!--", "markdown": "<!--"}
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def strip_licence_header(text: str, language: str) -> str:
    """The text without the comment at its top, where that is about copyright or licence.

    Thousands of equal headers teach nothing but themselves; a `#!` line stays.
    """
    pattern = _HEADERS[_COMMENT.get(language, "//")]
    shebang = re.match(r"#![^\n]*\n", text)
    start = shebang.end() if shebang else 0
    for _ in range(3):
        blank = re.compile(r"\s*\n|").match(text, start)
        match = pattern.match(text, blank.end() if blank else start)
        if match is None or not _HEADER_WORDS.search(match.group(0)) or match.end() - start > 15_000:
            break
        text = text[:start] + text[match.end() :].lstrip("\n")
    return text


def _has_good_shape(text: str, prose: bool) -> bool:
    """Whether lines are short enough, and letters, digits and marks are in the shares of written text."""
    lines = text.count("\n") or 1
    if len(text) / lines > (MAX_PROSE_MEAN_LINE if prose else MAX_MEAN_LINE):
        return False
    if max(map(len, text.split("\n"))) > (MAX_PROSE_LINE if prose else MAX_LINE):
        return False
    sample = text if len(text) < 16_000 else text[:8_000] + text[-8_000:]
    digits = len(_DIGIT.findall(sample))
    alphanumeric = len(_LETTER.findall(sample)) + digits
    return alphanumeric >= MIN_ALPHANUMERIC * len(sample) and digits <= MAX_DIGITS * len(sample)


def clean(data: bytes, language: str) -> str | None:
    """A file's text with LF line ends and nothing secret or legal at its top; None to refuse it.

    Refused are files that are too small or large, not UTF-8, generated, compiled, minified or data.
    """
    if not MIN_BYTES <= len(data) <= (MAX_DATA_BYTES if language in DATA else MAX_BYTES):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    prose = language in PROSE
    if _GENERATED.search(text, 0, 1500) or _CONTROL.search(text) or not _has_good_shape(text, prose):
        return None
    if language not in DATA and not prose and text.count('"') + text.count("'") > MAX_QUOTES * len(text):
        return None
    if language == "javascript" and (_COMPILED_JS.search(text) or text.count("__PURE__") >= _PURE_MARKS):
        return None
    text = scrub(strip_licence_header(text, language)).strip("\n") + "\n"
    return text if len(text) >= MIN_BYTES else None
