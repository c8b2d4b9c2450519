"""Quotes begin and end at words, and show where they were cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.pages.markup import excerpt

TEXT = "one two three four five"


@pytest.mark.parametrize(
    ("start", "end", "quoted"),
    [
        (0, 99, "one two three four five"),
        (-5, 7, "one two …"),
        (0, 6, "one …"),
        (0, 8, "one two …"),
        (5, 99, "… three four five"),
        (4, 99, "… two three four five"),
        (3, 99, "… two three four five"),
        (5, 16, "… three …"),
        (9, 11, "… hr …"),
        (3, 4, ""),
    ],
)
def test_a_quote_is_whole_words(start: int, end: int, quoted: str) -> None:
    assert excerpt(TEXT, start, end) == quoted


@given(st.text("ab c\n", max_size=30), st.integers(-5, 35), st.integers(-5, 35))
def test_it_says_nothing_that_is_not_there_and_marks_each_cut(text: str, start: int, end: int) -> None:
    quoted = excerpt(text, start, end)
    inner = quoted.removeprefix("… ").removesuffix(" …")
    assert inner in text
    assert not quoted or quoted.startswith("… ") is (start > 0)
    assert not quoted or quoted.endswith(" …") is (end < len(text))
