"""What of a page's text stands beside its code, found by how each piece of code begins."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as some

from jobs.web.html.hashes import between

LETTERS = some.text("ab", max_size=9)


@given(some.lists(some.tuples(LETTERS, LETTERS)), LETTERS)
def test_what_stands_between_is_all_that_is_left_when_each_piece_of_code_is_cut_out_in_turn(
    pieces: list[tuple[str, str]], end: str
) -> None:
    text, codes = "".join(chain.from_iterable(pieces)) + end, [code for _, code in pieces]
    left, expected = text, []
    for code in filter(None, codes):
        before, _, left = left.partition(code)
        expected.append(before)
    assert list(between(text, codes)) == [*expected, left]


def test_code_that_begins_as_much_of_a_text_does_is_found_too() -> None:
    text = "aaaaab" * 40 + "aaaaac" + "z"
    assert list(between(text, ["aaaaac"])) == ["aaaaab" * 40, "z"]
    assert list(between(text, ["aaaaad"])) == [text, ""]
