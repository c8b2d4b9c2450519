"""The report's charts as SVG: round numbers on every axis, and nothing that is told by colour alone (pure)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from jobs.digests.forecast_words import by_quarter
from jobs.digests.reports.html.markup import Markup, tag
from jobs.digests.reports.report import LinkClass
from jobs.digests.reports.wording import CLASS
from jobs.model.digest import WeekPoint
from jobs.model.series import ShareLine
from jobs.model.worth import Forecast
from jobs.units.dates import format_day

_WIDE, _HIGH = 216, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 10, 26, 22
"""What stands around the lines of a panel."""
_MOST_TICKS = 4
_MOST_PANELS = 6
_HUNDREDTHS = 10_000
"""Of a percent, in all."""
_BAR, _ROW, _NAMES, _BARS = 14, 22, 110, 420
"""Of the bars: their height, that of a row, the width of the names, and of the longest bar."""
_LINES: tuple[tuple[str, str, Callable[[WeekPoint], int]], ...] = (
    ("On their pages", LinkClass.LIVE, lambda week: week.live),
    ("Weakened", LinkClass.WEAKENED, lambda week: week.weakened),
    ("Lost", LinkClass.LOST, lambda week: week.lost),
)
"""A panel each: what it shows, how it looks, and where its numbers are."""


def step_of(top: int) -> int:
    """The distance of the marks on an axis from 0 to `top`: a whole number, such that there are four at most."""
    step = 1
    while top > step * _MOST_TICKS:
        # 1, 2, 5, 10, 20 ...
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def weeks(series: Sequence[WeekPoint]) -> Markup:
    """A panel for each line, so that a few lost links are seen beside thousands of live ones."""
    days = [format_day(week.monday) for week in (series[0], series[-1])]
    of = "in the week of"
    panels = [_panel(name, look, days, [number(week) for week in series], of) for name, look, number in _LINES]
    return tag("div", *panels, class_="panels")


def shares(lines: Sequence[ShareLine]) -> Markup:
    """A panel for each of the first pages: what a followed link there passes on, in percent."""
    panels = [_share_panel(each) for each in lines[:_MOST_PANELS]]
    return tag("div", *panels, class_="panels")


def _share_panel(each: ShareLine) -> Markup:
    numbers = [round(point.share * _HUNDREDTHS) for point in each.points]
    days = [format_day(point.day) for point in (each.points[0], each.points[-1])]
    return _panel(f"{each.ref}: a link passes on", LinkClass.WEAKENED, days, numbers, written=_in_percent)


def _in_percent(hundredths: int) -> str:
    return f"{hundredths / 100:g} %"


def ahead(begun: date, likely: Forecast) -> Markup:
    """How many of the links that stand are likely to be left, from a day on, at each quarter of the time ahead."""
    days, numbers = zip(*by_quarter(likely), strict=True)
    ends = [format_day(begun + timedelta(days=day)) for day in (days[0], days[-1])]
    return tag("div", _panel("Likely to stand", LinkClass.UNKNOWN, ends, numbers), class_="panels")


def bars(classes: Mapping[LinkClass, int]) -> Markup:
    """How many links are in each class; those with none are left out."""
    shown = {each: number for each, number in classes.items() if number}
    longest = max(shown.values(), default=1)
    rows = [mark for at, (each, number) in enumerate(shown.items()) for mark in _bar(at, each, number, longest)]
    told = ", ".join(f"{CLASS[each]}: {number:,}" for each, number in shown.items())
    return _svg(_NAMES + _BARS + 60, _ROW * len(shown), f"How the links stand. {told}", rows)


def _bar(at: int, each: LinkClass, number: int, longest: int) -> Iterator[Markup]:
    middle, width = at * _ROW + _ROW / 2, max(2.0, _BARS * number / longest)
    yield _text(CLASS[each], _NAMES - 8, middle + 4, "end")
    yield tag(
        "rect",
        x=f"{_NAMES}",
        y=f"{middle - _BAR / 2}",
        width=f"{width:.1f}",
        height=f"{_BAR}",
        class_=f"bar {each}",
    )
    yield _text(f"{number:,}", _NAMES + width + 6, middle + 4)


def _panel(
    name: str,
    look: str,
    days: Sequence[str],
    numbers: Sequence[int],
    of: str = "",
    *,
    written: Callable[[int], str] = "{:,}".format,
) -> Markup:
    """A line of numbers from the first of two days to the second; `of` says what a day stands for."""
    step = step_of(max(numbers))
    top = step * max(1, -(-max(numbers) // step))
    high = _HIGH - _TOP - _BOTTOM

    def place(at: int, number: int) -> tuple[float, float]:
        across = at / max(1, len(numbers) - 1) * (_WIDE - _LEFT - _RIGHT)
        return _LEFT + across, _TOP + high * (1 - number / top)

    points = [place(at, number) for at, number in enumerate(numbers)]
    first, last = written(numbers[0]), written(numbers[-1])
    told = f"{name}: {first} {of or 'on'} {days[0]}, {last} {of or 'on'} {days[1]}"
    return _svg(
        _WIDE,
        _HIGH,
        told,
        [
            _text(name, 0, 12, class_="title"),
            _text(last, _WIDE - _RIGHT, 12, "end", class_="title"),
            *(mark for number in range(0, top + 1, step) for mark in _tick(place(0, number)[1], written(number))),
            tag("path", d="M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), class_=f"line {look}"),
            *(tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.2", class_=f"dot {look}") for x, y in points),
            _text(days[0], _LEFT, _HIGH - 6),
            _text(days[1], _WIDE - _RIGHT, _HIGH - 6, "end"),
        ],
    )


def _tick(height: float, number: str) -> list[Markup]:
    rule = tag("line", x1=f"{_LEFT}", x2=f"{_WIDE - _RIGHT}", y1=f"{height:.1f}", y2=f"{height:.1f}", class_="rule")
    return [rule, _text(number, _LEFT - 5, height + 3.5, "end")]


def _text(words: str, across: float, down: float, anchor: str = "start", class_: str = "") -> Markup:
    return tag("text", words, x=f"{across:.1f}", y=f"{down:.1f}", text_anchor=anchor, class_=class_)


def _svg(width: int, height: int, told: str, marks: Sequence[Markup]) -> Markup:
    return tag(
        "svg",
        *marks,
        viewBox=f"0 0 {width} {height}",
        width=f"{width}",
        height=f"{height}",
        role="img",
        aria_label=told,
    )
