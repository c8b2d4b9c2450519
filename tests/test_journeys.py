"""The journeys through the house stay short: how many rooms each enters, measured by running it."""

import pytest

from tests.tools.journeys import JOURNEYS, Journey, walk


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
def test_a_journey_enters_few_rooms(journey: Journey) -> None:
    rooms = walk(journey).rooms
    assert 1 < len(rooms) <= journey.most_rooms, rooms
