"""What a sync does about each row: decisions as a table, and laws for any sheet and any edit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.formats.opening import read_links
from jobs.formats.preview import ImportOptions, new_links, said_of
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, LinkRow
from jobs.formats.sync.merge import merged, with_said
from jobs.formats.sync.plan import Ends, Facts, SyncRun, SyncStep, by_ends, plan, take_back
from jobs.formats.updates import fields_of, said_in
from jobs.model.link import Imported, Link, RowFields
from jobs.model.link_status import LinkStatus
from jobs.model.synced_sheet import RowChange, SyncedRow
from jobs.model.terms import Covered, Guarantee
from tests.tools.times import NOON

PAGE, TARGET = "https://blog.example/1", "https://ours.example/"
SHEET = 1


def row(owner: str = "", notes: str = "", page: str = PAGE, **more: object) -> LinkRow:
    return LinkRow(2, page, TARGET, owner=owner, notes=notes, **more)  # type: ignore[arg-type]  # fields of LinkRow


@dataclass
class Room:
    """A channel and what is remembered of its sheet: plans are carried out in memory."""

    links: dict[Ends, Link] = field(default_factory=dict)
    last: dict[Ends, SyncedRow] = field(default_factory=dict)
    runs: int = 0

    def sync(self, *rows: LinkRow) -> Mapping[Ends, SyncStep]:
        """Follow the sheet as `write.follow` does: links first, then their rows; gives the second plan."""
        self.runs += 1
        run = SyncRun(SHEET, f"run-{self.runs}", NOON)
        first = plan(Facts(by_ends(rows), self.last, self.links), run)
        news = new_links([step.add for step in first.values() if step.add], ImportOptions("C1", sheet=SHEET), "b", NOON)
        for number, new in enumerate(news, len(self.links) + 1 + 100 * self.runs):
            status = LinkStatus(since=NOON)
            self.links[new.page_url, new.target] = replace(
                linked(new.page_url, number),
                standing=status,
                owner=new.owner,
                notes=new.notes,
                tags=new.tags,
                expected=new.expected,
                terms=new.terms,
                columns=new.columns,
                imported=new.imported,
            )
        second = plan(Facts(by_ends(rows), self.last, self.links), run)
        for ends, step in second.items():
            self.carry_out(ends, step)
        return second

    def carry_out(self, ends: Ends, step: SyncStep) -> None:
        assert step.add is None
        if step.row:
            self.last[ends] = step.row
        if step.forget:
            del self.last[ends]
        if step.change:
            self.links[ends] = step.change
        if step.remove:
            del self.links[ends]

    def edit(self, page: str = PAGE, **more: object) -> None:
        """Somebody changes a link here."""
        self.links[page, TARGET] = replace(self.links[page, TARGET], **more)  # type: ignore[arg-type]

    def says(self) -> dict[Ends, RowFields]:
        return {ends: fields_of(link) for ends, link in self.links.items()}

    def change(self, page: str = PAGE) -> RowChange:
        return self.last[page, TARGET].change


def linked(page: str = PAGE, number: int = 1, **more: object) -> Link:
    return Link(number, "C1", page, TARGET, NOON, LinkStatus(since=NOON), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "last", "here", "held", "kept"),
    [
        ("a", "a", "a", "a", ()),
        ("b", "a", "a", "b", ()),  # the sheet changed it
        ("a", "a", "h", "h", ()),  # people here changed it, and the sheet says nothing new
        ("b", "a", "h", "h", ("owner",)),  # both did: people win, and it is named
        ("b", "a", "b", "b", ()),  # both did, and agree
        ("", "a", "a", "", ()),  # the sheet took it away
        ("", "a", "h", "h", ("owner",)),
        ("a", "", "h", "h", ("owner",)),
    ],
)
def test_what_people_changed_here_wins(now: str, last: str, here: str, held: str, kept: tuple[str, ...]) -> None:
    says = merged(RowFields(owner=now), RowFields(owner=last), RowFields(owner=here))
    assert says == (RowFields(owner=held), kept)


def test_columns_that_nobody_can_change_here_are_the_sheets() -> None:
    now, last = RowFields(columns={"Batch": "2"}), RowFields(columns={"Batch": "1"})
    assert merged(now, last, RowFields(columns={"Batch": "0"})) == (now, ())
    assert merged(RowFields(), last, last) == (RowFields(), ())
    assert merged(RowFields(), RowFields(), last) == (last, ())


AGREED = Guarantee((Covered.REMOVED,), 14, "paid back")


@pytest.mark.parametrize(
    ("row", "here", "held", "kept"),
    [
        (",,,", AGREED, Guarantee(), ()),  # the sheet took it away
        (",14,,", AGREED, Guarantee(claim_days=14), ()),
        (",,,", replace(AGREED, claim_days=30), replace(AGREED, claim_days=30), ("guarantee",)),
        ("", AGREED, AGREED, ()),  # the sheet has no such columns any more
    ],
)
def test_a_guarantee_whose_cells_are_emptied_goes(
    row: str, here: Guarantee, held: Guarantee, kept: tuple[str, ...]
) -> None:
    header = "page,target,claim within,covers,remedy" if row else "page,target"
    file = read_links(f"{header}\n{PAGE},{TARGET}{row}\n".encode(), Wishes("list.csv", our_sites=("ours.example",)))
    assert isinstance(file, LinkFile)
    now = said_in(file.rows[0])
    says, named = merged(now, RowFields(guarantee=AGREED), RowFields(guarantee=here))
    assert (says.guarantee, named) == (held, kept)


def test_a_row_is_added_changed_and_removed() -> None:
    room = Room()
    room.sync(row("U0ADA"))
    assert (room.change(), room.links[PAGE, TARGET].owner) == (RowChange.ADDED, "U0ADA")
    room.sync(row("U0BEN"))
    assert (room.change(), room.links[PAGE, TARGET].owner) == (RowChange.CHANGED, "U0BEN")
    room.sync()
    assert (room.change(), room.links) == (RowChange.REMOVED, {})


def test_what_people_changed_is_named_once() -> None:
    room = Room()
    room.sync(row("U0ADA", "first"))
    room.edit(owner="U0EVE")
    room.sync(row("U0BEN", "second"))
    assert (room.change(), room.last[PAGE, TARGET].kept) == (RowChange.CHANGED, ("owner",))
    assert (room.links[PAGE, TARGET].owner, room.links[PAGE, TARGET].notes) == ("U0EVE", "second")
    assert room.sync(row("U0BEN", "second")) == {}
    room.sync(row("U0CAT", "second"))
    assert room.change() is RowChange.KEPT


def test_a_link_that_people_changed_stays_when_its_row_goes() -> None:
    room = Room()
    room.sync(row())
    room.edit(notes="ours now")
    room.sync()
    assert (room.change(), len(room.links)) == (RowChange.STAYS_CHANGED, 1)
    assert room.sync() == {}


def test_a_link_that_was_tracked_before_is_filled_in_and_stays_when_its_row_goes() -> None:
    room = Room({(PAGE, TARGET): linked(owner="U0EVE")})
    room.sync(row("U0ADA", "from the sheet"))
    assert (room.change(), room.last[PAGE, TARGET].kept) == (RowChange.ADOPTED, ("owner",))
    assert (room.links[PAGE, TARGET].owner, room.links[PAGE, TARGET].notes) == ("U0EVE", "from the sheet")
    room.sync()
    assert (room.change(), len(room.links)) == (RowChange.STAYS, 1)


def test_a_link_that_people_removed_is_not_added_again_while_its_row_stands() -> None:
    room = Room()
    room.sync(row())
    room.links.clear()
    room.sync(row())
    assert room.change() is RowChange.NOT_HERE
    assert room.sync(row()) == {}
    room.sync(row("U0ADA"))
    assert (room.change(), room.last[PAGE, TARGET].run, room.links) == (RowChange.NOT_HERE, "run-2", {})
    room.sync()
    room.sync(row())
    assert room.change() is RowChange.ADDED


def test_one_that_people_add_again_follows_its_row_again() -> None:
    room = Room()
    room.sync(row())
    room.links.clear()
    room.sync(row())
    room.links[PAGE, TARGET] = linked(owner="U0EVE")
    room.sync(row())
    assert room.change() is RowChange.ADOPTED
    room.sync(row(notes="new"))
    assert (room.links[PAGE, TARGET].owner, room.links[PAGE, TARGET].notes) == ("U0EVE", "new")


def test_what_an_index_calls_lost_is_not_added_and_what_is_tracked_stays() -> None:
    room = Room()
    assert room.sync(row(lost="404")) == {}
    room.sync(row())
    room.sync(row(lost="404"))
    assert len(room.links) == 1


def test_of_two_rows_with_the_same_ends_the_first_counts() -> None:
    room = Room()
    room.sync(row("U0ADA"), row("U0BEN"))
    assert room.links[PAGE, TARGET].owner == "U0ADA"


def test_a_sync_that_died_after_adding_links_goes_on_as_the_one_that_added_them() -> None:
    room = Room()
    link = replace(linked(owner="U0ADA"), imported=Imported("b", NOON, "", SHEET))
    assert link.imported
    room.links[PAGE, TARGET] = replace(link, imported=replace(link.imported, said=said_of(link)))
    room.sync(row("U0BEN"))
    assert (room.change(), room.links[PAGE, TARGET].owner) == (RowChange.ADDED, "U0BEN")


# Laws. Two pages, three people, notes that sheets and people write: enough for every case to meet every other.
PAGES = [f"https://blog.example/{number}" for number in range(3)]
rows = st.builds(row, st.sampled_from(["", "U0ADA", "U0BEN"]), st.sampled_from(["", "x", "y"]), st.sampled_from(PAGES))
sheets = st.lists(rows, max_size=3, unique_by=lambda each: each.page)
edits = st.lists(
    st.tuples(st.sampled_from(PAGES), st.sampled_from(["U0EVE", "", "gone"])),
    max_size=3,
)


def apply(room: Room, made: list[tuple[str, str]]) -> None:
    for page, owner in made:
        if owner == "gone":
            room.links.pop((page, TARGET), None)
        elif (page, TARGET) in room.links:
            room.edit(page, owner=owner)


@settings(deadline=None)
@given(st.lists(st.tuples(sheets, edits), max_size=4), sheets)
def test_once_followed_the_same_sheet_asks_for_nothing_more(
    before: list[tuple[list[LinkRow], list[tuple[str, str]]]], sheet: list[LinkRow]
) -> None:
    room = Room()
    for older, made in before:
        room.sync(*older)
        apply(room, made)
    room.sync(*sheet)
    assert room.sync(*sheet) == {}


def with_guarantee(says: RowFields) -> RowFields:
    """A row that says nothing of a guarantee leaves a new link without one."""
    return replace(says, guarantee=says.guarantee or Guarantee())


@settings(deadline=None)
@given(sheets, sheets)
def test_a_sheet_then_another_then_the_first_gives_what_the_first_says(
    first: list[LinkRow], second: list[LinkRow]
) -> None:
    room = Room()
    room.sync(*first)
    once = room.says()
    assert once == {ends: with_guarantee(said_in(each)) for ends, each in by_ends(first).items()}
    room.sync(*second)
    room.sync(*first)
    assert room.says() == once


@settings(deadline=None)
@given(sheets, st.sampled_from(PAGES), st.lists(sheets, max_size=3))
def test_what_a_person_set_survives_every_later_sheet(
    first: list[LinkRow], page: str, later: list[list[LinkRow]]
) -> None:
    room = Room()
    room.sync(*first, *([] if any(each.page == page for each in first) else [row(page=page)]))
    room.edit(page, owner="U0EVE")
    for sheet in later:
        room.sync(*sheet)
    assert room.links[page, TARGET].owner == "U0EVE"


@settings(deadline=None)
@given(sheets, sheets)
def test_a_sync_taken_back_leaves_what_was_there_and_is_not_done_again(
    first: list[LinkRow], second: list[LinkRow]
) -> None:
    room = Room()
    room.sync(*first)
    before = room.says()
    room.sync(*second)
    for ends, each in list(room.last.items()):
        if each.run != "run-2":
            continue
        if each.change is RowChange.REMOVED:
            room.links[ends] = with_said(linked(ends[0], 7), each.says)
        elif back := take_back(each, room.links.get(ends)):
            room.carry_out(ends, back.step)
    assert room.says() == before
    assert room.sync(*second) == {}
    assert all(take_back(each, room.links.get(ends)) is None for ends, each in room.last.items() if each.run == "run-2")


def test_taking_back_leaves_what_people_changed_since() -> None:
    room = Room()
    room.sync(row("U0ADA"))
    room.edit(owner="U0EVE")
    back = take_back(room.last[PAGE, TARGET], room.links[PAGE, TARGET])
    assert back is not None
    assert (back.kept, back.step.remove) == (True, None)


def test_time_moves_nothing() -> None:
    room = Room()
    room.sync(row("U0ADA"))
    later = SyncRun(SHEET, "later", NOON + timedelta(days=400))
    assert plan(Facts(by_ends([row("U0ADA")]), room.last, room.links), later) == {}
