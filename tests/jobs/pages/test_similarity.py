from hypothesis import given
from hypothesis import strategies as st

from jobs.pages.similarity import SKETCH_SIZE, similarity, sketch

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
