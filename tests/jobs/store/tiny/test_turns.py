"""Nobody else has a turn while few things are asked for: an answer out of memory costs less than a thread."""

from pathlib import Path

from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.tiny.store import open_tiny
from tests.jobs.store.contract.test_turns import others_had_a_turn
from tests.jobs.store.tools import NOW, incident, new_link


async def test_few_are_given_at_once(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    for number in range(300):
        await store.add_link(new_link(f"https://blog{number}.example/"), NOW)
    await store.write(Write(incidents=[incident((number,), name=f"L-{number}-lost-1") for number in range(300)]))
    assert not await others_had_a_turn(store.incidents(link_id=7))
    assert not await others_had_a_turn(store.list_links(LinkQuery(), 0, 5))
    await store.close()
