"""Which licences may be trained on, read from a package's own metadata and refused when unclear."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Callable, Sequence
from email.parser import HeaderParser

ALLOWED = frozenset(
    {
        "MIT",
        "MIT-0",
        "BSD-1-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "Apache-2.0",
        "ISC",
        "PSF-2.0",
        "Python-2.0",
        "Zlib",
        "Unlicense",
        "CC0-1.0",
        "BSL-1.0",
        "PostgreSQL",
        "curl",
        "X11",
        "NCSA",
        "BlueOak-1.0.0",
        "Apache-2.0 WITH LLVM-exception",
        "HPND",
        "CNRI-Python",
        "BSD-2-Clause-Patent",
    }
)
_BY_LOWER = {name.lower(): name for name in ALLOWED}

# Names that mean exactly one of the above. "BSD", "public-domain" and "other" name no text: refused.
_ALIASES = {
    "expat": "MIT",
    "mit license": "MIT",
    "the mit license": "MIT",
    "mit/expat": "MIT",
    "apache 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "apache2": "Apache-2.0",
    "asl-2.0": "Apache-2.0",
    "apache2.0": "Apache-2.0",
    "apache-2.0 license": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd-3": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-3-clause license": "BSD-3-Clause",
    "3-clause bsd": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd-2": "BSD-2-Clause",
    "bsd-3-clauses": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "isc license": "ISC",
    "psf-2": "PSF-2.0",
    "psf": "PSF-2.0",
    "python": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "zlib/libpng": "Zlib",
    "boost-1.0": "BSL-1.0",
    "boost": "BSL-1.0",
    "cc0": "CC0-1.0",
    "cc-0": "CC0-1.0",
    "apache-2.0 with llvm exception": "Apache-2.0 WITH LLVM-exception",
    "apache-2.0-with-llvm-exception": "Apache-2.0 WITH LLVM-exception",
    "apache-2.0 with llvm-exceptions": "Apache-2.0 WITH LLVM-exception",
}

_CLASSIFIERS = {
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "zlib/libpng License": "Zlib",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "Zero-Clause BSD (0BSD)": "0BSD",
}


def canonical(name: str) -> str | None:
    """The allowed SPDX id that a single licence name means, or None."""
    key = re.sub(r"\s+", " ", name.strip().strip("()")).lower()
    return _BY_LOWER.get(key) or _ALIASES.get(key)


def allowed_expression(expression: str) -> str | None:
    """The allowed reading of a licence expression (`A OR B`, `A AND B`, commas), or None when there is none.

    `OR` needs one allowed side, and takes the allowed ones; `AND` and a comma need all.
    """
    text = expression.strip()
    while (
        text.startswith("(") and text.endswith(")") and text[1:-1].count("(") == 0 and ")" not in text[1:-1]
    ):
        text = text[1:-1].strip()
    if "(" in text:
        inner = re.search(r"\(([^()]*)\)", text)
        if inner is None:
            return None
        value = allowed_expression(inner.group(1))
        choice = re.split(r" AND | OR ", value)[0] if value else "refused"
        return allowed_expression(text[: inner.start()] + choice + text[inner.end() :])
    pieces = [p for p in re.split(r",\s*(?:and\s+)?", text) if p.strip()]
    if len(pieces) > 1:
        found = [allowed_expression(p) for p in pieces]
        return " AND ".join(sorted({f for f in found if f})) if all(found) else None
    options = []
    for option in re.split(r"\s+or\s+|\s*\|\|?\s*", text, flags=re.IGNORECASE):
        whole = canonical(option)
        parts = (
            [whole]
            if whole
            else [canonical(p) for p in re.split(r"\s+and\s+|\s*&\s*", option, flags=re.IGNORECASE)]
        )
        if parts and all(parts):
            options.append(" AND ".join(sorted({p for p in parts if p})))
    return options[0] if options else None


def npm_licence(package_json: bytes) -> str | None:
    """The licence that package.json states, if it may be trained on."""
    try:
        stated = json.loads(package_json).get("license")
    except (ValueError, AttributeError):
        return None
    if isinstance(stated, dict):
        stated = stated.get("type")
    return allowed_expression(stated) if isinstance(stated, str) else None


def wheel_licence(metadata: bytes, texts: Sequence[str] = ()) -> str | None:
    """The licence of a wheel's METADATA: its expression, else its classifiers, else an exact short name.

    `texts` are the licence files in the wheel, asked only which BSD licence a bare "BSD License" is.
    """
    headers = HeaderParser().parsestr(metadata.decode("utf-8", "replace"))
    stated = headers.get("License-Expression")
    if stated:
        return allowed_expression(stated)
    field = (headers.get("License") or "").strip()
    named = [
        c.removeprefix("License :: ").removeprefix("OSI Approved").removeprefix(" :: ")
        for c in headers.get_all("Classifier") or []
        if c.startswith("License :: ")
    ]
    named = [name for name in named if name]
    if not named:
        return allowed_expression(field) if len(field) < 80 else None
    found = set()
    for name in named:
        spdx = _CLASSIFIERS.get(name)
        if spdx is None and name == "BSD License":
            spdx = _bsd_variant(field, texts)
        if spdx is None:
            return None
        found.add(spdx)
    return " AND ".join(sorted(found))


def _bsd_variant(field: str, texts: Sequence[str]) -> str | None:
    """Which BSD licence a classifier that leaves it open means, by the field beside it or the text itself."""
    stated = allowed_expression(field) if len(field) < 80 else None
    if stated:
        return stated
    for text in (re.sub(r"[\s*#]+", " ", t) for t in (field, *texts)):
        if (
            "Redistribution and use in source and binary forms" in text
            and "advertising materials" not in text
        ):
            return "BSD-3-Clause" if re.search(r"(?i)neither the names? of", text) else "BSD-2-Clause"
    return None


def debian_licences(copyright_file: bytes) -> Callable[[str], str | None] | None:
    """A function from a file's path to its allowed licence, by a machine-readable debian/copyright.

    The last paragraph whose pattern matches a path counts, as Debian's format says. None when the file
    is not in that format: then the licence is unclear and the package refused.
    """
    text = copyright_file.decode("utf-8", "replace").replace("\r\n", "\n")
    if not re.match(r"(?i)\s*Format(-Specification)?:", text):
        return None
    rules: list[tuple[re.Pattern[str], str | None]] = []
    for paragraph in re.split(r"\n[ \t]*\n", text):
        fields = dict(re.findall(r"(?m)^([A-Za-z-]+):[ \t]*((?:.*)(?:\n[ \t].*)*)", paragraph))
        if "Files" not in fields or "License" not in fields:
            continue
        patterns = [
            fnmatch.translate(p.removeprefix("./")) for p in re.split(r"[\s,]+", fields["Files"]) if p
        ]
        name = fields["License"].split("\n")[0].strip()
        rules.append((re.compile("|".join(patterns)), allowed_expression(name) if name else None))
    if not rules:
        return None

    def licence(path: str) -> str | None:
        for pattern, found in reversed(rules):
            if pattern.match(path):
                return found
        return None

    return licence
