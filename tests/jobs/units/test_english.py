"""How many there are, and which, in words."""

import pytest

from jobs.units.english import joined, several


@pytest.mark.parametrize(
    ("number", "more", "said"),
    [
        (0, "", "0 links"),
        (1, "", "1 link"),
        (2, "", "2 links"),
        (2_040, "", "2,040 links"),
        (3, "of them", "3 of them"),
    ],
)
def test_one_is_one_and_thousands_are_set_apart(number: int, more: str, said: str) -> None:
    assert several(number, "link", more) == said


@pytest.mark.parametrize(("words", "said"), [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")])
def test_a_list_ends_with_and(words: str, said: str) -> None:
    assert joined(words) == said
    assert joined(words, "or") == said.replace("and", "or")
