"""What monthly audits tell of a site: what is dishonest since the last one, once, and seen by looks of two days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.config import Config
from jobs.model.channel import AuditScope, ChannelSettings
from jobs.model.link_status import LinkState
from jobs.model.site_audit import SiteAudit
from jobs.partners.audit import AuditPoint, PageAudit, Trick
from jobs.partners.monthly_audit import EVERY, AuditedFor, after_audits, is_due, next_pages, scope_of
from tests.tools.nouns import link
from tests.tools.times import NOON

DAY = timedelta(days=1)
URL, OTHER = "https://blog.example/post", "https://blog.example/links"
WITH_LINK = AuditedFor(URL, (link(12, page_url=URL),))
PARTNER = AuditedFor(OTHER, partner="P-3")
FIRST = SiteAudit("C1", "blog.example", NOON)


def saw(
    page: AuditedFor, *tricks: Trick, unknown: tuple[Trick, ...] = (), unread: str = ""
) -> tuple[AuditedFor, PageAudit]:
    """An audit of a page that found these tricks and no other."""
    about = page.links[0].ref if page.links else ""
    found = {trick: trick in tricks for trick in Trick} | dict.fromkeys(unknown)
    points = [AuditPoint(trick, is_found, "Seen.", about) for trick, is_found in found.items()]
    return page, PageAudit(page.url, () if unread else tuple(points), unread)


def told(before: SiteAudit, *looks: tuple[AuditedFor, PageAudit], days: float = 0) -> tuple[SiteAudit, list[str]]:
    after, news = after_audits(before, looks, NOON + DAY * days)
    return after, [said for page in news.pages for said in page.said] if news else []


def test_what_a_second_look_finds_too_is_told_and_never_again() -> None:
    after, said = told(FIRST, saw(WITH_LINK, Trick.CLOAKED))
    assert (said, after.next_at) == ([], NOON + DAY)
    after, said = told(after, saw(WITH_LINK, Trick.CLOAKED), days=1)
    assert said == ["L-12: other visitors get another page. Seen."]
    assert after.next_at == NOON + EVERY, "a month after the audit, not after its second look"
    for month in range(1, 4):
        after, said = told(after, saw(WITH_LINK, Trick.CLOAKED), days=30 * month)
        assert (said, after.doubted) == ([], frozenset())


def test_what_the_second_look_does_not_find_is_forgotten() -> None:
    after, _ = told(FIRST, saw(WITH_LINK, Trick.CLOAKED))
    after, said = told(after, saw(WITH_LINK), days=1)
    assert (said, after.known, after.doubted) == ([], frozenset(), frozenset())


def test_what_ended_and_came_back_is_told_again() -> None:
    known = replace(FIRST, known=frozenset({"cloaked L-12"}))
    after, _ = told(known, saw(WITH_LINK))
    assert after.known == frozenset()
    after, _ = told(after, saw(WITH_LINK, Trick.CLOAKED), days=30)
    _, said = told(after, saw(WITH_LINK, Trick.CLOAKED), days=31)
    assert len(said) == 1


@pytest.mark.parametrize(
    "look",
    [saw(WITH_LINK, unread="blocked"), saw(WITH_LINK, unknown=(Trick.CLOAKED,))],
    ids=["not read", "nobody can tell"],
)
def test_what_cannot_be_told_leaves_all_as_it_was(look: tuple[AuditedFor, PageAudit]) -> None:
    known = replace(FIRST, known=frozenset({"cloaked L-12", "cloaked L-99"}))
    assert told(known, look)[0].known == known.known


def test_a_doubt_waits_a_week_for_a_page_that_cannot_be_read() -> None:
    doubt, _ = told(FIRST, saw(WITH_LINK, Trick.CLOAKED), saw(PARTNER, Trick.NOINDEX))
    looked, said = told(doubt, saw(WITH_LINK, unread="timeout"), saw(PARTNER), days=1)
    assert (said, looked.doubted, looked.next_at) == ([], frozenset({"cloaked L-12"}), NOON + 2 * DAY)
    assert len(told(looked, saw(WITH_LINK, Trick.CLOAKED), days=2)[1]) == 1
    looked, said = told(looked, saw(WITH_LINK, unread="timeout"), days=7)
    assert (said, looked.doubted, looked.next_at) == ([], frozenset(), NOON + EVERY)


@pytest.mark.parametrize(
    ("page", "trick", "is_told", "why"),
    [
        (WITH_LINK, Trick.CLOAKED, True, "no check sees it"),
        (WITH_LINK, Trick.DEEPER, True, "checks only note it"),
        (WITH_LINK, Trick.PRUNED, True, "it was well when it was last checked"),
        (WITH_LINK, Trick.REL, False, "its own alert tells it, and may be accepted"),
        (WITH_LINK, Trick.META, False, "so it does"),
        (WITH_LINK, Trick.NOINDEX, False, "so it does"),
        (WITH_LINK, Trick.ORPHAN, False, "the looks at ways tell it"),
        (PARTNER, Trick.NOINDEX, True, "no link of ours is there, so no check tells it"),
        (PARTNER, Trick.ROBOTS, True, "so it is"),
        (PARTNER, Trick.HEADER, False, "the check of the partner page tells it"),
    ],
)
def test_only_what_nothing_else_tells(page: AuditedFor, trick: Trick, *, is_told: bool, why: str) -> None:
    after, _ = told(FIRST, saw(page, trick))
    _, said = told(after, saw(page, trick), days=1)
    assert bool(said) is is_told, why


def test_the_second_look_is_at_the_pages_in_doubt_alone() -> None:
    after, _ = told(FIRST, saw(WITH_LINK), saw(PARTNER, Trick.NOINDEX))
    assert next_pages(after, [WITH_LINK, PARTNER]) == [PARTNER]
    assert next_pages(None, [WITH_LINK, PARTNER]) == [WITH_LINK, PARTNER]
    kept = replace(after, known=frozenset({"cloaked L-12"}))
    assert told(kept, saw(PARTNER), days=1)[0].known == {"cloaked L-12"}


@pytest.mark.parametrize(
    ("state", "audited"),
    [(LinkState.LIVE, True), (LinkState.RECOVERED, True), (LinkState.LOST, False), (LinkState.PENDING, False)],
)
def test_links_with_trouble_are_left_to_their_own_alerts(state: LinkState, *, audited: bool) -> None:
    page = AuditedFor(URL, (link(12, state, page_url=URL),))
    assert page.is_audited is audited


def test_which_pages_the_channel_says() -> None:
    assert scope_of(Config(), ChannelSettings()) is AuditScope.EXCHANGES
    assert scope_of(Config(), ChannelSettings(audit=AuditScope.OFF)) is AuditScope.OFF
    monthly = Config.model_validate({"partners": {"audit": "monthly"}})
    assert scope_of(monthly, ChannelSettings()) is AuditScope.MONTHLY


def test_a_time_that_a_wrong_clock_planned_holds_nothing_up() -> None:
    assert is_due(None, NOON)
    assert is_due(NOON, NOON)
    assert is_due(NOON - 90 * DAY, NOON), "what a sleep missed"
    assert not is_due(NOON + EVERY, NOON)
    assert is_due(NOON + 400 * DAY, NOON)
