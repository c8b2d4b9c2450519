"""Faults among bots and workers, one after the other, and what people saw of it.

    python -m tests.fleet [ROUNDS [FAULT...]]

Two bots and four workers check pages, of which some have lost their link. In the middle of it something happens. Then
every page must have been looked at, every loss told in Slack once, one digest written, and no host asked twice at once.
"""

import asyncio
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import monotonic

from jobs.bench._own_postgres import MISSING, find_programs
from jobs.store.errors import StoreUnreachableError
from tests.fleet.faults import FAULTS, why_not_here
from tests.fleet.fleet import Fleet, open_fleet
from tests.tools.slack_bot import LINKS

LEASE = 15.0
"""Seconds; the bot's own is a minute."""
GRACE = 10.0
"""Seconds after the lease within which all is to be done."""
HOSTS = 30
LOOK_EVERY = 0.25
PATIENCE = 150.0
"""Seconds after which what is not done is counted as lost."""


@dataclass
class Toll:
    """What a number of rounds of one fault came to."""

    rounds: int = 0
    pages: int = 0
    lost_looks: int = 0
    alerts: int = 0
    untold: int = 0
    doubled: int = 0
    digests: int = 0
    at_once: int = 0
    late: int = 0
    """Rounds in which what was held when the fault came was not done within lease and grace."""
    ended: int = 0
    """Bots and workers that ended by themselves."""
    held: int = 0
    """Links that were not looked at yet on the hosts that were held when the fault came."""
    held_took: list[float] = field(default_factory=list)
    """Seconds from a fault's beginning until those were looked at, by round."""
    all_took: list[float] = field(default_factory=list)
    """Seconds from a fault's end until everything was done and said, the work that nobody had begun with it."""
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for a person."""
        spare, held = self.digests - self.rounds, self.held_took or [0.0]
        return (
            f"{self.rounds} rounds: {self.lost_looks} of {self.pages} looks lost, {self.untold} of {self.alerts} "
            f"alerts untold and {self.doubled} doubled, {spare} digests too many, {self.at_once} times a host was "
            f"asked twice at once, {self.ended} processes ended by themselves; {self.held} links that were held were "
            f"looked at within {median(held):.0f} s, {max(held):.0f} at most ({self.late} rounds late); all was done "
            f"within {median(self.all_took):.0f} s, {max(self.all_took):.0f} at most"
        )

    @property
    def is_bad(self) -> bool:
        """Whether anything is not as promised."""
        wrong = (
            self.lost_looks,
            self.untold,
            self.doubled,
            self.digests - self.rounds,
            self.at_once,
            self.ended,
            self.late,
        )
        return any(wrong)


async def play(name: str, toll: Toll, *, hosts: int = HOSTS, lease: float = LEASE) -> None:
    """One round: the fleet at work, the fault when a third is done, and the count when nothing is left to do."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_fleet(Path(folder), hosts=hosts, lease=lease, with_line=name == "cut-network") as fleet:
            pages = hosts * 3
            await _until(fleet, pages // 3)
            async with asyncio.TaskGroup() as group:
                holding = group.create_task(_until_held_is_done(fleet))
                await FAULTS[name](fleet)
                over = monotonic()
                is_done = await _until(fleet, pages)
                toll.all_took.append(monotonic() - over)
            took = holding.result()
            toll.rounds += 1
            toll.held += len(fleet.held)
            if fleet.held:
                toll.held_took.append(took)
            toll.late += took > lease + GRACE
            await _count(fleet, toll, pages)
            for each in (*fleet.bots, *fleet.workers):
                ended_by_itself = each.process.returncode not in {None, -signal.SIGKILL}
                toll.ended += ended_by_itself
                if ended_by_itself or not is_done:
                    toll.notes.append(f"{each.name} ({each.process.returncode}): {each.log.read_text()[-3000:]}")


async def _until_held_is_done(fleet: Fleet) -> float:
    """Seconds from the fault until what was held then is looked at."""
    began = monotonic()
    while monotonic() - began < PATIENCE:
        with suppress(StoreUnreachableError):
            links = await fleet.store.links_by_id(fleet.held) if fleet.held else {}
            if fleet.struck_at and all(map(fleet.is_done, links.values())):
                break
        await asyncio.sleep(LOOK_EVERY)
    return monotonic() - fleet.struck_at if fleet.struck_at and fleet.held else 0.0


async def _until(fleet: Fleet, pages: int) -> bool:
    """Wait until so many pages were looked at, and where it is all of them, until all is said."""
    everything = pages >= await _pages(fleet)
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        if all(each.process.returncode is not None for each in (*fleet.bots, *fleet.workers)):
            return False
        if await _looked_at(fleet) >= pages and not (everything and await fleet.store.notices()):
            return True
        await asyncio.sleep(LOOK_EVERY)
    return False


async def _pages(fleet: Fleet) -> int:
    return len({link.page_url for link in await fleet.store.links()})


async def _looked_at(fleet: Fleet) -> int:
    """Links that are done."""
    return sum(map(fleet.is_done, await fleet.store.links()))


async def _count(fleet: Fleet, toll: Toll, pages: int) -> None:
    toll.pages += pages
    toll.lost_looks += pages - await _looked_at(fleet)
    keys = Counter(_key(message.metadata) for message in fleet.slack.messages(LINKS))
    toll.doubled += sum(times - 1 for key, times in keys.items() if key)
    toll.digests += sum(times for key, times in keys.items() if key.startswith("digest"))
    for link_id in fleet.gone:
        told = await fleet.store.incidents(link_id=link_id, only_open=False)
        toll.alerts += 1
        cards = {f"{each.group or each.id}/card" for each in told}
        toll.untold += not cards & keys.keys()
    toll.at_once += sum(fleet.web.at_once.values())


def _key(metadata: dict[str, object]) -> str:
    payload = metadata.get("event_payload")
    return str(payload.get("key", "")) if isinstance(payload, dict) else ""


def main(arguments: Sequence[str]) -> int:
    """Play each fault so often; 1 where anything is not as promised."""
    if find_programs() is None:
        print(MISSING)  # a tool for the terminal
        return 1
    rounds, names = int(arguments[0]) if arguments else 1, arguments[1:] or list(FAULTS)
    bad = False
    for name in names:
        if reason := why_not_here(name):
            print(f"{name}: {reason}")
            continue
        toll = Toll()
        for _ in range(rounds):
            asyncio.run(play(name, toll))
        print(f"{name}: {toll}", *toll.notes, sep="\n", flush=True)
        bad = bad or toll.is_bad
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
