"""What each tool made of all lives, held against what is true."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jobs.bench.truth.life import BEGINS, Fate, PageLife
from jobs.bench.truth.ours import course_of
from jobs.bench.truth.site import served
from jobs.bench.truth.tools import TOOLS, Said, Tool, ask
from jobs.model.incident import IncidentKind

OURS = "Linkwatch"
_AT_ONCE = 4
_IN_A_ROW = 3
"""Days after which an alarm is taken for more than a passing trouble."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person would have been told of one life."""

    alarm: bool
    """At the first look that finds something wrong; ours, which looks again itself: that the link is lost."""
    lasting: bool
    """The same three days in a row."""
    words: str


@dataclass(frozen=True, slots=True)
class ToolTally:
    """What one tool made of the lives, by their names."""

    name: str
    lives: Sequence[PageLife] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    missing: str = ""
    """Why it was not asked."""

    @property
    def is_ours(self) -> bool:
        """Whether it is Linkwatch."""
        return self.name == OURS

    def alarms(self, truth: Fate, *, lasting: bool = False) -> list[str]:
        """The lives of this truth of which it would have raised an alarm."""
        told = ((life, self.told[life.name]) for life in self.lives if life.truth is truth)
        return [life.name for life, each in told if (each.lasting if lasting else each.alarm)]


async def tallied(lives: Sequence[PageLife], tools: Sequence[Tool] = TOOLS) -> list[ToolTally]:
    """Ours first, then each tool that is installed."""
    ours = ToolTally(OURS, lives, await _each(lives, _ours))
    return [ours, *[await _of_tool(tool, lives) for tool in tools]]


async def _of_tool(tool: Tool, lives: Sequence[PageLife]) -> ToolTally:
    if not tool.program.exists():
        return ToolTally(tool.name, missing="not installed (python -m jobs.bench.peers install)")

    async def one(life: PageLife) -> Told:
        return await _asked(tool, life)

    return ToolTally(tool.name, lives, await _each(lives, one))


async def _each(lives: Sequence[PageLife], one: Callable[[PageLife], Awaitable[Told]]) -> Mapping[str, Told]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def led(life: PageLife) -> tuple[str, Told]:
        async with turns:
            return life.name, await one(life)

    return dict(await asyncio.gather(*map(led, lives)))


async def _ours(life: PageLife) -> Told:
    kinds = (await course_of(life)).told
    lost = IncidentKind.LOST in kinds
    return Told(lost, lost, ", ".join(sorted(kinds)) or "nothing")


async def _asked(tool: Tool, life: PageLife) -> Told:
    """One look before and one after the page became something else; while it stays the same, so does the answer.

    Raises:
        AssertionError: the tool did not see the link while all was well, so that its word is worth nothing.
    """
    before, after = [await _look(tool, life, day) for day in (0, BEGINS)]
    assert before is Said.LINKED, f"{tool.name} says {before.value} of a page that is well"
    is_wrong = after is not Said.LINKED
    return Told(is_wrong, is_wrong and life.ends - BEGINS >= _IN_A_ROW, after.value)


async def _look(tool: Tool, life: PageLife, day: float) -> Said:
    async with served(life, lambda: day) as places:
        return await ask(tool, places.page(), places.target())
