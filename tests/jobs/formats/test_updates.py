"""Links that are tracked already: left, filled, or changed as the rows say, and exactly as before when taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.formats.importing import preview_import, take_back, write_import
from jobs.formats.opening import read_links
from jobs.formats.preview import ImportOptions
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, LinkRow
from jobs.formats.updates import KnownLinks, fields_of, update_of, with_fields
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident
from jobs.model.link import Expectation, Link, NewLink
from jobs.model.queries import LinkQuery
from jobs.model.terms import Covered, Guarantee, Money, PastPrice, Terms
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.nouns import link
from tests.tools.stores import open_store
from tests.tools.times import NOON

PAGE, TARGET = "https://a.example/1", "https://ours.example/"
LIST = f"page,target,anchor,notes,cost\n{PAGE},{TARGET},boots,from the list,120 EUR\n"
WORDS = st.text("abc", max_size=2)


def listed(text: str) -> LinkFile:
    found = read_links(text.encode(), Wishes(our_sites=("ours.example",)))
    assert isinstance(found, LinkFile)
    return found


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    await opened.add_link(NewLink("C1", PAGE, TARGET, Expectation(anchor="shoes")), NOON)
    yield opened
    await opened.close()


async def imported(store: Store, known: KnownLinks, text: str = LIST) -> tuple[str, Link]:
    options = ImportOptions("C1", "U1", known=known)
    written = await write_import(await preview_import(listed(text), options, store), options, store, NOON)
    [tracked] = await store.links(LinkQuery(page_url=PAGE))
    return written.batch, tracked


@pytest.mark.parametrize(
    ("known", "anchor", "notes", "told"),
    [
        (KnownLinks.LEAVE, "shoes", "", ()),
        (KnownLinks.FILL, "shoes", "from the list", ("notes: nothing -> from the list", "cost: nothing -> 120 EUR")),
        (
            KnownLinks.REPLACE,
            "boots",
            "from the list",
            ("anchor: shoes -> boots", "notes: nothing -> from the list", "cost: nothing -> 120 EUR"),
        ),
    ],
)
async def test_what_becomes_of_a_tracked_link_is_chosen_and_shown_as_old_and_new(
    store: Store, known: KnownLinks, anchor: str, notes: str, told: tuple[str, ...]
) -> None:
    asked = await preview_import(listed(LIST), ImportOptions("C1", known=known), store)
    assert [each.changes for each in asked.updates] == ([told] if told else [])
    assert all(change in " ".join(asked.sentences) for change in told)
    _, after = await imported(store, known)
    assert (after.expected.anchor, after.notes) == (anchor, notes)


async def test_where_costs_are_hidden_that_they_change_is_told_and_no_amount(store: Store) -> None:
    await store.write(Write(settings={"C1": ChannelSettings(hide_costs=True)}))
    rows = f"page,target,cost,Fee 2 (USD)\n{PAGE},{TARGET},120 EUR,130\n"
    asked = await preview_import(listed(rows), ImportOptions("C1", known=KnownLinks.FILL), store)
    assert [each.changes for each in asked.updates] == [("cost: changed", "Fee 2 (USD): changed")]
    assert not [said for said in asked.sentences if "120" in said or "130" in said]
    _, after = await imported(store, KnownLinks.FILL, rows)
    assert (str(after.terms.cost and after.terms.cost.amount), after.columns) == ("120", {"Fee 2 (USD)": "130"})


@pytest.mark.both_stores
@pytest.mark.parametrize("known", [KnownLinks.FILL, KnownLinks.REPLACE])
async def test_taken_back_the_link_is_what_it_was(store: Store, known: KnownLinks) -> None:
    [before] = await store.links()
    batch, _ = await imported(store, known)
    taken = await take_back(batch, ImportOptions("C1"), store, NOON + timedelta(days=6))
    assert (taken.removed, taken.restored, taken.kept) == (0, 1, ())
    [after] = await store.links()
    assert replace(after, version=before.version) == before


GUARANTEED = f"page,target,claim within,covers,remedy\n{PAGE},{TARGET},30 days,nofollow removed,paid back\n"
AGREED = Guarantee((Covered.NOFOLLOW, Covered.REMOVED), 30, "paid back")


@pytest.mark.both_stores
@pytest.mark.parametrize("known", [KnownLinks.FILL, KnownLinks.REPLACE])
async def test_a_guarantee_of_a_list_fills_or_replaces_and_is_taken_back(store: Store, known: KnownLinks) -> None:
    [link] = await store.links()
    before = Guarantee(claim_days=14)
    await store.write(Write(links=[replace(link, guarantee=before)]))
    batch, tracked = await imported(store, known, GUARANTEED)
    assert tracked.guarantee == (AGREED if known is KnownLinks.REPLACE else replace(AGREED, claim_days=14))
    await take_back(batch, ImportOptions("C1", "U1"), store, NOON)
    [back] = await store.links()
    assert back.guarantee == before


async def test_taken_back_an_import_leaves_no_price_behind_but_those_that_were_there(store: Store) -> None:
    [link] = await store.links()
    dear = PastPrice(Money(Decimal(200), "EUR"), NOON - timedelta(days=90))
    paid = replace(link, terms=Terms(Money(Decimal(90), "EUR")), prices=(dear,))
    await store.write(Write(links=[paid]))
    batch, tracked = await imported(store, KnownLinks.REPLACE)
    assert [old.cost.amount for old in tracked.prices] == [200, 90]
    await take_back(batch, ImportOptions("C1", "U1"), store, NOON)
    [back] = await store.links()
    assert (back.terms, back.prices) == (paid.terms, (dear,))


async def test_a_list_without_such_columns_leaves_the_guarantee(store: Store) -> None:
    [link] = await store.links()
    await store.write(Write(links=[replace(link, guarantee=AGREED)]))
    assert (await imported(store, KnownLinks.REPLACE))[1].guarantee == AGREED


@pytest.mark.parametrize(
    ("known", "covers", "after"),
    [
        (KnownLinks.REPLACE, "all", ()),
        (KnownLinks.REPLACE, "", AGREED.covers),
        (KnownLinks.FILL, "all", AGREED.covers),
    ],
)
async def test_all_that_is_covered_is_said_by_a_word_and_not_by_an_empty_cell(
    store: Store, known: KnownLinks, covers: str, after: tuple[Covered, ...]
) -> None:
    [link] = await store.links()
    await store.write(Write(links=[replace(link, guarantee=AGREED)]))
    _, tracked = await imported(store, known, f"page,target,tags,covers\n{PAGE},{TARGET},new,{covers}\n")
    assert tracked.guarantee == replace(AGREED, covers=after)


@pytest.mark.parametrize(
    ("days", "covers", "said", "kept"),
    [
        ("14", "removed", Guarantee((Covered.REMOVED,), 14), {}),
        ("14 Tage", "all", Guarantee(claim_days=14), {}),
        ("", "noindex,moved", Guarantee((Covered.MOVED, Covered.NOINDEX)), {}),
        ("soon", "everything bad", Guarantee(), {"claim within": "soon", "covers": "everything bad"}),
        ("0", "", Guarantee(), {"claim within": "0"}),
        ("", "", Guarantee(), {}),
    ],
)
def test_what_is_not_understood_of_a_guarantee_is_kept_as_it_is(
    days: str, covers: str, said: Guarantee | None, kept: dict[str, str]
) -> None:
    [row] = listed(f'page,target,claim within,covers\n{PAGE},{TARGET},{days},"{covers}"\n').rows
    assert (row.guarantee, row.columns) == (said, kept)


@pytest.mark.both_stores
async def test_a_link_that_was_changed_since_stays_and_is_named(store: Store) -> None:
    batch, changed = await imported(store, KnownLinks.REPLACE)
    await store.write(Write(links=[replace(changed, notes="mine")]))
    taken = await take_back(batch, ImportOptions("C1"), store, NOON)
    assert (taken.restored, taken.kept) == (0, (changed.ref,))
    assert [each.notes for each in await store.links()] == ["mine"]


async def test_the_same_file_again_changes_nothing(store: Store) -> None:
    await imported(store, KnownLinks.REPLACE)
    again = await preview_import(listed(LIST), ImportOptions("C1", known=KnownLinks.REPLACE), store)
    assert (len(again.tracked), again.updates, again.does_anything) == (1, (), False)


@pytest.mark.both_stores
async def test_each_link_goes_to_the_channel_that_its_row_names_where_it_may_be(store: Store) -> None:
    rows = "\n".join(
        f"https://b.example/{n},{TARGET},{channel}" for n, channel in enumerate(["C0ONE", "C0TWO", "no", ""])
    )
    options = ImportOptions("C1", "U1", channels={"C0ONE": "C0ONE", "C0TWO": "", "no": ""})
    asked = await preview_import(listed(f"page,target,channel\n{rows}\n"), options, store)
    assert [options.channel_of(row) for row in asked.new] == ["C0ONE", "C1"]
    assert len(asked.elsewhere) == 2
    written = await write_import(asked, options, store, NOON)
    assert [each.channel for each in written.links] == ["C0ONE", "C1"]
    told: list[Incident] = await store.incidents(only_open=False)
    assert sorted(each.channel for each in told) == ["C0ONE", "C1"]


@given(st.builds(lambda *said: said, WORDS, WORDS, WORDS), st.builds(lambda *said: said, WORDS, WORDS, WORDS))
def test_filling_changes_nothing_that_is_said_and_doing_it_twice_is_doing_it_once(
    has: tuple[str, str, str], says: tuple[str, str, str]
) -> None:
    known = replace(link(), expected=Expectation(anchor=has[0]), owner=has[1], notes=has[2])
    row = LinkRow(1, PAGE, TARGET, anchor=says[0], owner=says[1], notes=says[2])
    for mode, first in ((KnownLinks.FILL, has), (KnownLinks.REPLACE, says)):
        update = update_of(row, known, mode)
        after = with_fields(known, update.after) if update else known
        second = says if mode is KnownLinks.FILL else has
        assert (after.expected.anchor, after.owner, after.notes) == tuple(
            one or other for one, other in zip(first, second, strict=True)
        )
        assert update_of(row, after, mode) is None
        assert with_fields(after, fields_of(known)) == known
