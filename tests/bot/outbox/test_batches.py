"""The message of links that were added together, in a local Slack: posted once, edited as it goes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.alerts.batch_store import edit_batch, extend_batch, open_batch
from jobs.alerts.batches import batch_id
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Imported, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.write import Write
from tests.tools import nouns
from tests.tools.outbox import LINKS, Bench, open_bench
from tests.tools.slack_bot import words_of

NAME = "20260501-100000-7f3a"
BATCH = batch_id(NAME, LINKS)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


async def add(bench: Bench, *states: LinkState) -> None:
    now = bench.clock.now()
    await open_batch(bench.store, LINKS, NAME, "Import of clients.csv", now)
    links = []
    for number in range(1, len(states) + 1):
        new = NewLink(LINKS, f"https://blog{number}.example/", "ours.example", imported=Imported(NAME, now, ""))
        links.append((await bench.store.add_link(new, now))[0])
    await extend_batch(bench.store, LINKS, NAME, [link.id for link in links])
    seen = [replace(link, standing=LinkStatus(state)) for link, state in zip(links, states, strict=True)]
    await bench.store.write(Write(links=seen))


async def found(bench: Bench, *members: int) -> Incident:
    """First looks found these to be nofollow."""
    part = nouns.incident(*members, kind=IncidentKind.WEAKENED, findings=(nouns.NOFOLLOW,), group=BATCH, channel=LINKS)
    batch = await bench.store.incident(BATCH)
    assert batch is not None
    joined = replace(batch, parts=(part.id,), status=IncidentStatus.OPEN, closed_at=None)
    await bench.store.write(Write(incidents=[part, joined]))
    return part


async def test_one_message_says_how_all_of_them_stand_and_is_edited_as_that_changes(bench: Bench) -> None:
    await add(bench, LinkState.LIVE, LinkState.LIVE, LinkState.PENDING, LinkState.NEW)
    await bench.outbox.deliver_due()
    assert bench.said() == [], "it waits for the first results"
    await bench.later(21)
    assert bench.said() == ["⚪ Import of clients.csv: 2 live, 1 not there yet, 1 still to be checked"]
    links = await bench.store.links()
    await bench.store.write(Write(links=[replace(links[3], standing=LinkStatus(LinkState.WEAKENED))]))
    await found(bench, 4)
    await edit_batch(bench.store, LINKS, NAME, bench.clock.now())
    await bench.later(10)
    assert bench.said() == ["🟠 Import of clients.csv: 2 live, 1 not there yet, 1 nofollow"]
    words = words_of(bench.card())
    assert "L-4" in words
    assert "Link is nofollow: 1" in words
    assert {"incident.see_all", "incident.hold", "incident.more"} <= {
        each.get("action_id") for block in bench.card().blocks for each in block.get("elements", ())
    }


async def test_a_link_is_counted_once_however_many_troubles_it_has_and_as_what_it_is_now(bench: Bench) -> None:
    weakened = LinkState.WEAKENED
    await add(bench, LinkState.LIVE, weakened, weakened, LinkState.LOST)
    await found(bench, 2, 3, 4)
    batch = await bench.store.incident(BATCH)
    assert batch is not None
    kind = IncidentKind.WEAKENED
    noindex = replace(nouns.NOFOLLOW, kind="noindex")
    second = nouns.incident(3, kind=kind, findings=(noindex,), group=BATCH, channel=LINKS, id="L-3-second")
    await bench.store.write(Write(incidents=[second, replace(batch, parts=(*batch.parts, second.id))]))
    await edit_batch(bench.store, LINKS, NAME, bench.clock.now())
    await bench.later(30)
    assert bench.said() == ["🟠 Import of clients.csv: 1 live, 2 nofollow, 1 lost"]
    words = words_of(bench.card())
    assert (words.count("L-3"), words.count("L-4"), "more: See all" in words) == (1, 0, False)


async def test_it_is_posted_once_though_the_bot_starts_again_and_the_batch_is_opened_again(bench: Bench) -> None:
    await add(bench, LinkState.LIVE)
    await bench.later(21)
    bench.restarted()
    await open_batch(bench.store, LINKS, NAME, "Import of clients.csv", bench.clock.now())
    await bench.later(60)
    assert bench.said() == ["🟢 Import of clients.csv: 1 live"]


async def test_what_was_taken_back_is_counted(bench: Bench) -> None:
    await add(bench, LinkState.LIVE, LinkState.LIVE, LinkState.LIVE)
    await bench.later(21)
    await bench.store.write(Write(remove_links=[1, 2]))
    await edit_batch(bench.store, LINKS, NAME, bench.clock.now())
    await bench.later(10)
    assert bench.said() == ["🟢 Import of clients.csv: 1 live, 2 no longer tracked"]


async def test_a_message_that_somebody_deleted_does_not_come_back(bench: Bench) -> None:
    await add(bench, LinkState.LIVE)
    await bench.later(21)
    bench.slack.workspace.remove(bench.card())
    await edit_batch(bench.store, LINKS, NAME, bench.clock.now())
    await bench.store.write(Write(links=[replace((await bench.store.links())[0], standing=LinkStatus())]))
    await bench.later(10)
    assert bench.said() == []
