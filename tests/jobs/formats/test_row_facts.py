"""What files say of search engines: read by header or content, kept with links, with day and source, and taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jobs.formats.importing import channels_with, preview_import, take_back, write_import
from jobs.formats.opening import read_links
from jobs.formats.preview import ImportOptions
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile
from jobs.model.index_fact import IndexFact, IndexStatus
from jobs.model.link import NewLink
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.stores import open_store
from tests.tools.times import NOON

OPTIONS = ImportOptions("C1", "U1")
LATEST = "Linking page,Last crawled\nhttps://blog.example/a/?x=1,y,2026-03-01\nhttps://new.example/b,2026-02-28\n"
GERMAN = "Verweisende Seite,Zuletzt gecrawlt\nhttps://blog.example/a/,01.03.2026\nhttps://new.example/b,28.02.2026\n"
CHECKED = "URL,Google,Checked on\nhttps://www.blog.example/a,Indexed,2026-03-01\nhttp://blog.example/b/,not indexed,\n"
MARCH, FEBRUARY, EXPORTED = date(2026, 3, 1), date(2026, 2, 28), date(2026, 3, 11)


def read(text: str, name: str = "", sites: tuple[str, ...] = ("ours.example",)) -> LinkFile:
    found = read_links(text.encode(), Wishes(name, sites))
    assert isinstance(found, LinkFile), found
    return found


@pytest.mark.parametrize(
    ("text", "name", "source", "facts", "why"),
    [
        (LATEST, "", "Google Search Console", [(IndexStatus.LISTED, MARCH), (IndexStatus.LISTED, FEBRUARY)], "its day"),
        (
            GERMAN,
            "ours.example-Aktuelle Links-2026-03-11.csv",
            "Google Search Console",
            [(IndexStatus.LISTED, MARCH), (IndexStatus.LISTED, FEBRUARY)],
            "by content, in any language",
        ),
        (
            "Linking page\nhttps://blog.example/a\n",
            "ours.example-More sample links-2026-03-11.csv",
            "Google Search Console",
            [(IndexStatus.LISTED, EXPORTED)],
            "the day of the file",
        ),
        ("Linking page\nhttps://blog.example/a\n", "", "Google Search Console", [], "no day at all"),
        ("https://blog.example/a\nhttps://blog.example/b\n", "my list.csv", "my list.csv", [], "nobody's list"),
        (
            '"Source Url","Anchor text","Target Url"\n"https://blog.example/a","x","https://ours.example/"\n',
            "bing 2026-03-11.csv",
            "Bing Webmaster Tools",
            [(IndexStatus.LISTED, EXPORTED)],
            "Bing's",
        ),
        (
            CHECKED,
            "check.csv",
            "check.csv",
            [(IndexStatus.INDEXED, MARCH), (IndexStatus.NOT_INDEXED, None)],
            "a checker",
        ),
        (
            "page;target;indexiert\nhttps://blog.example/a;https://ours.example/;ja\n",
            "liste.csv",
            "liste.csv",
            [(IndexStatus.INDEXED, None)],
            "yes and no, under a name that says of what",
        ),
        (
            "page;target;state\nhttps://blog.example/a;https://ours.example/;live\n",
            "liste.csv",
            "liste.csv",
            [],
            "another column says nothing of it",
        ),
    ],
)
def test_what_a_file_says(
    text: str, name: str, source: str, facts: list[tuple[IndexStatus, date | None]], why: str
) -> None:
    found = read(text, name)
    assert ([(each.status, each.on) for each in found.facts], found.source) == (facts, source), why


def test_a_row_of_a_checker_names_no_link_to_track() -> None:
    found = read(CHECKED)
    assert (found.rows, found.rejected) == ((), ())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    for page in ("a", "b"):
        await opened.add_link(NewLink("C1", f"https://blog.example/{page}", "https://ours.example/shop"), NOON)
    await opened.add_link(NewLink("C1", "https://blog.example/a", "https://other.example/"), NOON)
    yield opened
    await opened.close()


async def facts(store: Store, number: int) -> tuple[IndexFact, ...]:
    found = await store.link(number)
    assert found is not None
    return found.index_facts


async def test_links_on_the_page_in_any_spelling_get_it_with_the_day_and_the_source(store: Store) -> None:
    asked = await preview_import(read(CHECKED, "check.csv"), OPTIONS, store)
    assert (
        "check.csv: of 3 tracked links it says what search engines know; that is kept with its day." in asked.sentences
    )
    written = await write_import(asked, OPTIONS, store, NOON)
    assert written.told == 3
    [first], [second] = await facts(store, 1), await facts(store, 2)
    assert first == IndexFact(IndexStatus.INDEXED, MARCH, "check.csv", batch=written.batch)
    assert (second.claim, second.on) == (IndexStatus.NOT_INDEXED, NOON.date()), "without a day, that of the import"
    events = await store.events(channel="C1", since=NOON, subject="L-1")
    assert events[-1].text == "indexed on 1 Mar 2026, according to check.csv"


async def test_what_a_search_engine_lists_is_said_of_links_to_that_site_alone(store: Store) -> None:
    text = LATEST.replace("?x=1,y", "")
    written = await write_import(await preview_import(read(text), OPTIONS, store), OPTIONS, store, NOON)
    assert [await facts(store, number) for number in (2, 3)] == [(), ()]
    assert [fact.on for fact in await facts(store, 1)] == [MARCH]
    [new] = [link for link in written.links if link.page_url == "https://new.example/b"]
    assert [(fact.on, fact.source) for fact in new.index_facts] == [(FEBRUARY, "Google Search Console")]


@pytest.mark.both_stores
async def test_links_of_each_channel_that_rows_name_get_it_and_it_is_taken_back_there(store: Store) -> None:
    for channel in ("C2", "C3"):
        await store.add_link(NewLink(channel, "https://blog.example/a", "https://ours.example/"), NOON)
    rows = "URL,target,Google,channel\nhttps://blog.example/a,https://ours.example/,indexed,C2\n"
    options = ImportOptions("C1", "U1", channels={"C2": "C2"})
    written = await write_import(await preview_import(read(rows), options, store), options, store, NOON)
    assert [len(await facts(store, number)) for number in (1, 2, 3, 4, 5)] == [1, 0, 1, 1, 0]
    assert sorted(await channels_with(written.batch, store)) == ["C1", "C2"]
    assert (await take_back(written.batch, ImportOptions("C2"), store, NOON)).untold == 1
    assert await channels_with(written.batch, store) == ["C1"]


async def test_the_same_file_again_changes_nothing(store: Store) -> None:
    for told in (3, 0):
        asked = await preview_import(read(CHECKED), OPTIONS, store)
        assert (await write_import(asked, OPTIONS, store, NOON)).told == told


@pytest.mark.both_stores
async def test_it_goes_with_its_import_and_what_a_person_said_stays(store: Store) -> None:
    link = await store.link(1)
    assert link is not None
    said = IndexFact(IndexStatus.NOT_INDEXED, MARCH, by="U1")
    await store.write(Write(links=[replace(link, index_facts=(said,))]))
    written = await write_import(await preview_import(read(CHECKED), OPTIONS, store), OPTIONS, store, NOON)
    assert (await take_back(written.batch, OPTIONS, store, NOON)).untold == 3
    assert [await facts(store, number) for number in (1, 2)] == [(said,), ()]
