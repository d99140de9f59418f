import numpy as np

from openelm_train.data.dedup import SKETCH, Deduplicator, fingerprint, similarity, sketch, squeeze


def prose(seed: int, words: int = 800) -> str:
    rng = np.random.default_rng(seed)
    return " ".join(f"word{n}" for n in rng.integers(0, 5000, words))


def parts(text: str) -> tuple[str, "np.typing.NDArray[np.uint64]"]:
    squeezed = squeeze(text)
    return fingerprint(squeezed), sketch(squeezed)


def test_other_blanks_make_an_exact_duplicate() -> None:
    seen = Deduplicator()
    assert seen.add(*parts("a = 1\nb = 2\n" * 30))
    assert not seen.add(*parts("a  =  1\n\tb = 2\r\n" * 30))
    assert (seen.exact, seen.near) == (1, 0)


def test_a_small_change_makes_a_near_duplicate_and_the_first_stays() -> None:
    seen = Deduplicator()
    text = prose(1)
    assert seen.add(*parts(text))
    assert not seen.add(*parts(text.replace("word17", "other") + " and an end"))
    assert seen.near == 1


def test_different_texts_both_stay() -> None:
    seen = Deduplicator()
    assert seen.add(*parts(prose(1)))
    assert seen.add(*parts(prose(2)))


def test_similarity_estimates_the_share_of_common_shingles() -> None:
    common, own = prose(1, 1600), prose(2, 400)
    assert similarity(sketch(squeeze(common)), sketch(squeeze(common))) == 1.0
    assert 0.55 < similarity(sketch(squeeze(common)), sketch(squeeze(common + own))) < 0.95
    assert similarity(sketch(squeeze(common)), sketch(squeeze(own))) < 0.05


def test_a_sketch_is_sorted_distinct_and_bounded() -> None:
    values = sketch(squeeze(prose(3)))
    assert len(values) == SKETCH and np.all(values[1:] > values[:-1])
    assert 0 < len(sketch(b"short")) <= SKETCH
