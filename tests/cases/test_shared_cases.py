"""The cases that were handed to us, each a life on the hand clock, held against its own words for what should come."""

import pytest

from tests.cases import shared_cases
from tests.cases.truth import faults
from tests.tools.lives import lead

pytestmark = pytest.mark.slow


async def test_each_case_comes_out_as_its_words_say() -> None:
    names = shared_cases.names()
    if not names:
        pytest.skip(f"the cases are not at {shared_cases.CASES}; set LINKWATCH_CASES")
    lives = await lead(map(shared_cases.becomes, names))
    wrong = {name: found for name in names if (found := faults(shared_cases.expected(name), lives[name]))}
    assert not wrong, "\n".join(f"{name}: {'; '.join(found)}" for name, found in wrong.items())
