from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tinydb import TinyDB

from jobs.model.event import Event
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.store.errors import StoreDamagedError, StoreLockedError
from jobs.store.tiny.backup import backup, restore
from jobs.store.tiny.recover import UNFINISHED
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import NOW, incident, new_link, new_partner, notice


async def _fill(store: TinyStore) -> None:
    await store.add_link(new_link(terms=Terms(Money(Decimal("120.10"), "EUR"), date(2027, 3, 1))), NOW)
    await store.add_partner(new_partner(), NOW)
    await store.write(Write(events=[Event(NOW - timedelta(days=70), "C1", "L-1", "live")], incidents=[incident()]))
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()
    await store.write(Write(notices=[notice("n")], events=[Event(NOW, "C1", "L-1", "lost")]))


async def _everything(store: TinyStore) -> list[object]:
    since = NOW - timedelta(days=100)
    nouns = [await store.links(), await store.partners(), await store.incidents(), await store.notices()]
    return [*nouns, await store.events(since=since)]


async def test_a_backup_made_while_the_bot_runs_gives_everything_back(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    await _fill(store)
    before = await _everything(store)
    made = backup(tmp_path / "data", tmp_path / "saved.json")
    assert (made.links, made.partners, made.incidents, made.events, made.damage) == (1, 1, 1, 4, ())
    await store.add_link(new_link(page="https://later.example/"), NOW)
    await store.close()

    put_back = restore(tmp_path / "saved.json", tmp_path / "data")
    assert put_back.set_aside is not None
    store = await open_tiny(tmp_path / "data")
    assert await _everything(store) == before
    link, _ = await store.add_link(new_link(page="https://new.example/"), NOW)
    assert (link.id, (await store.events(since=NOW))[-1].subject) == (2, "L-2")
    await store.close()
    aside = await open_tiny(put_back.set_aside, read_only=True)
    assert len(await aside.links()) == 2


async def test_a_backup_goes_into_an_empty_folder_on_another_machine(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    await _fill(store)
    before = await _everything(store)
    await store.close()
    backup(tmp_path / "data", tmp_path / "saved.json")
    assert restore(tmp_path / "saved.json", tmp_path / "new" / "data").set_aside is None
    store = await open_tiny(tmp_path / "new" / "data")
    assert await _everything(store) == before
    await store.close()


async def test_the_backup_is_a_plain_tinydb_file(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    await _fill(store)
    await store.close()
    backup(tmp_path / "data", tmp_path / "saved.json")
    with TinyDB(tmp_path / "saved.json", access_mode="r") as stock:
        assert len(stock.table("history")) == 4
        assert stock.table("links").all()[0]["channel"] == "C1"


async def test_restoring_is_refused_while_the_bot_runs(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    await _fill(store)
    backup(tmp_path / "data", tmp_path / "saved.json")
    with pytest.raises(StoreLockedError, match="in use by process"):
        restore(tmp_path / "saved.json", tmp_path / "data")
    assert len(await store.links()) == 1
    await store.close()


async def test_a_damaged_backup_is_refused_and_the_store_stays_as_it_was(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    await _fill(store)
    await store.close()
    backup(tmp_path / "data", tmp_path / "saved.json")
    data = (tmp_path / "saved.json").read_bytes()
    (tmp_path / "saved.json").write_bytes(data.replace(b"C1", b"C2", 1))
    with pytest.raises(StoreDamagedError, match="checksum"):
        restore(tmp_path / "saved.json", tmp_path / "data")
    await (await open_tiny(tmp_path / "data")).close()


async def test_an_interrupted_restore_is_run_again_before_the_store_opens(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    await _fill(store)
    await store.close()
    backup(tmp_path / "data", tmp_path / "saved.json")
    (tmp_path / "data" / UNFINISHED).touch()
    with pytest.raises(StoreDamagedError, match="run it again"):
        await open_tiny(tmp_path / "data")
    restore(tmp_path / "saved.json", tmp_path / "data")
    await (await open_tiny(tmp_path / "data")).close()


def test_there_is_nothing_to_back_up_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        backup(tmp_path, tmp_path / "saved.json")
