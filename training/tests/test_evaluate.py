import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from test_export import tiny_vocabulary
from test_model import random_model

from openelm_train.__main__ import main
from openelm_train.card import card
from openelm_train.case_scores import PromptOptions, score_case
from openelm_train.config import openelm
from openelm_train.document_scores import score_document
from openelm_train.errors import TrainingError
from openelm_train.export_gguf import export
from openelm_train.gate import verdict
from openelm_train.generation import after_next_line, at_line_end, generate, never, take_back
from openelm_train.heldout_set import (
    CompletionCase,
    Document,
    NeighbourFile,
    read_cases,
    read_documents,
    read_package_list,
)
from openelm_train.metrics import Judged, calibration_error, chrf, edit_similarity, threshold_for, wilson
from openelm_train.ngram import NgramTable, predict
from openelm_train.prompts import infill_prompt, left_prompt
from openelm_train.samples import drawn

VOCABULARY = tiny_vocabulary()
CASE = CompletionCase(
    id="1",
    path="src/a.ts",
    language="typescript",
    prefix="let one = 1;\nlet tw",
    suffix=";\nend\n",
    expected="o = 2",
    kind="line-rest",
    files=(NeighbourFile("src/b.ts", "export {};\n"),),
)


def small_model():
    return random_model(openelm(256, 2, len(VOCABULARY.tokens), context=128)).requires_grad_(False)


def test_prompts_have_the_format_of_the_training_text():
    names = {index: name for name, index in VOCABULARY.special_ids.items()}

    def shown(ids):
        return "".join(names.get(one) or VOCABULARY.decode([one]) for one in ids)

    left = left_prompt(VOCABULARY, CASE, 200, with_header=True, with_files=True)
    assert shown(left) == "<|file_sep|>src/b.ts\nexport {};\n<|file_sep|>src/a.ts\nlet one = 1;\nlet tw"
    infill = {"with_header": True, "with_files": False}
    assert shown(infill_prompt(VOCABULARY, CASE, 200, suffix_first=False, **infill)) == (
        "<|file_sep|>src/a.ts\n<|fim_prefix|>let one = 1;\nlet tw<|fim_suffix|>;\nend\n<|fim_middle|>"
    )
    assert shown(infill_prompt(VOCABULARY, CASE, 200, suffix_first=True, **infill)) == (
        "<|file_sep|>src/a.ts\n<|fim_suffix|>;\nend\n<|fim_prefix|>let one = 1;\nlet tw<|fim_middle|>"
    )
    assert len(left_prompt(VOCABULARY, CASE, 15, with_header=True, with_files=True)) == 15


def test_a_healed_token_begins_with_what_was_taken_back():
    made = generate(small_model(), VOCABULARY, VOCABULARY.encode("x in"), limit=5, stop=never, heal=True)
    whole = generate(small_model(), VOCABULARY, VOCABULARY.encode("x in"), limit=5, stop=never)
    assert 0 < made.confidence <= 1
    assert isinstance(made.text, str)
    assert isinstance(whole.text, str)


def test_what_is_taken_back_stands_at_the_cursor_in_both_forms_of_a_prompt():
    left = VOCABULARY.encode("let tw")
    special = VOCABULARY.special
    infill = [special("<|fim_prefix|>"), *left, special("<|fim_middle|>")]
    text = VOCABULARY.tokens[left[-1]]
    assert take_back(VOCABULARY, left) == (left[:-1], text)
    assert take_back(VOCABULARY, infill) == ([*infill[:-2], infill[-1]], text)
    nothing = [special("<|fim_prefix|>"), special("<|fim_middle|>")]
    assert take_back(VOCABULARY, nothing) == (nothing, "")


def test_lines_end_where_they_should():
    assert at_line_end("abc") is None
    assert at_line_end("abc\nd") == 3
    assert after_next_line("\n\n  ") is None
    assert after_next_line("\n  go\n") == 5


def test_documents_are_scored_whole_also_beyond_the_context():
    model = small_model()
    text = "the thing in her = in\n" * 20
    score = score_document(model, VOCABULARY, Document("a.py", "python", text), with_header=True)
    assert score.tokens == len(VOCABULARY.encode(text)) > 128
    assert score.text_bytes == len(text)
    assert score.nats / score.tokens > 1
    short = Document("a.py", "python", "in = her")
    tokens = [0, *VOCABULARY.encode(short.text)]
    plain = torch.log_softmax(model(torch.tensor([tokens]))[0, :-1], -1)
    expected = -sum(float(row[token]) for row, token in zip(plain, tokens[1:], strict=True))
    assert score_document(model, VOCABULARY, short, with_header=False).nats == pytest.approx(
        expected, rel=1e-4
    )


def test_a_case_is_scored_in_every_mode():
    for mode in ("left", "suffix-first", "prefix-first"):
        score = score_case(small_model(), VOCABULARY, CASE, mode, PromptOptions())
        assert 0 <= score.similarity <= 1
        assert not score.exact


def test_figures_of_merit():
    assert edit_similarity("kitten", "sitting") == pytest.approx(1 - 3 / 7)
    assert edit_similarity("", "") == 1
    assert chrf("the cat", "the cat") == pytest.approx(100)
    assert chrf("xyz", "the cat") == 0
    assert wilson(0, 100)[0] == 0
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-3)
    judged = [Judged(0.9, True)] * 30 + [Judged(0.2, False)] * 70
    assert threshold_for(judged, 0.6) == (0.2, 0.5)
    assert calibration_error(judged) == pytest.approx(0.3 * 0.1 + 0.7 * 0.2)


def test_the_ngram_knows_the_text_it_counted_and_the_file_it_is_in():
    text = np.array([5, 6, 7, 8, 9] * 30, dtype=np.uint16)
    guesses = predict(NgramTable(text), [5, 6, 7, 8, 9, 5, 6])
    assert guesses[2:] == [7, 8, 9, 5, 6]
    unseen = [50, 51, 52, 53, 54, 50, 51, 52, 53, 54]
    assert predict(NgramTable(text), unseen)[-3:] == [52, 53, 54]


def write_heldout(directory):
    directory.mkdir()

    def write(name, rows):
        with gzip.open(directory / f"{name}.jsonl.gz", "wt") as file:
            file.write("".join(json.dumps(row) + "\n" for row in rows))

    document = {"path": "a.py", "language": "python", "text": "in = her\n" * 9}
    write("documents", [{**document, "package": name} for name in ("npm:one", "npm:two")])
    case = {**vars(CASE), "languageId": "python", "files": [vars(CASE.files[0])]}
    write(
        "cases", [{**case, "id": str(at), "kind": kind} for at, kind in enumerate(["line-rest", "fim-span"])]
    )
    write("explanations", [{"id": "1", "language": "python", "code": "pass", "doc": "Does nothing."}])
    return directory


def test_the_commands_write_their_reports(tmp_path):
    model = small_model()
    path = tmp_path / "model.gguf"
    export(path, model.config, dict(model.named_parameters()), VOCABULARY, "f32", "Tiny")
    heldout = str(write_heldout(tmp_path / "heldout"))
    out = tmp_path / "report.json"
    assert main(["evaluate", str(path), "--heldout", heldout, "--out", str(out)]) == 0
    report = json.loads(out.read_text())
    assert math.isfinite(report["documents"]["python"]["bits_per_byte"])
    assert {row["mode"] for row in report["cases"]} == {"left", "suffix-first", "prefix-first"}
    assert report["explanations"]["count"] == 1
    assert {one["id"] for one in report["completions"]} == {"0", "1"}
    card = tmp_path / "card.md"
    assert main(["card", str(out), "--beside", str(out), "--out", str(card)]) == 0
    assert "| rest of a line | prefix alone | python | 1 |" in card.read_text()
    assert "| 1 | python | Does nothing. |" in card.read_text()
    assert main(["evaluate", str(path), "--heldout", str(tmp_path / "none"), "--out", str(out)]) == 2


def test_what_a_model_compared_with_has_seen_can_be_left_out(tmp_path):
    model = small_model()
    path = tmp_path / "model.gguf"
    export(path, model.config, dict(model.named_parameters()), VOCABULARY, "f32", "Tiny")
    command = ["evaluate", str(path), "--heldout", str(write_heldout(tmp_path / "heldout"))]
    out, seen = tmp_path / "report.json", tmp_path / "seen.txt"
    seen.write_text("# what it saw\nnpm:one\n\n")
    assert main([*command, "--out", str(out), "--without-packages", str(seen)]) == 0
    assert json.loads(out.read_text())["documents"]["python"]["files"] == 1
    assert main([*command, "--out", str(out), "--without-packages", str(tmp_path / "none")]) == 2


def test_every_package_that_the_seed_model_saw_is_in_the_heldout_set():
    heldout = Path(__file__).parent.parent / "heldout"
    documents = {document.package for document in read_documents(heldout)}
    cases = {case.package for case in read_cases(heldout)}
    assert read_package_list(heldout / "seen-by-seed.txt") < documents | cases


def test_a_card_shows_code_in_a_cell_and_refuses_what_is_no_report(tmp_path):
    row = {"next_token": 0.5, "characters": 0.4}
    sample = {
        "language": "c",
        "kind": "line-rest",
        "before": "a\nif (x ",
        "expected": "|| y) {",
        "text": "``\n",
    }
    made = card(
        [{"model": "m", "documents": {"all": row}, "cases": [], "completions": [{**sample, "exact": False}]}]
    )
    assert "| all | 50.0 %; 40.0 % |" in made
    assert "| c | rest of a line | `` if (x  `` | `` \\|\\| y) { `` | `` ` ` `` | no |" in made
    (tmp_path / "x.json").write_text("[]")
    assert main(["card", str(tmp_path / "x.json"), "--out", str(tmp_path / "x.md")]) == 2


def test_the_gate_wants_spans_filled_in_and_a_lead_over_the_ngram():
    def report(exact, next_token):
        cases = [{"kind": "fim-span", "language": "all", "mode": "suffix-first", "exact": exact}]
        return {"cases": cases, "documents": {"all": {"next_token": next_token}}}

    ngram = {"cases": [], "documents": {"all": {"next_token": 0.36}}}
    assert verdict(report(0.06, 0.42), ngram)[0]
    assert not verdict(report(0.04, 0.42), ngram)[0]
    assert not verdict(report(0.06, 0.40), ngram)[0]
    with pytest.raises(TrainingError, match="no fill-in-the-middle cases"):
        verdict(ngram, ngram)


def test_samples_are_the_same_each_time_and_all_where_there_are_few():
    assert drawn(range(100), 5) == drawn(range(100), 5)
    assert sorted(drawn([3, 1], 20)) == [1, 3]


def test_the_claim_compares_twins_seed_by_seed():
    from openelm_train.claim import compare

    report = compare({"claim-scaled": [1.0, 1.1], "claim-uniform": [1.1, 1.1]})
    assert report["mean_difference"] == 0.05
    assert report["standard_error"] == 0.05


def test_a_bench_times_steps(capsys):
    assert (
        main(
            ["bench", "--preset", "mini", "--device", "cpu", "--threads", "1", "--steps", "1", "--no-compile"]
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out)["tokens_per_second"] > 0
