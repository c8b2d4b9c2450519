"""One page of ours, one message: across sites and kinds of trouble, told once, folded in, resolved once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.alerts.incidents import AlertChanges, alerts_for
from jobs.alerts.our_page_causes import cause_of
from jobs.model.cause import Cause
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeKind
from jobs.model.verdict import Change, Evaluation, Scope, Verdict

T0 = datetime(2026, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHOP = "https://us.example/shop"
GONE, MOVED, HIDDEN, DOWN = (
    Finding(kind, Severity.WEAKENED, f"It is {kind}.")
    for kind in ("target_gone", "target_redirects", "target_noindex", "target_error")
)


def links_to(target: str, *numbers: int, channel: str = "C1", holds: tuple[Finding, ...] = ()) -> list[Link]:
    standing = LinkStatus(LinkState.WEAKENED if holds else LinkState.LIVE, open=holds)
    return [Link(n, channel, f"https://site{n % 9}.example/{n}", target, T0, standing) for n in numbers]


def look(who: Link, *now: Finding) -> Evaluation:
    """Our page as one check of it sees it, by what was held against it before."""
    before = {each.kind for each in who.standing.open}
    fresh = tuple(each for each in now if each.kind not in before)
    mended = tuple(each for each in who.standing.open if each not in now)
    change = Change.WEAKENED if fresh else Change.RECOVERED if mended and not now else Change.STRENGTHENED
    after = replace(who, standing=replace(who.standing, open=now))
    changes = (change, *([Change.STRENGTHENED] if fresh and mended else [])) if fresh or mended else ()
    return Evaluation(who, after, Verdict(after.standing, changes, fresh or mended), "us.example", Scope.TARGET)


def tell(looks: list[Evaluation], known: tuple[Incident, ...] = (), now: datetime = T0) -> AlertChanges:
    return alerts_for(looks, known, speaks=lambda _: True, now=now)


def cards(told: AlertChanges) -> int:
    return [each.kind for each in told.notices].count(NoticeKind.CARD)


def lines(told: AlertChanges) -> list[str]:
    return [each.text for each in told.notices if each.kind is NoticeKind.REPLY]


def only(told: AlertChanges) -> Incident:
    (incident,) = told.incidents.values()
    return incident


BROKEN = only(tell([look(each, GONE) for each in links_to(SHOP, *range(14))]))
HELD = links_to(SHOP, *range(14), holds=(GONE,))


def test_all_links_to_a_broken_page_are_one_message_that_names_the_page() -> None:
    assert (BROKEN.kind, BROKEN.site, BROKEN.is_of_one_page) == (IncidentKind.TARGET, SHOP, True)
    assert len(BROKEN.members) == 14


def test_each_channel_hears_of_its_own_links() -> None:
    there, here = links_to(SHOP, 1, channel="C2"), links_to(SHOP, 2)
    told = tell([look(each, GONE) for each in (*there, *here)])
    assert sorted((each.channel, each.members) for each in told.incidents.values()) == [("C1", (2,)), ("C2", (1,))]


def test_a_link_that_comes_later_is_folded_in_however_late() -> None:
    told = tell([look(each, GONE) for each in links_to(SHOP, 77)], (BROKEN,), T0 + 400 * HOUR)
    assert (only(told).id, 77 in only(told).members, cards(told)) == (BROKEN.id, True, 0)
    assert lines(told) == ["L-77 on site5.example leads there too."]


def test_another_trouble_of_the_page_is_said_once_in_its_message_and_so_is_that_it_is_over() -> None:
    worse = tell([look(each, GONE, HIDDEN) for each in HELD], (BROKEN,), T0 + HOUR)
    assert lines(worse) == [f"{SHOP}, this too: It is target_noindex."]
    both = links_to(SHOP, *range(14), holds=(GONE, HIDDEN))
    less = tell([look(each, HIDDEN) for each in both], (only(worse),), T0 + 2 * HOUR)
    assert lines(less) == ["Better. No longer so: It is target_gone."]
    assert only(less).findings == (HIDDEN,)
    left = links_to(SHOP, *range(14), holds=(HIDDEN,))
    over = tell([look(each) for each in left], (only(less),), T0 + 3 * HOUR)
    assert lines(over) == [f"{SHOP} is fine again."]
    assert only(over).status is IncidentStatus.RECOVERED


def test_one_trouble_that_turns_into_another_is_never_fine_in_between() -> None:
    turned = tell([look(each, MOVED) for each in HELD], (BROKEN,), T0 + HOUR)
    assert lines(turned) == [f"{SHOP}, this too: It is target_redirects.", "Better. No longer so: It is target_gone."]
    assert (only(turned).status, only(turned).findings) == (IncidentStatus.OPEN, (MOVED,))


def test_what_one_link_was_never_told_of_is_no_longer_so_for_no_link_because_of_it() -> None:
    told = replace(BROKEN, findings=(GONE, MOVED))
    accepted = links_to(SHOP, 3, holds=(GONE,))
    assert tell([look(each, GONE) for each in accepted], (told,)).incidents == {}


def test_it_breaks_again_within_a_week_in_its_old_message_with_links_that_are_new() -> None:
    back = only(tell([look(each) for each in HELD], (BROKEN,), T0 + HOUR))
    again = tell([look(each, GONE) for each in links_to(SHOP, 99, *range(14))], (back,), T0 + 40 * HOUR)
    assert (only(again).id, len(only(again).waiting), cards(again)) == (BROKEN.id, 15, 0)
    assert lines(again)[0] == f"{SHOP} again: It is target_gone."
    late = tell([look(each, GONE) for each in links_to(SHOP, *range(14))], (back,), T0 + 400 * HOUR)
    assert (only(late).id != BROKEN.id, cards(late)) == (True, 1)


def test_from_the_third_page_of_a_site_with_the_same_trouble_on_the_site_is_told() -> None:
    known: dict[str, Incident] = {}
    told = 0
    for number in range(40):
        page = f"https://us.example/{number}"
        changes = tell([look(each, GONE) for each in links_to(page, number)], tuple(known.values()), T0 + number * HOUR)
        known |= changes.incidents
        told += cards(changes)
    assert told == 3
    assert [len(each.members) for each in known.values()] == [1, 1, 38]
    other = tell([look(each, HIDDEN) for each in links_to(SHOP, 90)], tuple(known.values()), T0 + 40 * HOUR)
    assert only(other).site == SHOP, "another trouble is none of that"


def test_a_page_that_did_not_answer_and_is_gone_now_is_told_by_its_own_message() -> None:
    down = only(tell([look(each, DOWN) for each in links_to(SHOP, 1, 2)]))
    assert down.cause == "us.example/target_error"
    turned = tell([look(each, GONE) for each in links_to(SHOP, 1, 2, holds=(DOWN,))], (down,), T0 + HOUR)
    ended, page = turned.incidents.values()
    if ended.id != down.id:
        ended, page = page, ended
    assert (ended.status, ended.successors) == (IncidentStatus.WORSENED, (page.id,))
    assert page.members == (1, 2)
    assert not any("fine again" in line for line in lines(turned))


@pytest.mark.parametrize(
    ("kind", "told", "cause", "why"),
    [
        ("target_gone", (), Cause(SHOP, "our page"), "a first page"),
        ("target_error", (), Cause("us.example", "target_error"), "that is mostly the server's"),
        ("target_error", (BROKEN,), Cause(SHOP, "our page"), "the page has a message"),
    ],
)
def test_under_which_cause_it_is_told(kind: str, told: tuple[Incident, ...], cause: Cause, why: str) -> None:
    [link] = links_to(SHOP, 1)
    assert cause_of(look(link, Finding(kind, Severity.WEAKENED, "x")), kind, told, T0) == cause, why


PAGES = [f"https://us.example/{name}" for name in ("a", "b", "c", "d")]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PAGES),
            st.sets(st.sampled_from([GONE, MOVED, HIDDEN, DOWN])),
            st.integers(1, 3),
            st.integers(1, 90),
        ),
        max_size=25,
    )
)
def test_law_what_is_broken_is_told_what_is_mended_is_not_and_no_page_has_two_messages(
    checks: list[tuple[str, set[Finding], int, int]],
) -> None:
    known: dict[str, Incident] = {}
    holds: dict[int, tuple[Finding, ...]] = dict.fromkeys(range(12), ())
    links = dict.fromkeys(PAGES, 0)
    at = T0
    for page, found, some, hours in checks:
        at += hours * HOUR
        now = tuple(each for each in (GONE, MOVED, HIDDEN, DOWN) if each in found)
        links[page] = max(links[page], some)  # links come, and each check of a page judges all that lead there
        numbers = [4 * each + PAGES.index(page) for each in range(links[page])]
        looks = [look(links_to(page, number, holds=holds[number])[0], *now) for number in numbers]
        changes = tell(looks, tuple(known.values()), at)
        known |= changes.incidents
        holds |= dict.fromkeys(numbers, now)
        assert cards(changes) <= len({each.kind for each in now})
        for number, open_now in holds.items():
            waited = {
                finding.kind
                for old in known.values()
                if old.status.is_open and number in old.waiting
                for finding in old.findings
            }
            assert waited >= {each.kind for each in open_now}
            assert bool(waited) == bool(open_now)
        own = [old.site for old in known.values() if old.status.is_open and old.is_of_one_page]
        assert len(own) == len(set(own))
