"""`evaluate`: measures a checkpoint or a GGUF on the committed held-out set."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from openelm_train.case_scores import PromptOptions, calibration, modes_of, score_case, summarise_cases
from openelm_train.document_scores import chosen_documents, score_document, summarise
from openelm_train.generation import generate, never
from openelm_train.heldout_set import (
    CompletionCase,
    Document,
    read_cases,
    read_documents,
    read_explanations,
    read_package_list,
)
from openelm_train.load_model import load_model
from openelm_train.metrics import bootstrap, chrf
from openelm_train.model import OpenElm
from openelm_train.prompts import explain_prompt
from openelm_train.samples import EXPLANATIONS, completion_samples, drawn
from openelm_train.tensor_files import write_json
from openelm_train.vocabulary import Vocabulary

EXPLANATION_TOKENS = 48


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `evaluate`."""
    parser.add_argument("model", type=Path, help="a GGUF (F32, F16, Q8_0), a run's directory or a checkpoint")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.json, where the model is a checkpoint")
    parser.add_argument("--heldout", type=Path, default=Path("heldout"))
    parser.add_argument("--out", type=Path, required=True, help="the JSON to write")
    parser.add_argument("--bytes-per-language", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=400, help="of each kind and language, at most")
    parser.add_argument("--explanations", type=int, default=200)
    parser.add_argument("--languages", nargs="+", help="only these")
    parser.add_argument(
        "--without-packages",
        type=Path,
        help="a list of packages to leave out: those that a model beside it saw",
    )
    parser.add_argument("--no-header", action="store_true", help="for a model that knows no path header")
    parser.add_argument("--no-files", action="store_true", help="without neighbouring files")
    parser.add_argument("--threads", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    """Writes the figures as JSON and prints the main ones."""
    torch.set_num_threads(args.threads)
    model, vocabulary = load_model(args.model, args.tokenizer)
    options = PromptOptions(not args.no_header, not args.no_files)
    began = time.monotonic()
    wanted = _wanted(args)
    documents = chosen_documents(list(filter(wanted, read_documents(args.heldout))), args.bytes_per_language)
    scored = [score_document(model, vocabulary, x, with_header=options.with_header) for x in documents]
    report: dict[str, Any] = {
        "model": args.model.name,
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "documents": summarise(scored),
    }
    _print_documents(report["documents"])
    cases = chosen_cases(list(filter(wanted, read_cases(args.heldout))), args.cases)
    made = [score_case(model, vocabulary, case, mode, options) for case in cases for mode in modes_of(case)]
    report["cases"] = summarise_cases(made)
    report["calibration"] = calibration(made)
    report["completions"] = completion_samples(cases, made)
    _print_cases(report["cases"])
    if "<|user|>" in vocabulary.special_ids:
        report["explanations"] = explain(model, vocabulary, args.heldout, args.explanations)
        print(f"explanations: chrF {report['explanations']['chrf']:.1f}")
    report["seconds"] = round(time.monotonic() - began)
    write_json(args.out, report)


def _wanted(args: argparse.Namespace) -> Callable[[Document | CompletionCase], bool]:
    """Whether a document or a case is of a language and a package that are asked for."""
    left_out = read_package_list(args.without_packages) if args.without_packages else frozenset()
    return lambda x: x.language in (args.languages or [x.language]) and x.package not in left_out


def chosen_cases(cases: list[CompletionCase], count: int) -> list[CompletionCase]:
    """The first `count` of each kind and language."""
    seen: dict[tuple[str, str], int] = {}
    result = []
    for case in cases:
        key = (case.kind, case.language)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= count:
            result.append(case)
    return result


def explain(model: OpenElm, vocabulary: Vocabulary, heldout: Path, count: int) -> dict[str, Any]:
    """chrF of explanations against the human sentence, and against another function's for comparison."""
    examples = read_explanations(heldout)[:count]
    room = model.config.context - EXPLANATION_TOKENS - 1
    texts = [
        generate(
            model, vocabulary, explain_prompt(vocabulary, x, room), limit=EXPLANATION_TOKENS, stop=never
        ).text.strip()
        for x in examples
    ]
    values = [chrf(text, x.doc) for text, x in zip(texts, examples, strict=True)]
    others = list(examples)
    random.Random(1).shuffle(others)
    chance = [chrf(other.doc, x.doc) for other, x in zip(others, examples, strict=True)]
    return {
        "count": len(examples),
        "chrf": _mean(values),
        "chrf_interval": bootstrap(values, _mean),
        "chrf_of_another_functions_sentence": _mean(chance),
        "examples": [
            {"id": x.id, "language": x.language, "doc": x.doc, "text": text}
            for x, text in drawn(list(zip(examples, texts, strict=True)), EXPLANATIONS)
        ],
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _print_documents(rows: dict[str, dict[str, Any]]) -> None:
    print(f"{'language':<16}{'bits/byte':>10}{'next token':>12}{'characters':>12}")
    for name, row in rows.items():
        print(f"{name:<16}{row['bits_per_byte']:>10.3f}{row['next_token']:>12.1%}{row['characters']:>12.1%}")


def _print_cases(rows: list[dict[str, Any]]) -> None:
    print(f"{'kind':<16}{'mode':<14}{'language':<14}{'cases':>6}{'exact':>8}{'95 %':>14}{'similar':>9}")
    for row in rows:
        low, high = row["exact_interval"]
        print(
            f"{row['kind']:<16}{row['mode']:<14}{row['language']:<14}{row['cases']:>6}{row['exact']:>8.1%}"
            f"{low:>7.1%}-{high:.1%}{row['similarity']:>9.1%}"
        )
