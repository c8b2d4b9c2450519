import pytest

from bot.grammar.parse import parse
from bot.grammar.values import Command, OpenImport, ParseError, UndoImport


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("import", OpenImport()),
        ("import undo", UndoImport()),
        ("import undo 20260510-143200-7f3a", UndoImport("20260510-143200-7f3a")),
        ("csv", OpenImport()),
    ],
)
def test_import_as_typed(typed: str, means: Command) -> None:
    assert parse(typed) == means


@pytest.mark.parametrize("typed", ["import links.csv", "import undo a b"])
def test_what_import_does_not_take_is_named(typed: str) -> None:
    assert isinstance(parse(typed), ParseError)
