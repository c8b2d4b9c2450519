"""Verbs over many links, as people type them."""

from collections.abc import Mapping

import pytest

from bot.grammar.edit_values import (
    Bulk,
    BulkAccept,
    BulkEdit,
    BulkMark,
    BulkMarkIndex,
    BulkRemove,
    BulkSnooze,
    BulkUnaccept,
    BulkUnsnooze,
    Deed,
    Edit,
)
from bot.grammar.parse import parse
from bot.grammar.places import OfPlaces
from bot.grammar.values import Accept, Check, Mark, MarkIndex, ParseError, Remove, Snooze, Unaccept, Unsnooze, changes
from jobs.formats.filters.read import read_filter, words_of

ADA, BEN = "<@U0ADA|ada>", "<@U0BEN|ben>"


@pytest.mark.parametrize(
    ("typed", "links", "of_one", "why"),
    [
        (f"edit tag:spring every 12h {ADA}", "tag:spring", f"edit L-1 every 12h {ADA}", "the filter first"),
        (f"assign lost {BEN}", "lost", f"edit L-1 {BEN}", "an owner for all"),
        (f"assign lost to {BEN}", "lost", f"edit L-1 {BEN}", "spoken"),
        (f"assign {ADA} {BEN}", "@U0ADA", f"edit L-1 {BEN}", "the first person narrows down"),
        (f"assign owner:none {BEN}", "owner:none", f"edit L-1 {BEN}", "what nobody answers for"),
        (f"assign lost owner:none to {BEN}", "lost owner:none", f"edit L-1 {BEN}", "with more"),
        ("edit lost tag:chase", "lost", "edit L-1 tag:chase", "a tag behind a filter is set"),
        ("edit lost tag:a to tag:b", "lost tag:a", "edit L-1 tag:b", "unless to parts them"),
        ("edit tag:a tag:b", "tag:a", "edit L-1 tag:b", "one more tag"),
        ("edit tag:a -tag:a tag:b", "tag:a", "edit L-1 -tag:a tag:b", "a tag renamed"),
        ("edit nofollow nofollow-ok", "nofollow", "edit L-1 nofollow-ok", "agreed now"),
        ("edit lost nofollow ok", "lost", "edit L-1 nofollow-ok", "in two words"),
        (
            "edit partner:trail.example guaranteed until 2027-03-01",
            "partner:trail.example",
            "edit L-1 guaranteed until 2027-03-01",
            "terms",
        ),
        (
            "edit cost&gt;100 USD cost 90 USD",
            "'cost>100 USD'",
            "edit L-1 cost 90 USD",
            "by its sign a cost is a filter",
        ),
        ("edit tag:spring cost 90 USD", "tag:spring", "edit L-1 cost 90 USD", "and is set without one"),
        ("edit pending 30d owner none", "pending 30d", "edit L-1 owner none", "for so long"),
        ('edit blog.example lost anchor "x"', "lost blog.example", 'edit L-1 anchor "x"', "a domain with more"),
        ("snooze nofollow 7d", "nofollow", "snooze L-1 7d", ""),
        ("snooze lost links for 7 days", "lost", "snooze L-1 7d", "spoken"),
        ("mute lost 30d 7d", "lost 30d", "snooze L-1 7d", "the last is for how long"),
        ("snooze expiring 1w", "expiring", "snooze L-1 7d", ""),
        ("accept finding:moved", "finding:moved", "accept L-1", ""),
        ("remove partner:trail.example", "partner:trail.example", "remove L-1", ""),
        ("remove partner:<http://trail.example|trail.example>", "partner:trail.example", "remove L-1", "as sent"),
        ("delete all lost links", "lost", "remove L-1", "spoken"),
        ("unsnooze tag:spring", "tag:spring", "unsnooze L-1", ""),
        ("unsnooze snoozed", "snoozed", "unsnooze L-1", "what is snoozed"),
        ("unaccept lost", "lost", "unaccept L-1", ""),
        ("mark tag:spring live", "tag:spring", "mark L-1 live", ""),
        ("mark lost live", "lost", "mark L-1 live", "a state narrows down, the last one is what is said"),
        ("mark live lost", "live", "mark L-1 lost", "the other way round"),
        ("mark not indexed tag:spring", "tag:spring", "mark L-1 not indexed", "in any order"),
        ("mark nofollow indexed", "nofollow", "mark L-1 indexed", ""),
        (f"mark {BEN} live", "@U0BEN", "mark L-1 live", "all of a person"),
        ("edit all every 12h", "", "edit L-1 every 12h", "all of the channel"),
        (f"assign all to {BEN}", "", f"edit L-1 {BEN}", "all of the channel, spoken"),
        ("accept all", "", "accept L-1", ""),
        ("accept everything", "", "accept L-1", ""),
        ("snooze all 7d", "", "snooze L-1 7d", ""),
        ("unsnooze all", "", "unsnooze L-1", ""),
        ("unaccept all links", "", "unaccept L-1", "spoken"),
        ("mark all live", "", "mark L-1 live", ""),
        ("remove all", "", "remove L-1", "shown first, as ever"),
    ],
)
def test_a_filter_in_the_place_of_references(typed: str, links: str, of_one: str, why: str) -> None:
    read = parse(typed)
    assert read == Bulk(read_filter(words_of(links)), deed_of(of_one)), why
    assert isinstance(read, Bulk)
    assert read.text == typed
    assert changes(read)


@pytest.mark.parametrize(
    ("typed", "links"), [("check lost", "lost"), ("check mine tag:a", "mine tag:a"), ("recheck all lost links", "lost")]
)
def test_what_fits_a_filter_can_be_checked(typed: str, links: str) -> None:
    read = parse(typed)
    assert read == Check(links=read_filter(words_of(links)))
    assert changes(read), "it sets much in motion"


def test_all_alone_is_checked_with_the_partner_pages() -> None:
    assert parse("check all") == parse("check everything") == Check()


def deed_of(of_one: str) -> Deed:
    """What is done to one link by a command about it."""
    one = parse(of_one)
    if isinstance(one, Edit):
        return BulkEdit(one.options, one.less)
    if isinstance(one, Snooze):
        return BulkSnooze(one.wait)
    if isinstance(one, Mark):
        return BulkMark(one.live)
    return BulkMarkIndex(one.indexed) if isinstance(one, MarkIndex) else BARE[type(one)]


BARE: Mapping[type, Deed] = {
    Accept: BulkAccept(),
    Remove: BulkRemove(),
    Unsnooze: BulkUnsnooze(),
    Unaccept: BulkUnaccept(),
}
"""Verbs that say no more than what they are about."""


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("edit L-12 every 12h", Edit),
        ("edit 12 tag:spring", Edit),
        ("snooze L-12 3d", Snooze),
        ("accept 12", Accept),
        ("edit blog.example tag:spring", OfPlaces),
        (f"edit blog.example {BEN}", OfPlaces),
        ("snooze blog.example 3d", OfPlaces),
        ("remove https://blog.example/post", OfPlaces),
    ],
)
def test_what_is_named_goes_as_before(typed: str, kind: type) -> None:
    assert isinstance(parse(typed), kind)


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("edit lost", "", "what shall be changed"),
        ("edit tag:spring", "", "what shall be changed"),
        ("edit lost every", "every", "every 6h"),
        ("edit lost max 50", "max", "partner pages"),
        ("edit lost L-12 every 6h", "L-12", "names one"),
        ("edit finding:hiden every 6h", "hiden", "did you mean finding:hidden"),
        ("snooze lost", "", "for how long"),
        ("snooze lost 3y", "3y", "a year is the most"),
        ("remove lost banana", "banana", "is no filter"),
        ("remove L-12 lost", "L-12", "names one; links are named either so or by a filter"),
        ("accept lost L-3", "L-3", "names one; links are named either so or by a filter"),
        ("remove https://blog.example/post lost", "https://blog.example/post", "a host, such as blog.example."),
        ("accept lost blog.example/post", "blog.example/post", "names one page"),
        ("snooze lost blog.example/?p=1 3d", "blog.example/?p=1", "names one page"),
        ("edit https://blog.example/post lost every 12h", "https://blog.example/post", "names one page"),
        ("edit lost blog.example/post to tag:x", "blog.example/post", "names one page"),
        ("remove http://192.0.2.1/post lost", "http://192.0.2.1/post", "names one page"),
        ("accept cost&gt;100", "100", "names no currency"),
    ],
)
def test_what_makes_no_sense_is_named(typed: str, word: str, why: str) -> None:
    wrong = parse(typed)
    assert isinstance(wrong, ParseError)
    assert (wrong.word, why in wrong.why) == (word, True), wrong
    assert not isinstance(parse(wrong.example), ParseError), wrong.example


@pytest.mark.parametrize(
    "typed",
    ["edit nofollow ok", "snooze lost a few days", "remove tag:a page:2", "accept lost 3", "remove lost banana"],
)
def test_the_example_is_of_many_links_where_many_were_meant(typed: str) -> None:
    wrong = parse(typed)
    assert isinstance(wrong, ParseError)
    assert isinstance(parse(wrong.example), Bulk)


def test_the_example_is_of_one_link_where_one_was_named() -> None:
    wrong = parse("snooze L-12 banana")
    assert isinstance(wrong, ParseError)
    assert isinstance(parse(wrong.example), Snooze)
