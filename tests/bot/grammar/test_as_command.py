"""The command that brings back what was removed: typed again, it means the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.as_command import add_line, edit_line, partner_line
from bot.grammar.edit_values import Edit, Row
from bot.grammar.parse import parse
from bot.grammar.partner_values import GuaranteeSaid
from bot.grammar.removals import NONE
from bot.grammar.values import Add, AddPartner
from bot.operations.edit import with_options
from bot.sandbox.typed import as_sent
from jobs.alerts.edits import changes_of
from jobs.model.link import Expectation, Link
from jobs.model.terms import FEWEST_DAYS, MOST_DAYS, Covered, Guarantee, Terms
from jobs.web.urls import from_person
from tests.jobs.units.test_money import amounts
from tests.tools.nouns import link, partner

CHANNELS, PEOPLE = {"links": "C0LINKS"}, {"ada": "U0ADA", "ben": "U0BEN"}

ONE_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)
HOSTILE = st.text(st.sampled_from("ab \"'“”‘’«»<>&|@#-> =:,.!;/")) | st.sampled_from(
    ['5" wide', "see https://a.example/x", "see «https://a.example»", "@ben", "#links", "&lt;", "<@U0ADA>", "a ->"]
)
ANCHORS = (ONE_LINE | HOSTILE).map(str.strip)
TAGS = (
    (ONE_LINE | HOSTILE)
    .map(lambda text: text.replace(",", "").strip().lower())
    .filter(lambda tag: tag and tag == tag.lower())
)
PATHS = st.text(st.sampled_from("abc/?#&=%'()!*~:;@$+,._-Ü“»"), max_size=20)
PAGES = PATHS.map(lambda path: from_person(f"https://a.example/{path}").url).filter(
    lambda url: url and from_person(url, is_whole=True).url == url
)
EVERY = st.none() | st.integers(3600, 30 * 86400).map(lambda seconds: timedelta(seconds=seconds))

COVERS = st.frozensets(st.sampled_from(Covered))
DAYS = st.none() | st.integers(FEWEST_DAYS, MOST_DAYS)


ROWS = st.builds(
    Row,
    page=PAGES,
    target=PAGES | st.just("ours.example"),
    anchor=ANCHORS,
    rel=st.frozensets(st.sampled_from(["nofollow", "ugc", "sponsored"])),
    owner=st.sampled_from(["", "U0BEN"]),
    every=EVERY,
    tags=st.frozensets(TAGS, max_size=3),
    terms=st.builds(Terms, st.none() | amounts(), st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    guarantee=st.builds(GuaranteeSaid, DAYS, st.none() | COVERS.filter(bool), st.none() | ANCHORS.filter(bool)),
    render=st.booleans(),
)


@given(ROWS)
def test_a_link_reads_back_as_it_was(row: Row) -> None:
    expected = Expectation(anchor=row.anchor, rel=row.rel, render=row.render)
    tracked = link(
        page_url=row.page,
        target=row.target,
        expected=expected,
        owner=row.owner,
        every=row.every,
        tags=row.tags,
        terms=row.terms,
        guarantee=row.guarantee.of(Guarantee()),
    )
    assert parse(as_sent(add_line(tracked), CHANNELS, PEOPLE)) == Add((row,))


AGREED = st.builds(
    link,
    expected=st.builds(
        Expectation,
        anchor=ANCHORS,
        rel=st.frozensets(st.sampled_from(["nofollow", "ugc", "sponsored"])),
        render=st.booleans(),
    ),
    owner=st.sampled_from(["", "U0BEN", "U0ADA"]),
    every=EVERY,
    tags=st.frozensets(TAGS | st.sampled_from(sorted(NONE)), max_size=3),
    terms=st.builds(Terms, st.none() | amounts(), st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    guarantee=st.builds(Guarantee, COVERS.map(lambda covers: tuple(sorted(covers))), DAYS, ANCHORS),
)


@given(AGREED, AGREED)
def test_an_edit_makes_of_a_link_what_is_wanted(now: Link, wanted: Link) -> None:
    written = edit_line(now, wanted)
    if not written:
        assert changes_of(now, wanted) == ()
        return
    command = parse(as_sent(written, CHANNELS, PEOPLE))
    assert isinstance(command, Edit)
    assert with_options(now, command.options, command.less) == wanted


@given(PAGES, st.integers(1, 100_000), EVERY)
def test_a_partner_page_reads_back_as_it_was(page: str, limit: int, every: timedelta | None) -> None:
    written = partner_line(partner(page_url=page, max_outbound=limit, every=every))
    assert parse(as_sent(written, CHANNELS, PEOPLE)) == AddPartner((page,), limit, "", every)


@pytest.mark.parametrize("tag", sorted(NONE))
def test_a_tag_that_is_a_word_for_nothing_stays_a_tag(tag: str) -> None:
    written = add_line(link(tags=frozenset({tag, "spring"})))
    command = parse(as_sent(written, CHANNELS, PEOPLE))
    assert isinstance(command, Add)
    assert command.rows[0].tags == {tag, "spring"}


def test_an_anchor_of_several_lines_becomes_one_line() -> None:
    written = add_line(link(expected=Expectation(anchor="garden\ntools"), tags=frozenset({"big spring"})))
    assert 'anchor "garden tools"' in written
    assert 'tag:"big spring"' in written
