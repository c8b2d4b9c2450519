from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.pages.similarity import FINE_SKETCH_SIZE, SKETCH_SIZE, runs_of, similarity, sketch, steady_words

WORDS = [f"word{number}" for number in range(2000)]


def test_the_same_text_is_the_same_whatever_its_case_and_spaces() -> None:
    assert similarity(sketch("A  walk along\nthe river and back"), sketch("a walk along the river AND back")) == 1.0


def test_other_texts_have_nothing_in_common() -> None:
    assert similarity(sketch(" ".join(WORDS[:1000])), sketch(" ".join(WORDS[1000:]))) == 0.0


def test_a_small_change_stays_nearly_the_same() -> None:
    changed = [*WORDS[:1000], "changed", *WORDS[1001:]]
    assert similarity(sketch(" ".join(WORDS)), sketch(" ".join(changed))) >= 0.9


def test_half_a_text_is_about_half() -> None:
    found = similarity(sketch(" ".join(WORDS)), sketch(" ".join(WORDS[:1000])))
    assert 0.3 < found < 0.7


def test_texts_without_spaces_are_compared_by_character() -> None:
    one = "河沿いの古い道を毎年春に歩き、見つけたものを書き留めています。地図と暖かい上着があれば十分です。"
    assert similarity(sketch(one), sketch(one.replace("春", "秋"))) > 0.5


def test_nothing_resembles_nothing_and_only_that() -> None:
    assert similarity(sketch(""), sketch("")) == 1.0
    assert similarity(sketch(""), sketch("a walk along the river")) == 0.0


@given(st.text(max_size=2000))
def test_a_sketch_is_bounded_sorted_and_stable(text: str) -> None:
    made = sketch(text)
    assert len(made) <= SKETCH_SIZE
    assert list(made) == sorted(set(made))
    assert made == sketch(text)


@given(st.text(max_size=500), st.text(max_size=500))
def test_resemblance_is_symmetric_and_between_none_and_all(one: str, other: str) -> None:
    here, there = sketch(one), sketch(other)
    assert similarity(here, there) == similarity(there, here)
    assert 0.0 <= similarity(here, there) <= 1.0


PARTS = st.sampled_from(
    [*"aéßİ_0 中ไ\n\x85\xa0—'", "word", "x1", "0x", "ab12cd34", "2026-11-01", " 7 ", "STRAẞE", "a中1b"]
)


@given(st.lists(PARTS, max_size=80).map("".join), st.sampled_from([1, 1, 1, 400]))
def test_hashes_are_those_of_each_run_of_four_words_and_a_sketch_is_the_smallest(text: str, times: int) -> None:
    text = f"{text} " * times + " ".join(WORDS[:times])
    words = steady_words(text)
    runs = [words[start : start + 4] for start in range(max(len(words) - 3, 1))]
    hashes = {crc32(" ".join(run).encode()) * 2_654_435_761 % 2**32 for run in runs if run}
    assert runs_of(text) == hashes
    assert list(sketch(text)) == sorted(hashes)[:FINE_SKETCH_SIZE]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße, STRASSE; it's", "strasse strasse it s"),
        ("10:20 on 2026-11-01 at once", "0 on 0 at once"),
        ("x1 0x1f deadbeef feed4711 abc_d1", "x1 0 deadbeef 0 abc_d1"),
        ("a0 0 1 b", "a0 0 b"),
        ("中文7a b", "中 文 0 b"),
        ("ไท1 2中x3", "ไ ท 0 中 x3"),
        ("\x85 — \x1c…", ""),
    ],
)
def test_words_are_told_apart_and_what_changes_is_one_word(text: str, words: str) -> None:
    assert steady_words(text) == words.split()
