"""Which lines share an axis, and where their names stand."""

import subprocess
import sys

import pytest

from bot.outbox.chart_image import Series, panels_of, spread

STYLE = ("#000000", "-", "o")


@pytest.mark.parametrize(
    ("series", "panels", "reason"),
    [
        ({"Live": 2000, "Lost": 3, "Weakened": 5}, [["Live"], ["Lost", "Weakened"]], "the few would lie flat"),
        ({"Live": 12, "Lost": 3, "Weakened": 4}, [["Live", "Lost", "Weakened"]], "all can be told apart"),
        ({"Live": 12, "Lost": 0}, [["Live"], ["Lost"]], "nothing lost is told apart from the axis"),
        ({"Live": 0, "Lost": 0}, [["Live", "Lost"]], "nothing at all"),
    ],
)
def test_what_would_lie_flat_gets_an_axis_of_its_own(
    series: dict[str, int], panels: list[list[str]], reason: str
) -> None:
    found = panels_of([Series(name, [1, most] if most else [0, 0], STYLE) for name, most in series.items()])
    assert [[line.name for line in panel] for panel in found] == panels, reason


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [([0.9, 0.1], [0.9, 0.1]), ([0.5, 0.5, 0.1], [0.5, 0.7, 0.1]), ([0.0, 0.0], [0.0, 0.2])],
)
def test_names_stand_apart(wanted: list[float], placed: list[float]) -> None:
    assert spread(wanted, 0.2) == pytest.approx(placed)


def test_the_bot_starts_without_the_library_for_drawing() -> None:
    """It is large and may be missing; only the child process loads it."""
    ask = "import sys, bot.service, bot.outbox.chart_image; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "False\n"
