"""False alarms, in public: lives of pages whose truth is known, told by Linkwatch and by public link checkers.

    python -m jobs bench truth      # Linkwatch, and those checkers that are installed
    python -m jobs.bench.truth      # the same as the tables of docs/truth.md

`python -m jobs.bench.peers install` installs the others. A life (`life`) is a page that is well for two days and then
becomes something else; `ours` leads Linkwatch through it on a clock that jumps, and each other tool (`tools`) is asked
once for each thing that the page was.
"""

import asyncio

from jobs.bench import Figure
from jobs.bench.truth.kept import SPELLINGS, TROUBLES, WALLS
from jobs.bench.truth.life import Fate, PageLife
from jobs.bench.truth.lost import LOSSES
from jobs.bench.truth.tally import ToolTally, tallied

LIVES: tuple[PageLife, ...] = (*TROUBLES, *WALLS, *SPELLINGS, *LOSSES)


def run() -> list[Figure]:
    """All lives and tools; ours has its aims, what others say is only told."""
    return [figure for each in asyncio.run(tallied(LIVES)) for figure in _figures(each)]


def _figures(tally: ToolTally) -> list[Figure]:
    kept = sum(life.truth is Fate.KEPT for life in LIVES)
    lost = len(LIVES) - kept
    if tally.missing:
        return [Figure(f"{tally.name}: {tally.missing}", 0, "", "", ok=True)]
    false, told = len(tally.alarms(Fate.KEPT)), len(tally.alarms(Fate.LOST))
    aims = ("none", "all") if tally.is_ours else ("", "")
    return [
        Figure(
            f"{tally.name}: false alarms, of {kept} links that were kept",
            false,
            "",
            aims[0],
            ok=not aims[0] or not false,
        ),
        Figure(
            f"{tally.name}: told, of {lost} links that were lost", told, "", aims[1], ok=not aims[1] or told == lost
        ),
    ]
