from random import Random

import numpy as np

from openelm_train import tokenizer as t
from openelm_train.data import cases, fim, pairs
from openelm_train.data.collect import File
from openelm_train.data.cursor import steady_suffix, taken_back
from openelm_train.data.pack import documents, encode, infill, plain
from openelm_train.tokenizer import load

TEXT = "".join(
    f"def function_{n}(first, second):\n    total = first + second * {n}\n    return total\n\n"
    for n in range(200)
)


def file(path: str, text: str) -> File:
    return File(path, "python", text, "", np.zeros(0, dtype=np.uint64))


def test_an_infill_document_holds_its_text_in_either_order() -> None:
    tokenizer = load("8k")
    for first in (True, False):
        (ids,) = encode([infill([t.FILE_SEP, "a.py\n"], "one ", "two ", "three", first)], tokenizer, 1024)
        order = (t.FIM_SUFFIX, t.FIM_PREFIX) if first else (t.FIM_PREFIX, t.FIM_SUFFIX)
        assert [i for i in ids if i < 16] == [t.FILE_SEP, *order, t.FIM_MIDDLE, t.END_OF_TEXT]
        # With the suffix first the blank at the cursor is written anew.
        assert tokenizer.decode(ids[ids.index(t.FIM_MIDDLE) + 1 : -1]) == (" two " if first else "two ")


def test_a_middle_begins_with_the_word_at_the_cursor_as_in_the_editor() -> None:
    tokenizer = load("16k")
    for prefix, word in (
        ("  const fo", " fo"),
        ("  getIte", "Ite"),
        ("if (", " ("),
        ("let x = 1;\n", ""),
        ("let x = 1;\n    ", "    "),
        ("x", ""),
        ("名前 = 値", ""),
    ):
        ids = tokenizer.encode(prefix)
        count = taken_back(tokenizer, ids)
        assert tokenizer.decode(ids[len(ids) - count :]) == word, prefix


def test_closers_belong_to_the_middle_and_the_suffix_begins_behind_them() -> None:
    for text, middle, suffix in (
        ("call(|one);\n\nlast()\n", "one);", "\nlast()\n"),
        ("call(|one, two)\n", "one", ", two)\n"),
        ("f(() => {|  one\n  });\n}\n", "  one", ""),
        ("f(|one)", "one)", ""),
    ):
        start = text.index("|")
        whole = text.replace("|", "")
        end, after = steady_suffix(whole, whole.index("one") + 3)
        assert (whole[start:end], whole[after:]) == (middle, suffix)


def test_infill_documents_fit_the_context_and_come_out_the_same_each_time() -> None:
    tokenizer = load("8k")
    files = [file("a/long.py", TEXT), file("a/b.py", TEXT[:300]), file("a/c.py", TEXT[300:700])]
    made = [list(documents("pkg", files, 256, f"seed{n}")) for n in range(6)]
    assert made[0] == list(documents("pkg", files, 256, "seed0"))
    infills = [d for one in made for d in one if d.prefix is not None]
    assert infills
    for document, ids in zip(infills, encode(infills, tokenizer, 256), strict=True):
        assert len(ids) <= 256 and t.FIM_MIDDLE in ids and document.pieces[-1] == t.END_OF_TEXT


def test_cuts_stay_in_the_text_and_within_the_longest_middle() -> None:
    rng = Random(1)
    for _ in range(2000):
        start, end = fim.cut(TEXT, 0, len(TEXT), rng)
        assert 0 <= start <= end <= len(TEXT) and end - start <= fim.MAX_PIECE_CHARS


def test_text_that_looks_special_stays_text_in_documents() -> None:
    (ids,) = encode([plain([t.FILE_SEP, "a.py\n"], "x = '<|endoftext|>'\n")], load("8k"), 1024)
    assert [i for i in ids if i < 16] == [t.FILE_SEP, t.END_OF_TEXT]


PYTHON = '''
class Cache:
    def put(self, key, value):
        """Store a value under a key, dropping the oldest when the cache is full. More follows.

        :param key: the key
        """
        if len(self.items) == self.limit:
            self.items.popitem(last=False)
        self.items[key] = value
'''

TYPESCRIPT = """
/**
 * Stores a value under a key, dropping the oldest one when full.
 * @param key - the key
 */
export function put({ key, value }: { key: string; value: number }): { ok: boolean } {
  const text = "}";
  return { ok: store(key, value, text) };
}
export const rest = 1;
"""


def test_pairs_take_the_comment_off_the_code() -> None:
    (pair,) = pairs.extract("python", PYTHON)
    assert pair.code.startswith("def put(self, key, value):\n    if len") and '"""' not in pair.code
    assert pair.first_sentence() == "Store a value under a key, dropping the oldest when the cache is full."


def test_a_brace_in_a_parameter_a_type_or_a_string_does_not_end_a_function() -> None:
    (pair,) = pairs.extract("typescript", TYPESCRIPT)
    assert pair.code.startswith("export function put") and pair.code.endswith("text) };\n}")
    assert pair.first_sentence() == "Stores a value under a key, dropping the oldest one when full."


def test_a_chat_document_has_the_turns_of_the_template() -> None:
    tokenizer = load("8k")
    (ids,) = encode([pairs.chat("Why?", "So.")], tokenizer, 1024)
    assert tokenizer.decode(ids) == "<|user|>\nWhy?<|end|>\n<|assistant|>\nSo.<|end|>\n<|endoftext|>"


def test_cases_restore_their_text_and_expect_more_than_closers() -> None:
    record = {"path": "a.py", "package": "p", "language": "python", "text": TEXT, "licence": "MIT"}
    for kind in ("line-rest", "next-line", "fim-span"):
        made = list(cases.cases_of(kind, [record], 30))
        assert len(made) == 30
        for case in made:
            assert f"{case['prefix']}{case['expected']}{case['suffix']}" in TEXT
            assert cases.is_worth_asking(str(case["expected"]))
    assert not cases.is_worth_asking("\n    });")
