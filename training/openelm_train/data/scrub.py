"""Take e-mail addresses and secrets out of text, the same way every time."""

from __future__ import annotations

import math
import re
from collections import Counter

EMAIL_REPLACEMENT = "name@example.com"
SECRET_REPLACEMENT = "REDACTED"

_EMAIL_HINT = re.compile(r"@[A-Za-z0-9-]+\.[A-Za-z]|@ ?\[?(?:dot|at)\]?")
_EMAIL = re.compile(
    r"(?<![\w.+%/:-])[A-Za-z0-9][\w.+%-]{0,63}@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,12})(?![\w@/(])"
)
_KEPT_DOMAINS = re.compile(r"(?i)(^|\.)(example\.(com|org|net|edu)|invalid|test|localhost)$")
# What follows the @ of decorators and package versions: not a top-level domain.
_NOT_A_DOMAIN = re.compile(r"(?i)\.(js|ts|tsx|jsx|py|json|css|md|html|png|svg|x|min|go|rs|java|c|h|sh)$")

_PRIVATE_KEY = re.compile(
    r"-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?)-----.*?(?:-----END \1-----|\Z)", re.DOTALL
)
_TOKENS = re.compile(
    r"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|xox[abprs]-[\w-]{10,}"
    r"|sk_live_[A-Za-z0-9]{16,}|sk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36}"
    r"|pypi-AgEIcHlwaS5vcmc[\w-]{40,}|glpat-[\w-]{20}|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
)
_TOKEN_HINT = re.compile(r"AKIA|ASIA|gh[pousr]_|github_pat_|xox|sk[-_]|AIza|npm_|pypi-|glpat-|SG\.|eyJ")
_QUOTED_VALUE = re.compile(r"[:=]\s{0,4}[\"'`]([A-Za-z0-9+/_=.~!@#$%^&*-]{16,400})(?=[\"'`])")
_SECRET_NAME = re.compile(
    r"(?:key|secret|passw(?:or)?d|passphrase|token|credential)s?"
    r"\w{0,20}[\"']?\s{0,4}[:=]{0,2}$",
    re.IGNORECASE,
)
_NAME_REACH = 60
_MIN_ENTROPY = 3.5
"""Bits per character; English identifiers lie near 3, random base64 above 4."""


def entropy(text: str) -> float:
    """Shannon entropy of the characters, in bits per character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def _email(match: re.Match[str]) -> str:
    domain = match.group(1)
    kept = _KEPT_DOMAINS.search(domain) or _NOT_A_DOMAIN.search("." + domain.split(".")[-1])
    return match.group(0) if kept else EMAIL_REPLACEMENT


def _named_secret(match: re.Match[str]) -> str:
    value = match.group(1)
    looks_random = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    before = match.string[max(0, match.start() - _NAME_REACH) : match.start()]
    if not looks_random or not _SECRET_NAME.search(before) or entropy(value) < _MIN_ENTROPY:
        return match.group(0)
    return match.group(0)[: -len(value)] + SECRET_REPLACEMENT


def scrub(text: str) -> str:
    """The text without e-mail addresses, private keys, service tokens and random strings named as secrets.

    Scrubbing twice changes nothing more.
    """
    if "@" in text and _EMAIL_HINT.search(text):
        text = _EMAIL.sub(_email, text)
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub(SECRET_REPLACEMENT, text)
    if _TOKEN_HINT.search(text):
        text = _TOKENS.sub(SECRET_REPLACEMENT, text)
    return _QUOTED_VALUE.sub(_named_secret, text)
