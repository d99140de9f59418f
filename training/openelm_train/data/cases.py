"""Completion cases and explanation pairs from the held-out documents, in the extension's own format."""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from random import Random

from openelm_train.data import fim, pairs
from openelm_train.data.heldout import DOCUMENTS, FOLDER, MAIN, Record, read_documents, write_records

CASES = FOLDER / "cases.jsonl.gz"
EXPLANATIONS = FOLDER / "explanations.jsonl.gz"
SEED = "openelm-cases-1"
MAX_PREFIX, MAX_SUFFIX, MAX_NEIGHBOUR = 4000, 1500, 2000
MAX_EXPECTED = 300
MAIN_CASES, OTHER_CASES = 400, 100
PAIRS_PER_LANGUAGE = 120
OTHERS = (
    "go", "rust", "java", "c", "cpp", "shellscript", "html", "css", "json", "yaml", "markdown", "plaintext",
)  # fmt: skip

_CHINESE = re.compile(r"[一-鿿]")
_CHINESE_COMMENT = re.compile(r"(?m)^[ \t]*(?://|/?\*+|#|<!--)[^\n]*[一-鿿]{4,}[^\n]*$")
_CONTENT = re.compile(r"[\w一-鿿]")

Case = dict[str, object]
Cut = tuple[int, int]


def is_worth_asking(expected: str) -> bool:
    """Whether an expected text has words or digits in it, not only closers, and is of fair length."""
    return len(_CONTENT.findall(expected)) >= 2 and len(expected) <= MAX_EXPECTED


def _rest_of_line(text: str, rng: Random) -> Cut | None:
    """A cursor inside a line, after something was typed on it; the rest of the line is expected."""
    start = text.rfind("\n", 0, rng.randrange(len(text))) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    typed = len(line) - len(line.lstrip())
    if len(line.strip()) < 8:
        return None
    cursor = start + rng.randrange(typed + 1, len(line) - 1)
    return cursor, start + len(line)


def _next_line(text: str, rng: Random) -> Cut | None:
    """A cursor at a line's end; the next line that is not blank is expected, with the line ends before it."""
    cursor = text.find("\n", rng.randrange(len(text)))
    if cursor < 1 or not text[text.rfind("\n", 0, cursor) + 1 : cursor].strip():
        return None
    following = re.compile(r"\n(?:[ \t]*\n)?[ \t]*\S[^\n]*").match(text, cursor)
    return (cursor, following.end()) if following else None


def _span(text: str, rng: Random) -> Cut | None:
    """One to three lines, or what stands between two brackets, were removed."""
    at = rng.randrange(len(text))
    if rng.random() < 0.4:
        start, end = fim.brackets(text, at, rng)
        return (start, end) if "\n" not in text[start:end] else None
    start = text.find("\n", at) + 1
    end = start
    for _ in range(rng.randint(1, 3)):
        end = text.find("\n", end) + 1
        if end == 0:
            return None
    start += len(text[start:end]) - len(text[start:end].lstrip(" \t"))
    return start, end - 1


def _chinese(text: str, rng: Random) -> Cut | None:
    """A cursor inside a comment written in Chinese; the rest of the line is expected."""
    comments = list(_CHINESE_COMMENT.finditer(text))
    if not comments:
        return None
    line = rng.choice(comments)
    characters = [m.start() for m in _CHINESE.finditer(line.group(0))]
    if len(characters) < 4:
        return None
    return line.start() + characters[rng.randrange(1, len(characters) - 2)], line.end()


KINDS: dict[str, Callable[[str, Random], Cut | None]] = {
    "line-rest": _rest_of_line,
    "next-line": _next_line,
    "fim-span": _span,
    "chinese-comment": _chinese,
}


def neighbours(record: Record, records: Sequence[Record], rng: Random) -> list[Record]:
    """Up to two other files of the package, of the same folder first, as excerpts of their beginnings."""
    folder = PurePosixPath(record["path"]).parent
    others = [r for r in records if r["path"] != record["path"] and r["language"] == record["language"]]
    rng.shuffle(others)
    others.sort(key=lambda r: PurePosixPath(r["path"]).parent != folder)
    return [{"path": r["path"], "text": r["text"][:MAX_NEIGHBOUR]} for r in others[:2]]


def _case(kind: str, record: Record, cut: Cut, files: list[Record]) -> Case:
    start, end = cut
    text = record["text"]
    return {
        "path": record["path"],
        "package": record["package"],
        "languageId": record["language"],
        "prefix": text[max(0, start - MAX_PREFIX) : start],
        "suffix": text[end : end + MAX_SUFFIX],
        "expected": text[start:end],
        "kind": kind,
        "files": files,
    }


def cases_of(kind: str, records: Sequence[Record], count: int) -> Iterator[Case]:
    """`count` cases of a kind, as many different files as there are; fewer where there is too little text."""
    packages: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        packages[record["package"]].append(record)
    order = sorted(records, key=lambda r: (r["package"], r["path"]))
    Random(f"{SEED}:{kind}").shuffle(order)
    seen: set[tuple[str, str, int]] = set()
    made = 0
    for turn in range(60):
        for record in order:
            rng = Random(f"{SEED}:{kind}:{record['package']}:{record['path']}:{turn}")
            cut = KINDS[kind](record["text"], rng)
            if cut is None or not is_worth_asking(record["text"][cut[0] : cut[1]]):
                continue
            place = (record["package"], record["path"], cut[0])
            if place in seen:
                continue
            seen.add(place)
            files = neighbours(record, packages[record["package"]], rng) if rng.random() < 0.5 else []
            yield _case(kind, record, cut, files)
            made += 1
            if made == count:
                return


def make_cases(records: Sequence[Record]) -> list[Case]:
    """All cases, those of one file together, with ids that name language, kind and number."""
    by_language: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_language[record["language"]].append(record)
    cases: list[Case] = []
    for language in MAIN:
        for kind in ("line-rest", "next-line", "fim-span"):
            cases += cases_of(kind, by_language[language], MAIN_CASES)
    for language in OTHERS:
        cases += cases_of("line-rest", by_language[language], OTHER_CASES)
    cases += cases_of("chinese-comment", [r for r in records if _CHINESE.search(r["text"])], OTHER_CASES)
    numbers: Counter[str] = Counter()
    for case in cases:
        name = f"{case['languageId']}-{case['kind']}"
        case["id"] = f"{name}-{numbers[name]:03}"
        numbers[name] += 1
    return sorted(cases, key=lambda c: (str(c["package"]), str(c["path"]), str(c["id"])))


def make_explanations(records: Sequence[Record]) -> list[Record]:
    """Functions with the first sentence of what people wrote about them, at most three of one file."""
    found: list[Record] = []
    count: Counter[str] = Counter()
    order = sorted(records, key=lambda r: (r["package"], r["path"]))
    Random(SEED).shuffle(order)
    for record in order:
        for pair in pairs.extract(record["language"], record["text"])[:3]:
            sentence = pair.first_sentence()
            if sentence is None or count[pair.language] == PAIRS_PER_LANGUAGE:
                continue
            number = count[pair.language]
            count[pair.language] += 1
            found.append(
                {
                    "id": f"{pair.language}-explain-{number:03}",
                    "language": pair.language,
                    "code": pair.code,
                    "doc": sentence,
                    "comment": pair.doc,
                    "package": record["package"],
                    "path": record["path"],
                }
            )
    return sorted(found, key=lambda r: r["id"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`cases` takes no arguments."""


def run(args: argparse.Namespace) -> None:
    """Make the cases and the explanation pairs from the committed held-out documents."""
    records = read_documents(DOCUMENTS)
    cases = make_cases(records)
    write_records(CASES, cases)
    explanations = make_explanations(records)
    write_records(EXPLANATIONS, explanations)
    for name, number in sorted(Counter(f"{c['languageId']} {c['kind']}" for c in cases).items()):
        print(f"{number:5} {name}")
    for name, number in sorted(Counter(r["language"] for r in explanations).items()):
        print(f"{number:5} {name} explanations")
