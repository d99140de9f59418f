"""Which language a file is in, and which paths are never looked at."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

# VS Code's language ids; `.tsx` and `.jsx` count as typescript and javascript here.
BY_EXTENSION = {
    "ts": "typescript",
    "tsx": "typescript",
    "mts": "typescript",
    "cts": "typescript",
    "js": "javascript",
    "jsx": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "py": "python",
    "go": "go",
    "rs": "rust",
    "java": "java",
    "c": "c",
    "h": "c",
    "cpp": "cpp",
    "cc": "cpp",
    "cxx": "cpp",
    "hpp": "cpp",
    "hh": "cpp",
    "hxx": "cpp",
    "sh": "shellscript",
    "bash": "shellscript",
    "bats": "shellscript",
    "zsh": "shellscript",
    "html": "html",
    "css": "css",
    "scss": "css",
    "less": "css",
    "json": "json",
    "yaml": "yaml",
    "yml": "yaml",
    "md": "markdown",
    "mdx": "markdown",
    "markdown": "markdown",
    "rst": "plaintext",
    "txt": "plaintext",
}
LANGUAGES = tuple(dict.fromkeys(BY_EXTENSION.values()))
PROSE = frozenset({"markdown", "plaintext"})
DATA = frozenset({"json", "yaml"})

# Vendored, generated or built: the originals are elsewhere, in the package or in another one.
_SKIPPED_PART = re.compile(
    r"(?i)^(node_modules|bower_components|vendor|vendored|_vendor|_vendored|third[_-]?party|external|extern|deps|"
    r"dist|build|umd|cjs|esm|esm2015|esm2020|esm2022|fesm\d*|amd|min|bundles?|generated|__generated__|gen|"
    r"minified|\.git|\.yarn|__pycache__|locales?|i18n|translations|l10n|lang|langs|fixtures?|__snapshots__|"
    r"testdata|test-data|test_data|cassettes|snapshots|baselines|_build|site-packages|unicode|unidata|"
    r"cldr|wheels|python_modules|artifacts|\.vscode|\.idea|corpus|fuzz|polyfills?)$"
)
_SKIPPED_NAME = re.compile(
    r"(?i)(\.min\.|[-.]bundle\.|\.d\.[mc]?ts$|\.umd\.|\.prod\.|\.esm\.|\.iife\.|\.amd\.|\.production\.|\.development\.|"
    r"package-lock|lock\.(json|yaml)$|shrinkwrap|_pb2|\.pb\.|\.generated\.|_generated|\.g\.|zz_generated|"
    r"^changelog|^changes|^history|^news|^release|^authors|^contributors|^thanks|^licen[cs]e|^copying|^notice|"
    r"^third.?party|^requirements|^cmakelists|^sources\.txt|^top_level|^entry_points|^record$|"
    r"\.config\.|^robots|^code_of_conduct|^security\.md|\.module\.css$|^tables?\.|snap$|^security_)"
)
_TEST_PART = re.compile(
    r"(?i)(^|/)(tests?|testing|__tests__|specs?|e2e|benchmarks?|bench|examples?|samples?|demos?|mocks?|__mocks__)/"
    r"|(^|/)(test_[^/]*|conftest|[^/]*([_.-]test|[_.-]spec|[_.-]stories|(?-i:[a-z0-9]Tests?)))\.[a-z]+$"
)
_CPP = re.compile(r"^\s*(class|namespace|template\s*<|using\s|public:|private:)", re.MULTILINE)


def is_skipped(path: str) -> bool:
    """Whether a path lies in a vendored, generated, built or translated place, or has such a name."""
    parts = path.split("/")
    return (
        any(_SKIPPED_PART.match(part) for part in parts[:-1]) or _SKIPPED_NAME.search(parts[-1]) is not None
    )


def is_test(path: str) -> bool:
    """Whether a file is a test, a benchmark or an example; these are taken in a bounded share."""
    return _TEST_PART.search(path) is not None


def language_of(path: str) -> str | None:
    """The language id of a path by its extension; None for a kind that is not taken."""
    return BY_EXTENSION.get(PurePosixPath(path).suffix.removeprefix(".").lower())


def refine(language: str, text: str) -> str:
    """`cpp` for a header that holds C++."""
    return "cpp" if language == "c" and _CPP.search(text) else language
