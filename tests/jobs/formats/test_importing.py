"""An import: what it would do, what it does, and that it can be taken back as a whole."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.formats.importing import preview_import, take_back, write_import
from jobs.formats.opening import read_links
from jobs.formats.preview import ImportOptions, rejected_csv
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile
from jobs.model.link import NewLink
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.stores import open_store
from tests.tools.times import NOON

OPTIONS = ImportOptions("C1", "U1")
LIST = """page,target,notes,Batch
https://a.example/1,https://ours.example/,=first,7
https://a.example/2,https://ours.example/,,
https://a.example/1,https://ours.example/,again,
https://known.example/,https://ours.example/,,
a page,https://ours.example/,=bad,
b.example,https://ours.example/,,
"""


def listed(text: str = LIST) -> LinkFile:
    found = read_links(text.encode(), Wishes(our_sites=("ours.example",)))
    assert isinstance(found, LinkFile)
    return found


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    await opened.add_link(NewLink("C1", "https://known.example/", "https://ours.example/"), NOON)
    yield opened
    await opened.close()


async def test_what_would_be_done_is_said_before_anything_is_written(store: Store) -> None:
    asked = await preview_import(listed(), OPTIONS, store)
    assert [(row.line, row.page) for row in asked.new] == [(2, "https://a.example/1"), (3, "https://a.example/2")]
    assert asked.sentences[0] == "a list of your own: 2 new, 1 tracked already, 1 named twice, 2 unusable."
    assert any(sentence.startswith("Line 6: its page: the address holds spaces") for sentence in asked.sentences)
    assert "Line 7: it names a domain and no page." in asked.sentences
    assert len(await store.links()) == 1


@pytest.mark.both_stores
async def test_links_come_with_all_that_their_row_says(store: Store) -> None:
    asked = await preview_import(listed(), OPTIONS, store)
    written = await write_import(asked, OPTIONS, store, NOON)
    first = written.links[0]
    assert (first.notes, first.columns, first.added_by) == ("=first", {"Batch": "7"}, "U1")
    assert len(await store.links(LinkQuery("C1"))) == 3
    again = await preview_import(listed(), OPTIONS, store)
    assert (len(again.new), len(again.tracked)) == (0, 3)


@pytest.mark.both_stores
async def test_an_import_is_taken_back_but_for_what_people_changed_since(store: Store) -> None:
    written = await write_import(await preview_import(listed(), OPTIONS, store), OPTIONS, store, NOON)
    changed, checked = written.links
    await store.write(Write(links=[replace(changed, notes="ours now")]))
    seen = replace(checked, standing=replace(checked.standing, last_present_at=NOON, absences=1))
    await store.write(Write(links=[seen]))
    taken = await take_back(written.batch, OPTIONS, store, NOON + timedelta(days=6))
    assert (taken.removed, taken.kept) == (1, (changed.ref,))
    assert {link.page_url for link in await store.links()} == {"https://known.example/", "https://a.example/1"}


async def test_after_a_week_nothing_is_taken_back(store: Store) -> None:
    written = await write_import(await preview_import(listed(), OPTIONS, store), OPTIONS, store, NOON)
    taken = await take_back(written.batch, OPTIONS, store, NOON + timedelta(days=8))
    assert (taken.removed, taken.too_old) == (0, True)
    assert len(await store.links()) == 3


async def test_an_import_of_another_channel_is_not_taken_back(store: Store) -> None:
    written = await write_import(await preview_import(listed(), OPTIONS, store), OPTIONS, store, NOON)
    assert (await take_back(written.batch, ImportOptions("C2"), store, NOON)).removed == 0


@pytest.mark.both_stores
async def test_links_that_are_lost_already_are_offered_and_not_tracked(store: Store) -> None:
    text = (
        "Page ascore,Source url,Target url,Lost link\n"
        "1,https://a.example/1,https://ours.example/,true\n2,https://a.example/2,https://ours.example/,false\n"
    )
    asked = await preview_import(listed(text), OPTIONS, store)
    assert ([row.line for row in asked.new], [row.line for row in asked.lost]) == ([3], [2])
    too = await preview_import(listed(text), replace(OPTIONS, lost_too=True), store)
    assert [row.line for row in too.new] == [2, 3]


@pytest.mark.both_stores
async def test_no_more_links_of_one_site_than_asked_for(store: Store) -> None:
    text = "page,target\n" + "".join(f"https://www{n}.a.example/,https://ours.example/\n" for n in range(5))
    asked = await preview_import(listed(text), replace(OPTIONS, most_per_domain=2), store)
    assert (len(asked.new), len(asked.too_many)) == (2, 3)


def test_rows_that_cannot_be_used_come_back_as_a_file_with_the_reason() -> None:
    header, bad, domain = rejected_csv(listed()).splitlines()
    assert header == "page,target,notes,Batch,line,reason"
    assert bad.startswith("a page,https://ours.example/,'=bad,,6,\"its page: the address holds spaces")
    assert domain == "b.example,https://ours.example/,,,7,it names a domain and no page"
