"""Media queries, judged for a screen of 1280 x 720."""

import pytest

from jobs.web.html.media_queries import applies_to_screen

APPLY = [
    "",
    "all",
    "screen",
    "only screen and (min-width: 600px)",
    "print, screen",
    "not print",
    "(max-width: 80em)",
    "(width >= 600px)",
    "(600px <= width < 1281px)",
    "(orientation: landscape)",
    "(prefers-color-scheme:light)",
]
DO_NOT_APPLY = [
    "print",
    "not screen",
    "(max-width: 600px)",
    "screen and (max-height: 10em)",
    "speech",
    "(width < 600px)",
    "(600px <= width <= 700px)",
    "(orientation: portrait)",
    "(unheard-of: 1)",
    "(min-width: 1.2.3px)",
]


@pytest.mark.parametrize("query", APPLY)
def test_applies(query: str) -> None:
    assert applies_to_screen(query)


@pytest.mark.parametrize("query", DO_NOT_APPLY)
def test_does_not_apply(query: str) -> None:
    assert not applies_to_screen(query)
