"""Situations of our own, each a life on the hand clock."""

import pytest

from tests.cases.pages import LINKS, LOSSES, SCRIPTS
from tests.cases.truth import faults
from tests.cases.walls import ERRORS, WALLS
from tests.tools.lives import lead

pytestmark = pytest.mark.slow

SITUATIONS = (*WALLS, *ERRORS, *SCRIPTS, *LINKS, *LOSSES)


async def test_each_situation_comes_out_as_it_should() -> None:
    lives = await lead(each.becomes() for each in SITUATIONS)
    assert len(lives) == len(SITUATIONS)
    wrong = {each.name: found for each in SITUATIONS if (found := faults(each.expected, lives[each.name]))}
    assert not wrong, "\n".join(f"{name}: {'; '.join(found)}" for name, found in wrong.items())
