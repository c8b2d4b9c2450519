import pytest

from bot.access.permissions import Asker, may_manage, may_view
from bot.grammar.parse import parse
from bot.grammar.values import ParseError, changes
from jobs.config import Permissions

ADA = Asker("U0ADA", "C0LINKS", at_home=True)
EVE = Asker("U0EVE", "C0LINKS", at_home=False)


@pytest.mark.parametrize(
    ("view", "manage", "asker", "expected", "why"),
    [
        (("everyone",), ("everyone",), ADA, (True, True), "the default"),
        (("everyone",), ("everyone",), EVE, (True, False), "people of other workspaces never manage"),
        (("everyone",), ("U0EVE",), EVE, (True, False), "not even when named"),
        (("U0BEN",), ("U0BEN",), ADA, (False, False), "not listed"),
        (("U0BEN",), ("U0ADA",), ADA, (True, True), "who may manage may look"),
        (("C0LINKS",), ("C0OTHER",), ADA, (True, False), "a channel stands for those in it"),
        ((), (), ADA, (False, False), "nobody"),
    ],
)
def test_who_may(
    view: tuple[str, ...], manage: tuple[str, ...], asker: Asker, expected: tuple[bool, bool], why: str
) -> None:
    allowed = Permissions(view=view, manage=manage)
    assert (may_view(allowed, asker), may_manage(allowed, asker)) == expected, why


@pytest.mark.parametrize(
    "typed", ["", "list", "show L-1", "check L-1", "relevance a.example b.example", "digest", "status"]
)
def test_looking_changes_nothing(typed: str) -> None:
    command = parse(typed)
    assert not isinstance(command, ParseError)
    assert not changes(command)


@pytest.mark.parametrize(
    "typed", ["add a.example b.example", "partner add a.example", "rm L-1", "check all", "mark L-1 live", "digest off"]
)
def test_the_rest_takes_the_permission_to_manage(typed: str) -> None:
    command = parse(typed)
    assert not isinstance(command, ParseError)
    assert changes(command)
