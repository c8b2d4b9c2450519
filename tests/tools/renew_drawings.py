"""Draw how a loss is proved, and how often each way to watch cries wolf: `python -m tests.tools.renew_drawings`.

The first is a life of the truth bench, led by Linkwatch as it is now; the second the table of docs/simulation.md.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from jobs.bench.truth import LIVES
from jobs.bench.truth.life import BEGINS
from jobs.bench.truth.ours import LifeCourse, PageLook, course_of
from jobs.digests.reports.html.markup import Markup, tag
from jobs.model.incident import IncidentKind
from jobs.model.link_status import LinkState
from jobs.units.durations import format_duration

DOCS = Path(__file__).parents[2] / "docs"
LOSS, ALARMS = DOCS / "pictures" / "loss.svg", DOCS / "pictures" / "false_alarms.svg"
LIFE = "taken out"
_WIDE = 860
_DAY = timedelta(days=1)
_GREEN, _YELLOW, _RED, _GREY = "#1a7f4b", "#b58100", "#c4314b", "#6b7280"
_COLOURS = {LinkState.LIVE: _GREEN, LinkState.SUSPECT: _YELLOW, LinkState.LOST: _RED}
_LEFT, _RIGHT, _LINE = 40, 40, 96
_SHOWN = timedelta(days=5)
_APART = 74
"""Between the words of two looks, so that none stands on another."""


def loss(course: LifeCourse) -> str:
    """The looks of a course around its loss, in words of how the link stood, and when it was told."""
    looks = [look for look in course.looks if look.after <= _SHOWN]
    told = course.told[IncidentKind.LOST]
    waits = ["first look", *(f"{format_duration(_hours(b.after - a.after))} later" for a, b in pairwise(looks))]
    telling = next(number for number, look in enumerate(looks) if look.state is LinkState.LOST)
    words = [(wait, "told in the channel" if at == telling else "") for at, wait in enumerate(waits)]
    placed = zip(looks, words, _spread(looks), strict=True)
    marks = [mark for look, said, across in placed for mark in _look(look, said, across)]
    taken = _across(BEGINS * _DAY)
    return _svg(
        210,
        f"A link is taken out on day {BEGINS}, and told as lost {format_duration(_hours(told - BEGINS * _DAY))} later",
        [
            tag("line", x1=f"{_LEFT}", x2=f"{_WIDE - _RIGHT}", y1=f"{_LINE}", y2=f"{_LINE}", stroke=_GREY),
            *(_text(f"day {day}", _across(day * _DAY), _LINE - 26, _GREY) for day in range(_SHOWN.days + 1)),
            tag(
                "line",
                x1=f"{taken:.1f}",
                x2=f"{taken:.1f}",
                y1="34",
                y2=f"{_LINE}",
                stroke=_RED,
                stroke_dasharray="3 3",
            ),
            _text("the link is taken out", taken, 26, _RED),
            *marks,
        ],
    )


def _look(look: PageLook, said: Sequence[str], words_at: float) -> Iterator[Markup]:
    colour, at = _COLOURS[look.state], _across(look.after)
    yield tag("circle", cx=f"{at:.1f}", cy=f"{_LINE}", r="5", fill=colour)
    yield tag("path", d=f"M{at:.1f} {_LINE + 8} L{words_at:.1f} {_LINE + 34}", stroke=colour, fill="none")
    yield _text(look.state, words_at, _LINE + 48, colour, weight="bold")
    for line, words in enumerate(filter(None, said)):
        yield _text(words, words_at, _LINE + 64 + 18 * line, _GREY)


def _spread(looks: Sequence[PageLook]) -> list[float]:
    """Where the words of each look stand: below it, or beside those before it."""
    places: list[float] = []
    for look in looks:
        places.append(max(_across(look.after), places[-1] + _APART if places else 0))
    over = max(0.0, places[-1] - (_WIDE - _RIGHT))
    return [place - over * number / max(1, len(places) - 1) for number, place in enumerate(places)]


def _across(after: timedelta) -> float:
    return _LEFT + after / _SHOWN * (_WIDE - _LEFT - _RIGHT)


def _hours(wait: timedelta) -> timedelta:
    return timedelta(hours=round(wait / timedelta(hours=1)))


def alarms(paper: str) -> str:
    """The false losses of the mild mix in docs/simulation.md, a bar each."""
    table = paper.partition("| mix | way | false losses |")[2]
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in table.splitlines() if "|" in line]
    first = next(number for number, row in enumerate(rows) if row[0] == "mild")
    mild = [rows[first], *[row for row in _until_next(rows[first + 1 :]) if row[1] != "ours, early"]]
    ways = [(row[1], float(row[2].replace(",", ""))) for row in mild]
    most = max(number for _, number in ways)
    marks = [mark for at, (way, number) in enumerate(ways) for mark in _bar(at, way, number, number / most)]
    told = "; ".join(f"{way}: {number:,g}" for way, number in ways)
    return _svg(40 + 34 * len(ways), f"False losses per 1,000 links in a simulated month. {told}", marks)


def _until_next(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    for row in rows:
        if row[0]:
            return
        yield row


def _bar(at: int, way: str, number: float, share: float) -> Iterator[Markup]:
    top, names = 30 + 34 * at, 170
    width = max(2.0, share * (_WIDE - names - 120))
    colour = _GREEN if way == "ours" else _GREY
    if not at:
        yield _text("false losses per 1,000 links in a month", names, 18, _GREY, anchor="start")
    yield _text("Linkwatch" if way == "ours" else way, names - 10, top + 15, colour, anchor="end")
    yield tag("rect", x=f"{names}", y=f"{top}", width=f"{width:.1f}", height="20", fill=colour)
    yield _text(f"{number:,g}", names + width + 8, top + 15, colour, anchor="start", weight="bold")


def _text(words: str, across: float, down: float, colour: str, *, anchor: str = "middle", weight: str = "") -> Markup:
    place = {"x": f"{across:.1f}", "y": f"{down:.1f}", "text_anchor": anchor, "fill": colour, "font_weight": weight}
    return tag("text", words, **place)


def _svg(high: int, told: str, marks: Sequence[Markup]) -> str:
    picture = tag(
        "svg",
        tag("rect", width=f"{_WIDE}", height=f"{high}", fill="#ffffff"),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDE} {high}",
        font_family="sans-serif",
        font_size="13",
        role="img",
        aria_label=told,
    )
    return re.sub(r"(?<=>)(?=<(?!/))", "\n", picture) + "\n"


async def loss_as_it_is_now() -> str:
    """The first drawing, of the life led now."""
    [life] = [each for each in LIVES if each.name == LIFE]
    return loss(await course_of(life))


if __name__ == "__main__":
    LOSS.write_text(asyncio.run(loss_as_it_is_now()), encoding="utf-8")
    ALARMS.write_text(alarms((DOCS / "simulation.md").read_text(encoding="utf-8")), encoding="utf-8")
