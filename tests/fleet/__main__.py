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
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from jobs.bench._own_postgres import MISSING, find_programs
from jobs.model.link_status import LinkState
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
    """Rounds not done within lease and grace after the fault, beside what the rest takes at the pace before it."""
    ended: int = 0
    """Bots and workers that ended by themselves."""
    longest: float = 0.0
    """Seconds from the end of a fault until all was done."""
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for a person."""
        spare = self.digests - self.rounds
        return (
            f"{self.rounds} rounds: {self.lost_looks} of {self.pages} looks lost, {self.untold} of {self.alerts} "
            f"alerts untold and {self.doubled} doubled, {spare} digests too many, {self.at_once} times a host was "
            f"asked twice at once, {self.ended} processes ended by themselves, {self.late} rounds late (longest "
            f"{self.longest:.1f} s after the fault)"
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
            begun = monotonic()
            await _until(fleet, pages // 3)
            rest = 2 * (monotonic() - begun)
            await FAULTS[name](fleet)
            over = monotonic()
            is_done = await _until(fleet, pages)
            took = monotonic() - over
            toll.rounds += 1
            toll.longest = max(toll.longest, took)
            toll.late += took > rest + lease + GRACE
            await _count(fleet, toll, pages)
            for each in (*fleet.bots, *fleet.workers):
                ended_by_itself = each.process.returncode not in {None, -signal.SIGKILL}
                toll.ended += ended_by_itself
                if ended_by_itself or not is_done:
                    toll.notes.append(f"{each.name} ({each.process.returncode}): {each.log.read_text()[-3000:]}")


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
    """Links that were looked at; one that was absent for the last time is lost then."""
    links = await fleet.store.links()
    return sum(
        link.standing.looked_at is not None and (link.id not in fleet.gone or link.standing.state is LinkState.LOST)
        for link in links
    )


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
