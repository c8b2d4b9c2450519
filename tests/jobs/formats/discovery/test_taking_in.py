"""Lists against a store: what is asked of it, and that the event loop works nothing out of a long list."""

import threading
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from jobs.config import Config
from jobs.digests import read as digests
from jobs.digests.read import read_digest
from jobs.formats.discovery import taking_in
from jobs.formats.discovery.taking_in import look_again, preview_tracking, take_in
from jobs.formats.preview import ImportOptions
from jobs.model.link import NewLink
from jobs.model.listing import Counted, ListedLink, Listing
from jobs.store.protocol import Store
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

GOOGLE, SITE, SHOP = "Google Search Console", "ours.example", "https://ours.example/shop"
LISTED = Listing(
    GOOGLE,
    SITE,
    date(2026, 3, 1),
    tuple(ListedLink(f"https://a.example/{number}", SHOP) for number in range(3)),
    targets=(Counted(SHOP, 3),),
)


class Asked:
    """Passes everything on to a store, and remembers how often each thing was asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.times: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        self.times[name] += 1
        return getattr(self._store, name)


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    opened = await open_store(tmp_path)
    await opened.add_link(NewLink("C1", "https://a.example/1", SHOP), NOON)
    yield Asked(opened)
    await opened.close()


async def test_links_and_lists_are_read_once_and_pages_where_they_are_needed(asked: Asked) -> None:
    store = cast("Store", asked)
    found = await take_in(LISTED, "C1", "U1", store, NOON)
    assert (found.known_refs, [link.page[-1] for link in found.new]) == (("L-1",), ["0", "2"])
    assert (asked.times["link_stream"], asked.times["listings"], asked.times["pages"]) == (1, 1, 1)
    [kept] = await store.listings("C1")
    asked.times.clear()
    preview = await preview_tracking(kept, ImportOptions("C1"), store)
    assert [row.page[-1] for row in preview.new] == ["0", "2"]
    assert (asked.times["link_stream"], asked.times["pages"]) == (1, 0)


async def test_an_older_list_writes_nothing(asked: Asked) -> None:
    store = cast("Store", asked)
    await take_in(LISTED, "C1", "U1", store, NOON)
    asked.times.clear()
    await take_in(replace(LISTED, on=date(2026, 2, 1)), "C1", "U1", store, NOON)
    assert asked.times["write"] == 0


async def test_no_long_list_is_compared_in_the_event_loop(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def seen(module: object, name: str) -> None:
        does = getattr(module, name)

        def recorded(*given: Any) -> Any:
            threads.append(threading.current_thread())
            return does(*given)

        monkeypatch.setattr(module, name, recorded)

    for name in ("discover", "taken_in", "listing_of", "preview"):
        seen(taking_in, name)
    seen(digests, "news_since")
    store = cast("Store", asked)
    await take_in(LISTED, "C1", "U1", store, NOON)
    [kept] = await store.listings("C1")
    again = await look_again(kept, store)
    assert (again.compared, len(again.new)) == (False, 2)
    await preview_tracking(kept, ImportOptions("C1"), store)
    await read_digest(store, Config(), "C1", NOON + timedelta(days=1))
    assert len(threads) >= 6
    assert threading.main_thread() not in threads
