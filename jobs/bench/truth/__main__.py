"""`python -m jobs.bench.truth`: the tables of docs/truth.md."""

import asyncio
from collections.abc import Iterator, Sequence

from jobs.bench.truth import LIVES
from jobs.bench.truth.life import Fate, PageLife
from jobs.bench.truth.tally import ToolTally, tallied


def tables(tallies: Sequence[ToolTally], lives: Sequence[PageLife]) -> Iterator[str]:
    """In sum, then life by life; tools that were not asked are left out."""
    asked = [each for each in tallies if not each.missing]
    kept = sum(life.truth is Fate.KEPT for life in lives)
    heads = (f"alarms about {kept} kept links", "for three days in a row", f"noticed of {len(lives) - kept} losses")
    yield f"| | {' | '.join(heads)} |"
    yield "|---|---:|---:|---:|"
    for each in asked:
        counts = (
            len(each.alarms(Fate.KEPT)),
            len(each.alarms(Fate.KEPT, lasting=True)),
            len(each.alarms(Fate.LOST)),
        )
        yield f"| {each.name} | {' | '.join(map(str, counts))} |"
    yield ""
    yield f"| page | what happens | in truth | {' | '.join(each.name for each in asked)} |"
    yield f"|---|---|---|{'---|' * len(asked)}"
    for life in lives:
        said = " | ".join(each.told[life.name].words for each in asked)
        yield f"| {life.name} | {life.story} | {life.truth.value} | {said} |"


if __name__ == "__main__":
    print("\n".join(tables(asyncio.run(tallied(LIVES)), LIVES)))
