"""Filters: read as they are written, true of the links that they leave, and told the same in help and docs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.formats.filters.link_filter import ALL_LINKS, MINE, NOBODY, SOON, Bound, Flag, LinkFilter, Trait
from jobs.formats.filters.names import FILTERS, KNOWN
from jobs.formats.filters.nearest import neighbours_of
from jobs.formats.filters.read import FilterError, read_filter, words_of
from jobs.formats.filters.selection import Selection
from jobs.model.link import Accepted, Expectation, Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.queries import LinkQuery
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.store.tiny.store import open_tiny
from tests.tools.nouns import CHANNEL, MISSING, NOFOLLOW, link
from tests.tools.times import NOON

ROOT = Path(__file__).parents[4]
DAY = timedelta(days=1)


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


UP_TO_200 = ((Bound.ABOVE, dollars("100")), (Bound.AT_MOST, dollars("200")))


def paid(*amounts: str) -> list[Link]:
    return [link(terms=Terms(dollars(amount))) for amount in amounts]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("", ALL_LINKS),
        ("all lost links", LinkFilter((LinkState.LOST,))),
        ("owner:@U0BEN lost", LinkFilter((LinkState.LOST,), owner="U0BEN")),
        ("owner:<@U0BEN>", LinkFilter(owner="U0BEN")),
        ("@U0BEN", LinkFilter(person="U0BEN")),
        ("tag:a=b tag=c:d", LinkFilter(tags=frozenset({"a=b", "c:d"}))),
        ('tag:"big spring" tag:x', LinkFilter(tags=frozenset({"big spring", "x"}))),
        (
            "cost>100 USD cost<=200 USD",
            LinkFilter(costs=UP_TO_200),
        ),
        ("cost≥1 200.50 USD lost", LinkFilter((LinkState.LOST,), costs=((Bound.AT_LEAST, dollars("1200.50")),))),
    ],
)
def test_as_typed_in_a_terminal(typed: str, means: LinkFilter) -> None:
    assert read_filter(words_of(typed)) == means


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("loost", "loost", "did you mean lost?"),
        ("hiden", "hiden", "did you mean finding:hidden?"),
        ("gurantee", "gurantee", "did you mean guarantee:60d?"),
        ("finding:hiden", "hiden", "did you mean finding:hidden?"),
        ("finding:zzz", "zzz", "such are hidden, missing"),
        ("fnding:nofollow", "fnding:nofollow", "did you mean finding:nofollow?"),
        ("fnding:hiden", "fnding:hiden", "did you mean finding:hidden?"),
        ("gurantee=90d", "gurantee=90d", "did you mean guarantee:90d?"),
        ("tagg:spring", "tagg:spring", "did you mean tag:spring?"),
        ("partner:trail", "partner:trail", "names no site"),
        ("owner:ben", "owner:ben", "names nobody"),
        ("guarantee:soon", "guarantee:soon", "guarantee:30d"),
        ("guarantee:60d expiring", "expiring", "one time too many"),
        ("expiring guarantee:60d", "guarantee:60d", "one time too many"),
        ("cost>100", "100", "names no currency"),
        ("cost>cheap", "cheap", "no amount"),
        ("cost:100", "cost:100", "cost>100 USD"),
        ("age>100 USD", "age>100", "compares nothing"),
        ("30d", "30d", "of which state"),
        ('tag:"x', 'tag:"x', "quote"),
    ],
)
def test_what_makes_no_sense_is_named_with_a_filter_that_does(typed: str, word: str, why: str) -> None:
    with pytest.raises(FilterError) as raised:
        read_filter(words_of(typed))
    assert raised.value.word == word
    assert why in raised.value.why
    read_filter(words_of(raised.value.example))


def on(name: str, **more: Any) -> Link:
    return link(page_url=f"https://{name}/post", **more)


@pytest.mark.parametrize(
    ("asked", "fits", "others"),
    [
        (LinkFilter((LinkState.LOST, LinkState.LIVE)), [link(), link(1, LinkState.LOST)], [link(1, LinkState.NEW)]),
        (LinkFilter(domain="www.a.example"), [on("a.example"), on("b.a.example")], [on("ba.example")]),
        (LinkFilter(partner="a.example"), [on("b.a.example")], [on("a.example.org")]),
        (LinkFilter(person="U1"), [link(owner="U1"), link(added_by="U1")], [link(owner="U2")]),
        (LinkFilter(owner="U1"), [link(owner="U1")], [link(added_by="U1"), link()]),
        (LinkFilter(owner=NOBODY), [link()], [link(owner="U1")]),
        (LinkFilter(tags=frozenset("ab")), [link(tags=frozenset("abc"))], [link(tags=frozenset("ac"))]),
        (
            LinkFilter(findings=frozenset({"nofollow"})),
            [
                link(1, LinkState.WEAKENED, NOFOLLOW),
                link(expected=Expectation(accepted=(Accepted("nofollow", "", "U1", NOON),))),
            ],
            [link(1, LinkState.LOST, MISSING)],
        ),
        (
            LinkFilter(ends_within=7 * DAY),
            [link(terms=Terms(guaranteed_until=(NOON + days * DAY).date())) for days in (0, 7)],
            [link(), *(link(terms=Terms(guaranteed_until=(NOON + days * DAY).date())) for days in (-1, 8))],
        ),
        (
            LinkFilter(costs=UP_TO_200),
            [link(terms=Terms(dollars(amount))) for amount in ("100.01", "200")],
            [
                link(),
                link(terms=Terms(Money(Decimal(150), "EUR"))),
                *(link(terms=Terms(dollars(a))) for a in ("100", "201")),
            ],
        ),
        (LinkFilter((LinkState.LIVE,), lasting=DAY), [link(added_at=NOON)], []),
    ],
)
def test_what_is_said_is_true_of_what_fits(asked: LinkFilter, fits: list[Link], others: list[Link]) -> None:
    selection = Selection(asked, NOON + DAY * (1 if asked.lasting else 0), CHANNEL)
    assert [each for each in fits if not selection.fits(each)] == []
    assert [each for each in others if selection.fits(each)] == []
    assert not selection.fits(link(channel="C0OTHER"))


users = st.sampled_from(["", "U1", "U2"])
tags = st.frozensets(st.sampled_from("ab"))
domains = st.sampled_from(["a.example", "b.a.example", "c.example"])
stored = st.builds(
    lambda state, page, owner, added_by, tags: (state, f"https://{page}/", owner, added_by, tags),
    *(st.sampled_from(LinkState), domains, users, users, tags),
)
asked_for = st.builds(
    LinkFilter,
    states=st.lists(st.sampled_from(LinkState), unique=True, max_size=2).map(tuple),
    domain=st.sampled_from(["", "a.example", "www.c.example"]),
    partner=st.sampled_from(["", "a.example"]),
    tags=tags,
    person=users,
    owner=st.sampled_from(["", "U1", NOBODY]),
)


@given(st.lists(stored, max_size=12, unique_by=lambda each: each[1:]), asked_for)
async def test_the_index_leaves_no_link_out_that_fits_and_answers_alone_where_it_says_so(
    tmp_path_factory: pytest.TempPathFactory, links: list[Any], asked: LinkFilter
) -> None:
    store = await open_tiny(tmp_path_factory.mktemp("store"))
    for number, (state, page, owner, added_by, tagged) in enumerate(links):
        made = link(number, state, page_url=page, target=f"t{number}.example", owner=owner, tags=tagged)
        await _put(store, made, added_by)
    every = await store.links(LinkQuery())
    selection = Selection(asked, NOON, CHANNEL)
    found = await store.links(selection.query)
    assert [each for each in found if selection.fits(each)] == [each for each in every if selection.fits(each)]
    if asked.is_indexed:
        assert all(map(selection.fits, found))
    await store.close()


async def _put(store: Any, made: Link, added_by: str) -> None:
    new = NewLink(made.channel, made.page_url, made.target, owner=made.owner, tags=made.tags, added_by=added_by)
    added, _ = await store.add_link(new, NOON)
    await store.write(Write(links=[replace(added, standing=made.standing)]))


def test_each_part_of_a_filter_is_one_thing_that_it_says() -> None:
    whole = LinkFilter((LinkState.LOST,), (Flag.SNOOZED,), "a.example", frozenset("ab"), (Trait.NOFOLLOW,), MINE)
    assert [str(part) for part in whole.parts()] == [
        "lost",
        "snoozed",
        "nofollow",
        "mine",
        "a.example",
        "tag:a",
        "tag:b",
    ]
    assert " ".join(map(str, whole.parts())) == str(whole)


def test_every_example_of_the_table_reads_and_every_word_is_of_its_own() -> None:
    for each in FILTERS:
        for example in each.examples:
            assert sorted(str(read_filter(words_of(example))).split()) == sorted(example.split())
    assert len(KNOWN) == len(set(KNOWN))
    assert read_filter(words_of("expiring")) == LinkFilter(ends_within=SOON)


def test_the_page_about_filters_shows_the_table() -> None:
    shown = (ROOT / "docs/filters.md").read_text(encoding="utf-8")
    rows = [
        f"| {' · '.join(f'`{example}`' for example in each.examples)} | `{each.form.replace('|', chr(92) + '|')}` "
        f"| links {each.says} |"
        for each in FILTERS
    ]
    assert "\n".join(rows) in shown


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("tag:sprng", ["tag:spring"]),
        ("tag:sprng lost", ["lost tag:spring", "lost", "tag:spring", "tag:sprng"]),
        ("partner:trial.example", ["partner:trail.example"]),
        ("blog.trail.example lost", ["lost", "blog.trail.example"]),
        ("lost weakened", []),
        ("tag:zzzzzz", []),
    ],
)
def test_the_neighbours_of_a_filter_have_names_that_there_are_or_say_one_thing_less(
    asked: str, near: list[str]
) -> None:
    found = neighbours_of(read_filter(words_of(asked)), {"spring", "paid"}, {"trail.example"})
    assert list(map(str, found)) == near
