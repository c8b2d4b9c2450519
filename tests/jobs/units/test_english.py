"""How many there are, in words."""

import pytest

from jobs.units.english import several


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
