"""Undoing a change of many links restores exactly what it changed, and nothing that was changed since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edit_values import Removals, Row
from bot.operations.edit import with_options
from jobs.alerts import decisions
from jobs.alerts.undo import undo
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Accepted, Edited, Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.operation import ChangedLinks
from jobs.model.terms import Money, Term, Terms
from jobs.model.write import Write
from tests.tools.nouns import CHANNEL, MISSING, NOFOLLOW, incident, link
from tests.tools.times import NOON

LATER = NOON + timedelta(hours=2)
users = st.sampled_from(["", "U0ADA", "U0BEN"])
tags = st.frozensets(st.sampled_from("abc"), max_size=2)
intervals = st.sampled_from([None, timedelta(hours=6), timedelta(days=2)])
rels = st.frozensets(st.sampled_from(["nofollow", "ugc"]))
words = st.sampled_from(["", "garden tools", "spades"])
costs = st.sampled_from([None, Money(Decimal(5), "EUR")])
found = st.lists(st.sampled_from([MISSING, NOFOLLOW]), unique=True, max_size=2).map(tuple)


def made(number: int, standing: LinkStatus, expected: Expectation, owner: str, tagged: frozenset[str]) -> Link:
    return link(number, expected=expected, owner=owner, tags=tagged, standing=standing)


standings = st.builds(
    LinkStatus,
    state=st.sampled_from([LinkState.LIVE, LinkState.LOST, LinkState.WEAKENED, LinkState.SUSPECT]),
    since=st.just(NOON),
    open=found,
    unproven=found,
    snoozed_until=st.sampled_from([None, NOON + timedelta(days=1)]),
)
accepted = st.sampled_from([(), (Accepted("moved", "footer", "U0BEN", NOON),)])
expectations = st.builds(Expectation, anchor=words, rel=rels, render=st.booleans(), accepted=accepted)
many = st.lists(st.tuples(standings, expectations, users, tags), min_size=1, max_size=4).map(
    lambda each: [made(number, *parts) for number, parts in enumerate(each, 1)]
)
options = st.builds(
    Row,
    st.just(""),
    st.just(""),
    anchor=words,
    rel=rels,
    owner=users,
    every=intervals,
    tags=tags,
    render=st.booleans(),
    terms=st.builds(Terms, cost=costs),
)
removals = st.builds(
    Removals,
    anchor=st.booleans(),
    owner=st.booleans(),
    every=st.booleans(),
    rel=rels,
    tags=tags,
    terms=st.frozensets(st.sampled_from(Term)),
)


def changed(links: Sequence[Link], known: Sequence[Incident], write: Write | None) -> ChangedLinks:
    write = write or Write()
    touched = {each.id for each in write.links} | {*write.remove_links}
    named = {each.id for each in write.incidents}
    return ChangedLinks(
        "a1",
        0,
        CHANNEL,
        NOON,
        "U0ADA",
        tuple(each for each in links if each.id in touched),
        tuple(write.links),
        tuple(each for each in known if each.id in named),
        tuple(write.incidents),
    )


def after(part: ChangedLinks, links: Sequence[Link], known: Sequence[Incident]) -> tuple[list[Link], list[Incident]]:
    """All links and alerts once the part is undone."""
    now_is = {each.id: each for each in links if each.id not in {old.id for old in part.before}}
    now_is |= {each.id: each for each in part.after}
    alerts = {each.id: each for each in known} | {each.id: each for each in part.incidents_after}
    undone = undo(part, now_is, alerts, (), LogLine(LATER, "", "U0ADA"))
    assert undone.kept == ()
    now_is |= {each.id: each for each in (*undone.write.links, *undone.write.restore_links)}
    alerts |= {each.id: each for each in undone.write.incidents}
    return [now_is[each.id] for each in links], [alerts[each.id] for each in known]


def without_log(known: Sequence[Incident]) -> list[Incident]:
    return [replace(each, log=()) for each in known]


@given(many, options, removals)
def test_an_edit(links: list[Link], said: Row, less: Removals) -> None:
    edited = [(old, with_options(old, said, less)) for old in links]
    part = changed(links, [], Write(links=[new for old, new in edited if new != old]))
    assert after(part, links, []) == (links, [])


@given(many, st.sampled_from(["snooze", "accept", "stop"]), st.sampled_from(["alone", "together"]))
def test_what_people_decide(links: list[Link], deed: str, told: str) -> None:
    members = [tuple(each.id for each in links)] if told == "together" else [(each.id,) for each in links]
    known = [incident(*each, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,)) for each in members]
    back, alerts = after(changed(links, known, decided(deed, links, known)), links, known)
    assert back == links
    assert without_log(alerts) == without_log(known)


def decided(deed: str, links: list[Link], known: list[Incident]) -> Write | None:
    if deed == "snooze":
        return decisions.snooze(links, known, timedelta(days=7), "U0ADA", NOON)
    act = decisions.accept(links, known, "U0ADA", NOON)
    return act if deed == "accept" else decisions.stop(links, (), known, "U0ADA", NOON)


def test_what_a_check_found_since_stays_and_is_no_reason_to_leave_a_link() -> None:
    old = link(1, LinkState.LIVE)
    new = with_options(old, Row("", "", owner="U0BEN", rel=frozenset({"ugc"})))
    checked = replace(
        new,
        standing=replace(new.standing, state=LinkState.LOST, since=LATER, open=(MISSING,)),
        expected=replace(new.expected, edited=(Edited("anchor_changed", "x"),)),
        version=9,
    )
    undone = undo(changed([old], [], Write(links=[new])), {1: checked}, {}, (), LogLine(LATER, "", "U0ADA"))
    [back] = undone.write.links
    assert (back.owner, back.expected.rel, back.standing, back.version) == ("", frozenset(), checked.standing, 9)


def test_what_was_changed_or_tracked_anew_since_stays() -> None:
    old = link(1)
    new = with_options(old, Row("", "", owner="U0BEN"))
    again = replace(new, owner="U0ADA")
    undone = undo(changed([old], [], Write(links=[new])), {1: again}, {}, (), LogLine(LATER, "", "U0ADA"))
    assert (undone.write.links, undone.kept) == ([], ("L-1",))
    removed = changed([old], [], Write(remove_links=[1]))
    assert undo(removed, {}, {}, {1}, LogLine(LATER, "", "U0ADA")).kept == ("L-1",)
    assert undo(removed, {1: old}, {}, (), LogLine(LATER, "", "U0ADA")).kept == ("L-1",)


def test_an_alert_that_went_on_since_is_left_to_it() -> None:
    old, about = link(1, LinkState.WEAKENED, NOFOLLOW), incident(1, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,))
    part = changed([old], [about], decisions.snooze([old], [about], timedelta(days=7), "U0ADA", NOON))
    awake = replace(part.incidents_after[0], snoozed_until=None)
    undone = undo(part, {1: part.after[0]}, {about.id: awake}, (), LogLine(LATER, "", "U0ADA"))
    assert undone.links == ("L-1",)
    assert list(undone.write.incidents) == []


@pytest.mark.parametrize("deed", ["accept", "stop"])
def test_an_alert_waits_again_only_for_links_that_are_as_they_were(deed: str) -> None:
    links = [link(number, LinkState.WEAKENED, NOFOLLOW) for number in (1, 2)]
    about = incident(1, 2, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,))
    part = changed(links, [about], decided(deed, links, [about]))
    now_is = {each.id: each for each in part.after}
    alerts, line = {about.id: part.incidents_after[0]}, LogLine(LATER, "", "U0ADA")
    if deed == "accept":
        moved_on = {number: replace(each, standing=links[0].standing) for number, each in now_is.items()}
        one_moved, all_moved = (
            undo(part, now_is | {1: moved_on[1]}, alerts, (), line),
            undo(part, moved_on, alerts, (), line),
        )
    else:
        one_moved, all_moved = undo(part, {}, alerts, {1}, line), undo(part, {}, alerts, {1, 2}, line)
    [back] = one_moved.write.incidents
    assert (one_moved.links, one_moved.kept) == (("L-2",), ("L-1",))
    assert (back.status, set(back.waiting), back.closed_at) == (IncidentStatus.OPEN, {2}, None)
    assert back.accepted == ({1} if deed == "accept" else frozenset())
    assert (list(all_moved.write.incidents), list(all_moved.write.notices)) == ([], [])


def test_a_snooze_taken_back_leaves_an_alert_waiting_for_a_link_that_was_changed_since() -> None:
    links = [link(number, LinkState.WEAKENED, NOFOLLOW) for number in (1, 2)]
    about = incident(1, 2, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,))
    part = changed(links, [about], decided("snooze", links, [about]))
    again = replace(part.after[0], standing=replace(part.after[0].standing, snoozed_until=LATER))
    undone = undo(part, {1: again, 2: part.after[1]}, {about.id: part.incidents_after[0]}, (), LogLine(LATER, "", "U"))
    [back] = undone.write.incidents
    assert (set(back.waiting), back.snoozed_until) == ({1, 2}, None)
