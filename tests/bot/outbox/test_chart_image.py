"""Which lines share an axis, and where their names stand."""

import subprocess
import sys
from itertools import pairwise

import pytest

from bot.messages.kit.blocks import Block
from bot.messages.kit.chart import Lines, line_chart
from bot.outbox.chart_image import Series, figure_of, panels_of, spread

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


@pytest.mark.parametrize(
    ("days", "lines", "names"),
    [
        ([f"{number} Sep" for number in range(1, 13)], 3, "Weakened"),
        ([f"{number % 28 + 1} May 2026" for number in range(52)], 5, "P-12 friends.example"),
        (["28 Sep", "5 Oct"], 1, "Live"),
    ],
)
def test_days_never_touch_and_counts_are_whole(days: list[str], lines: int, names: str) -> None:
    pytest.importorskip("matplotlib")
    figure = figure_of(chart(days, {f"{names} {line}": [line * 100 + 1] * len(days) for line in range(lines)}))
    figure.draw_without_rendering()
    axes = figure.axes[-1]
    boxes = sorted((label.get_window_extent() for label in axes.get_xticklabels()), key=lambda box: box.x0)
    assert len(boxes) >= 2
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))
    ticks = [tick for each in figure.axes for tick in each.get_yticks()]
    assert all(float(tick).is_integer() for tick in ticks)


def test_each_line_has_a_stroke_and_a_mark_of_its_own() -> None:
    pytest.importorskip("matplotlib")
    figure = figure_of(chart(["1 May", "8 May"], {f"line {line}": [line, line] for line in range(5)}))
    drawn = [line for axes in figure.axes for line in axes.get_lines()]
    assert len({str(line.get_marker()) for line in drawn}) == 5
    assert len({line.get_color() for line in drawn}) == 5
    with pytest.raises(ValueError, match="zip"):
        figure_of(chart(["1 May", "8 May"], {f"line {line}": [line, line] for line in range(6)}))


def chart(days: list[str], lines: dict[str, list[int]]) -> Block:
    """A block as the digest has it."""
    [block] = line_chart(Lines("The last weeks", days, lines, "links"))
    return block


def test_the_bot_starts_without_the_library_for_drawing() -> None:
    """It is large and may be missing; only the child process loads it."""
    ask = "import sys, bot.service, bot.outbox.chart_image; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "False\n"
