"""What other channels know of a site is counted in whole words."""

import pytest

from bot.messages.answers.across import Elsewhere, KnownSite, known_across
from bot.messages.kit.blocks import Message
from bot.messages.kit.text import escape
from tests.tools.slack_words import read, sound


def told(*sites: KnownSite) -> str:
    return " ".join(read(sound(Message(escape("x"), tuple(known_across(sites))))).split())


@pytest.mark.parametrize(
    ("linked", "expected"),
    [
        (Elsewhere(others=1), "1 other channel of ours has links there"),
        (Elsewhere(others=2), "2 other channels of ours have links there"),
    ],
)
def test_channels_that_may_not_be_named_are_counted(linked: Elsewhere, expected: str) -> None:
    assert expected in told(KnownSite("blog.example", linked=linked))


@pytest.mark.parametrize(("count", "expected"), [(11, "and 1 more site"), (12, "and 2 more sites")])
def test_of_many_sites_the_rest_is_counted(count: int, expected: str) -> None:
    sites = [KnownSite(f"blog{number}.example", disavowed_here=True) for number in range(count)]
    assert told(*sites).endswith(expected)
