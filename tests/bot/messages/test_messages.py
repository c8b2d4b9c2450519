"""Every message as people read it; each goes past the local Slack's judge and Slack's own schema."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.alerts.card import card
from bot.messages.alerts.group import Group, group_card
from bot.messages.alerts.proof import proof
from bot.messages.alerts.thread import log_line, plain, reply
from bot.messages.answers.checked import added_several, checked, checked_several, checking, partner_checked
from bot.messages.answers.help import help_message, not_here, not_understood, unknown_button, verb_help, went_wrong
from bot.messages.answers.listing import Listed, links_listed, nothing_listed, partners_listed
from bot.messages.answers.reachability import unreached
from bot.messages.answers.relevance import relevance_failed, relevance_report
from bot.messages.answers.sharing import not_shared, shared, shared_already, tried_again
from bot.messages.answers.shown import link_shown, partner_shown
from bot.messages.answers.status import Health, Unsaid, glance, status_message
from bot.messages.digest.message import digest_message, digest_preview
from bot.messages.kit.blocks import Message
from bot.slack.post_access import PostAccess
from jobs.model.case import Case, Successor
from jobs.model.digest import Digest, DigestCounts, LinkLine, NotedKind, NotedPage, PartnerLine, WeekPoint
from jobs.model.document import Canonical, RobotsTag
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Accepted, Expectation
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import DeliveryGuarantee, Notice, NoticeKind
from jobs.model.operation import CheckedLink, CheckedPartner
from jobs.model.page import FetchFailure, Outcome
from jobs.model.queries import ChannelCounts
from jobs.model.reading import Sighting
from jobs.model.replacement import HowKnown, Replacement
from tests.tools.nouns import (
    CHANNEL,
    MISSING,
    NOFOLLOW,
    PAGE,
    TARGET,
    facts,
    incident,
    link,
    page,
    partner,
    relevance,
    seen,
)
from tests.tools.slack_words import buttons_of, read, sound
from tests.tools.times import NOON

HOUR = timedelta(hours=1)
LATER = NOON + 3 * HOUR
WEEKS = tuple(WeekPoint((NOON + timedelta(weeks=number)).date(), 10, number) for number in range(14))
DIGEST = Digest(
    CHANNEL,
    "2026-W47",
    NOON - timedelta(days=7),
    NOON,
    DigestCounts(live=9, lost=2, weakened=1, partners=3),
    lost=(LinkLine("L-1", PAGE, TARGET, LinkState.LOST, NOON, "gone", owner="U0ADA"),),
    over_limit=(PartnerLine("P-3", "https://friends.example/links", 138, 100),),
    series=WEEKS,
    next_at=LATER,
)


OVER_LIMIT = incident(
    kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-3", findings=(Finding("outbound_jump", Severity.NOTE, "12 new."),)
)
NOTED = (
    NotedKind("moved", 7, tuple(NotedPage((f"L-{number}",), PAGE, "It moved.") for number in range(1, 6))),
    NotedKind("bad_neighbours", 1, (NotedPage(("L-1", "P-3"), PAGE, "Doubtful: <!here>."),)),
)


def test_a_digest_says_what_is_new_and_good_to_know() -> None:
    words = read(sound(digest_message(replace(DIGEST, noted=NOTED))))
    assert "New this week and good to know" in words
    assert "Link moved :  L-1  blog.example/post  · " in words
    assert "and 2 more" in words
    assert "It moved" not in words, "what was found stands beside a page that is alone"
    assert "L-1, P-3  blog.example/post .  Doubtful: <!here>." in words


def test_a_partner_page_with_many_new_links_is_not_said_to_be_over_its_limit() -> None:
    jump = Finding(
        "outbound_jump", Severity.NOTE, "The page links to 12 sites that it did not link to before: a.example."
    )
    told = incident(kind=IncidentKind.PARTNER_OVER_LIMIT, members=(), subject="P-3", findings=(jump,))
    case = Case(told, (), partner(outbound=40), facts())
    message = sound(card(case, LATER))
    assert message.text.startswith("🟠 Partner page: Many new links on the page: P-3 on ")
    assert jump.text in read(message)
    over = replace(told, status=IncidentStatus.RECOVERED, closed_at=LATER)
    assert card(replace(case, incident=over), LATER).text.startswith("🟢 Partner page is as before again")


def test_a_lost_link_says_what_where_and_since_when() -> None:
    message = sound(card(Case(incident(12), (link(12, LinkState.LOST, owner="U0BEN"),)), LATER))
    words = read(message)
    assert message.text == "🔴 Link lost: L-12 on blog.example. Link is gone."
    assert "blog.example/post" in words
    assert "we like [garden tools] a lot" in words
    assert "@U0BEN" in words
    assert "Why this alert" in read(sound(proof(Case(incident(12), (link(12, LinkState.LOST),)))))
    assert "<!date^" in words
    assert list(buttons_of(message)) == ["I'm on it", "Check again", "Show proof"]


def test_a_card_says_since_when_it_is_so_and_not_since_when_it_is_proved() -> None:
    shown = sound(card(Case(incident(12, since=NOON - 31 * HOUR), (link(12, LinkState.LOST),)), LATER))
    assert f"since <!date^{int((NOON - 31 * HOUR).timestamp())}^" in read(shown)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"holder": "U0ADA"}, "<@U0ADA> is on it"),
        ({"snoozed_until": LATER + timedelta(days=1)}, "snoozed until"),
        ({"status": IncidentStatus.RECOVERED, "closed_at": LATER}, "🟢 Link is back"),
        (
            {"status": IncidentStatus.ACCEPTED, "closed_at": LATER, "log": (LogLine(LATER, "accepted.", "U0ADA"),)},
            "by <@U0ADA>",
        ),
        ({"status": IncidentStatus.STOPPED, "closed_at": LATER}, "No longer tracked"),
    ],
)
def test_a_card_shows_the_latest_state(changes: dict[str, object], expected: str) -> None:
    changed = replace(incident(12), **changes)  # type: ignore[arg-type]  # fields of the noun
    message = sound(card(Case(changed, (link(12),)), LATER))
    assert expected in read(message)
    assert ("Check again" in buttons_of(message)) is changed.status.is_open
    assert ("Undo" in buttons_of(message)) is (changed.status is IncidentStatus.ACCEPTED)


def test_links_on_one_page_are_told_apart_by_where_they_lead() -> None:
    links = tuple(link(n, LinkState.LOST, target=f"https://ours.example/{n}") for n in (1, 2))
    words = " ".join(read(sound(card(Case(incident(1, 2), links), LATER))).split())
    assert "L-1 blog.example/post → ours.example/1 · lost" in words
    apart = (links[0], replace(links[1], page_url="https://blog.example/other"))
    assert "→ ours.example/1" not in read(sound(card(Case(incident(1, 2), apart), LATER)))


BULLETS = "rich_text_list"


def test_one_cause_on_one_site_is_one_message() -> None:
    links = tuple(link(number, LinkState.LOST) for number in range(1, 13))
    several = incident(*range(1, 13), recovered=frozenset({1}))
    message = sound(card(Case(several, links), LATER))
    assert "12 links lost: blog.example" in read(message)
    assert "1 of 12 recovered" in read(message)
    [listed] = [part for block in message.blocks for part in block.get("elements", ()) if part["type"] == BULLETS]
    refs = [item["elements"][0]["text"].strip() for item in listed["elements"]]
    assert refs == ["L-2", "L-3", "L-4", "L-5"], "those that wait stand first"
    assert "8 more: See all" in read(message)
    assert "See all" in buttons_of(message)


@pytest.mark.parametrize(
    ("finding", "said", "unsaid"),
    [
        (NOFOLLOW, "Was:  followed  · now:  nofollow", "Agreed"),
        (
            Finding("anchor_changed", Severity.WEAKENED, "Other words.", now="garden tools", agreed="spades"),
            "Agreed:  spades  · found:  garden tools",
            "Was",
        ),
        (
            replace(NOFOLLOW, was="", agreed="followed", edited=True),
            "Agreed:  followed  · found:  nofollow . Nothing changed on the page: what was agreed was edited.",
            "Was",
        ),
    ],
)
def test_was_is_said_only_of_what_was_seen(finding: Finding, said: str, unsaid: str) -> None:
    about = incident(12, kind=IncidentKind.WEAKENED, findings=(finding,))
    words = " ".join(read(sound(card(Case(about, (link(12, LinkState.WEAKENED),)), LATER))).split())
    assert " ".join(said.split()) in words
    assert f"{unsaid}:" not in words


WORSENED = incident(
    1,
    2,
    3,
    kind=IncidentKind.WEAKENED,
    status=IncidentStatus.WORSENED,
    closed_at=LATER,
    recovered=frozenset({1, 2, 3}),
    worsened=frozenset({1, 2}),
    lost=frozenset({1}),
    findings=(NOFOLLOW,),
)


@pytest.mark.parametrize("address", ["https://acme.slack.com/archives/C0LINKS/p1777888999000100", ""])
def test_a_weakened_alert_whose_links_got_lost_is_not_green_and_shows_the_way_to_what_tells_of_them(
    address: str,
) -> None:
    links = (link(1, LinkState.LOST), link(2, LinkState.LOST), link(3))
    case = Case(WORSENED, links, successors=(Successor(incident(1, 2), address),))
    message = sound(card(case, LATER))
    words = read(message)
    assert message.text.startswith("⚪ 3 links weakened: 1 of 3 got lost, 1 replaced, 1 recovered: ")
    assert "🟢" not in words
    assert "1 of 3 recovered, 1 of 3 got lost since, 1 of 3 replaced" in words
    assert ("got lost: see its own alert" in words, "replaced: see its own alert" in words) == (True, True)
    assert "Now told in  🔴 2 links lost: blog.example" in words
    assert ("/archives/" in str(message.blocks)) is bool(address)


def test_a_group_with_what_got_lost_in_it_is_not_green() -> None:
    group = replace(WORSENED, kind=IncidentKind.GROUP, members=(), worsened=frozenset())
    assert group_card(Group(group, (Case(WORSENED, (link(1),)),)), LATER).text.startswith("⚪ Nothing open any more")


@pytest.mark.parametrize(("links", "offered"), [(4, False), (5, True)])
def test_a_closed_alert_lets_people_see_what_its_table_has_no_room_for(links: int, *, offered: bool) -> None:
    members = tuple(link(number) for number in range(1, links + 1))
    closed = incident(*range(1, links + 1), status=IncidentStatus.RECOVERED, closed_at=LATER)
    assert ("See all" in buttons_of(sound(card(Case(closed, members), LATER)))) is offered
    group = replace(closed, kind=IncidentKind.GROUP, members=())
    told = group_card(Group(group, (Case(closed, members),)), LATER)
    assert ("See all" in buttons_of(sound(told))) is offered


def test_a_partner_page_over_its_limit_names_the_new_domains() -> None:
    about = incident(12, kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-3", members=(), findings=())
    message = sound(card(Case(about, (), partner(outbound=138, over_limit=True), facts()), LATER))
    words = read(message)
    assert "138 followed links to other sites; the limit is 100" in words
    assert "1 new since the first check: " in words
    assert "new.example" in words
    assert "0.62 %" in words
    assert "rule of thumb" in words


@pytest.mark.parametrize(("count", "more"), [(1, ""), (30, ""), (42, "and 12 more")])
def test_a_partner_page_that_is_shown_names_the_new_domains_as_its_alert_does(count: int, more: str) -> None:
    names = tuple(f"new{number:02}.example" for number in range(count))
    known, read_now = partner(outbound=138), page(facts=facts(external_domains=(*names, "old.example")))
    words = read(sound(partner_shown(known, read_now, [], [], LATER)))
    assert f"{count} new since the first check: " in words
    assert names[min(count, 30) - 1] in words
    assert ("and 12 more" in words) is bool(more)
    assert "old.example" not in words


def test_a_partner_page_as_it_was_names_none() -> None:
    same = page(facts=facts(external_domains=("old.example",)))
    assert "new since" not in read(sound(partner_shown(partner(outbound=41), same, [], [], LATER)))


def test_a_storm_is_one_calm_message() -> None:
    about = incident(12, kind=IncidentKind.STORM, members=(), findings=(), log=(LogLine(NOON, "61 % failed."),))
    message = sound(card(Case(about), LATER))
    assert "alerts are held" in read(message)
    assert not buttons_of(message)


def test_trouble_with_our_own_page_says_so() -> None:
    message = sound(card(Case(incident(12, kind=IncidentKind.TARGET), (link(12),)), LATER))
    assert "Our page has a problem" in read(message)


def test_pages_of_ours_say_how_many_links_they_waste_and_what_may_save_them() -> None:
    links = [link(n, page_url=f"https://site{n % 3}.example/{n}") for n in range(1, 8)]
    links += [link(8, target="https://ours.example/about")]
    gone = Finding("target_gone", Severity.WEAKENED, "The target no longer exists: 404.")
    about = incident(*(each.id for each in links), kind=IncidentKind.TARGET, findings=(gone,))
    case = Case(about, tuple(links), instead={TARGET: Replacement("https://ours.example/new/shop", HowKnown.WORDS)})
    told = read(sound(card(case, LATER)))
    assert re.search(r"ours.example/shop\s+wastes 7 links of 3 sites\s*: a redirect to", told)
    assert re.search(r"ours.example/new/shop\s+may save them all \(a guess by its words\)", told)
    assert re.search(r"ours.example/about\s+wastes 1 link of 1 site", told)
    assert "more: See all" not in told
    moved = replace(about, findings=(replace(gone, kind="target_redirects"),))
    assert "has 7 links of 3 sites to it" in read(sound(card(replace(case, incident=moved), LATER)))
    over = replace(about, status=IncidentStatus.RECOVERED, closed_at=LATER)
    assert "wastes" not in read(sound(card(replace(case, incident=over), LATER)))


def test_one_page_of_ours_names_the_sites_whose_links_it_wastes_and_what_a_redirect_saves() -> None:
    lost, unfollowed = LinkState.LOST, Sighting(seen(rel=("nofollow",)), 1)
    links = [link(n, page_url=f"https://site{n % 9}.example/{n}") for n in range(1, 13)]
    links += [link(13, lost, page_url="https://site1.example/x")]
    links += [link(14, page_url="https://site2.example/y", sighting=unfollowed)]
    gone = Finding("target_gone", Severity.WEAKENED, "The target no longer exists: 404.")
    members = [each.id for each in links]
    about = incident(*members, kind=IncidentKind.TARGET, findings=(gone,), cause=f"{TARGET}/our page", subject=TARGET)
    case = Case(about, tuple(links), instead={TARGET: Replacement("https://ours.example/new", HowKnown.REDIRECT)})
    message = sound(card(case, LATER))
    told = " ".join(read(message).split())
    assert "Our page has a problem: ours.example/shop" in told
    assert "Wastes 14 links of 9 sites: site1.example 3, site2.example 3, site3.example 2, site4.example 1," in told
    assert "site5.example 1 and 4 more sites" in told
    assert "A redirect to ours.example/new saves 12 of them (it led there when it was last read)" in told
    assert message.text.endswith("It wastes 14 links of 9 sites.")
    grouped = read(sound(group_card(Group(incident(id="G", kind=IncidentKind.GROUP), (case,)), LATER)))
    assert "14 links" in grouped
    assert "wastes 14 links of 9 sites" in grouped


def test_a_line_of_the_thread_names_who_did_it() -> None:
    message = sound(log_line(LogLine(NOON, "is on it.", "U0ADA")))
    assert message.text == "<@U0ADA> is on it."
    assert read(message) == "@U0ADA   is on it."


def test_a_reply_is_the_line_that_its_key_names() -> None:
    about = incident(12, log=(LogLine(NOON, "lost"), LogLine(NOON, "is on it.", "U0ADA")))
    notice = Notice(f"{about.id}/reply/1", CHANNEL, NoticeKind.REPLY, NOON, about.id, "is on it.")
    assert reply(about, notice).text == "<@U0ADA> is on it."
    assert reply(about, replace(notice, key="other", text="something else")).text == "something else"


ON_THE_PAGE = "followed  · anchor “ garden tools ”  · in the main text"


UNREAD = LinkStatus(LinkState.NEW, since=NOON, unknown_since=NOON, unknown_tries=1)


@pytest.mark.parametrize(
    ("standing", "outcome", "expected"),
    [
        (UNREAD, Outcome.REFUSED_ADDRESS, "(the page is at an address that we do not fetch: please check the entry"),
        (
            UNREAD,
            Outcome.CONNECTION_ERROR,
            "not be read yet: blog.example/post → ours.example/shop (the page could not be reached)",
        ),
        (LinkStatus(LinkState.PENDING, since=NOON), Outcome.GONE, "(the page is gone)"),
        (LinkStatus(LinkState.LIVE, since=NOON), Outcome.OK, "live: blog.example/post"),
        (LinkStatus(LinkState.NEW), None, "new: not checked yet: blog.example/post"),
    ],
)
def test_of_several_each_says_why_it_could_not_be_read(
    standing: LinkStatus, outcome: Outcome | None, expected: str
) -> None:
    seen = CheckedLink(link(standing=standing, sighting=None), page(last_outcome=outcome))
    fine = CheckedLink(link(13), page())
    words = " ".join(read(sound(added_several([seen, fine], LATER))).split())
    assert expected in words
    assert ("(the page" in words) is (outcome not in {None, Outcome.OK})


def test_thirty_that_could_not_be_read_say_why_once() -> None:
    blocked = [CheckedLink(link(n, standing=UNREAD), page(last_outcome=Outcome.BLOCKED)) for n in range(1, 31)]
    gone = CheckedLink(link(31, LinkState.PENDING), page(last_outcome=Outcome.GONE))
    words = " ".join(read(sound(added_several([*blocked, gone, CheckedLink(link(32), page())], LATER))).split())
    assert words.count("blocks our reader") == 1
    assert "30 links: the page blocks our reader. ⚪ L-1 new" in words
    assert "(the page is gone)" in words
    assert words.index("L-32") < words.index("L-1 ")
    many = sound(added_several([*blocked, *blocked], LATER))
    assert "and 20 more." in read(many)


def test_what_a_digest_lists_for_one_reason_says_it_once() -> None:
    lines = tuple(LinkLine(f"L-{n}", PAGE, TARGET, LinkState.LIVE, NOON, "blocks our reader") for n in range(1, 4))
    words = read(sound(digest_message(replace(DIGEST, unreachable=lines))))
    assert words.count("blocks our reader") == 1
    apart = (*lines, replace(lines[0], text="did not answer in time"))
    assert read(sound(digest_message(replace(DIGEST, unreachable=apart)))).count("blocks our reader") == 3


def test_a_link_that_was_looked_at_in_vain_is_not_called_unlooked_at() -> None:
    trouble = page(last_outcome=Outcome.CONNECTION_ERROR, facts=None)
    message = sound(checked(CheckedLink(link(standing=UNREAD, sighting=None), trouble), LATER))
    assert "could not be read yet" in read(message)
    assert "not checked yet" not in read(message) + message.text


@pytest.mark.parametrize(
    ("outcome", "reason", "told"),
    [
        (Outcome.DNS_ERROR, "the name does not exist", "could not be read: the name does not exist ."),
        (Outcome.TIMEOUT, "the page did not come in time", "could not be read: the page did not come in time ."),
        (Outcome.BLOCKED, "the page answered 403 Forbidden", "blocks our reader ( the page answered 403 Forbidden )"),
        (Outcome.TOO_COMPLEX, "could not be read (too complex)", "is too tangled to read"),
        (Outcome.CONNECTION_ERROR, "", "could not be reached"),
    ],
)
def test_of_a_page_that_could_not_be_read_nobody_knows_why_is_said_once_and_when_it_is_looked_at_next(
    outcome: Outcome, reason: str, told: str
) -> None:
    trouble = page(last_outcome=outcome, last_reason=reason, last_status=403 if "403" in reason else None, facts=None)
    words = read(sound(checked(CheckedLink(link(standing=UNREAD, sighting=None), trouble), LATER)))
    assert f"At the last check the page {told}" in " ".join(words.split())
    assert "Nobody knows whether the link is there" in words
    assert "checked again" in words
    assert "not on the page" not in words
    assert "not there yet" not in words


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.SOFT_404, Outcome.PARKED])
def test_where_there_is_no_page_the_link_is_not_said_to_be_missing_on_it(outcome: Outcome) -> None:
    trouble = page(last_outcome=outcome, facts=None)
    pending = link(12, LinkState.PENDING, sighting=Sighting(None))
    words = read(sound(checked(CheckedLink(pending, trouble), LATER)))
    assert "not on the page" not in words
    assert "please check the entry" in words


def test_what_was_seen_before_a_page_could_not_be_read_is_told_as_what_was() -> None:
    trouble = page(last_outcome=Outcome.TIMEOUT)
    standing = LinkStatus(LinkState.LIVE, since=NOON, last_present_at=NOON, looked_at=LATER, unknown_since=LATER)
    words = read(sound(checked(CheckedLink(link(standing=standing), trouble), LATER, asked=True)))
    assert "live, cannot be read now" in words
    assert "Nobody knows whether the link is there" in words
    assert f"When it was last seen:  {ON_THE_PAGE}" in words


@pytest.mark.parametrize(
    ("standing", "missing", "reason"),
    [
        (LinkStatus(LinkState.LIVE, last_present_at=NOON, looked_at=NOON), False, "the last check saw it"),
        (LinkStatus(LinkState.LOST, absences=4, open=(MISSING,), last_present_at=NOON), True, "proved"),
        (LinkStatus(LinkState.LOST, presences=1, open=(MISSING,), last_present_at=NOON), False, "seen again"),
        (LinkStatus(LinkState.LOST, marked_by="U0ADA", last_present_at=NOON, looked_at=NOON), True, "a person says so"),
        (LinkStatus(LinkState.LOST, absences=4, open=(NOFOLLOW,), last_present_at=NOON), False, "lost by a setting"),
        (LinkStatus(LinkState.SUSPECT, absences=1, last_present_at=NOON), True, "not seen once"),
        (LinkStatus(LinkState.SUSPECT, unproven=(NOFOLLOW,), last_present_at=NOON, looked_at=NOON), False, "weakened"),
        (
            LinkStatus(LinkState.LIVE, last_present_at=NOON, looked_at=NOON + HOUR),
            True,
            "a check by hand proves nothing",
        ),
        (
            LinkStatus(LinkState.LIVE, last_present_at=NOON, looked_at=NOON + HOUR, unknown_since=NOON + HOUR),
            False,
            "the last check could not read the page",
        ),
    ],
)
def test_what_was_last_seen_of_a_link_is_not_shown_as_being_there(
    standing: LinkStatus, *, missing: bool, reason: str
) -> None:
    one = link(standing=standing)
    message = sound(checked(CheckedLink(one, page()), LATER, asked=True))
    words = read(message)
    assert ("not on the page" in words) is missing, reason
    assert ("it was:  " + ON_THE_PAGE in words) is missing, reason
    assert (", last seen  " in words) is missing, reason
    assert ("Link  " + ON_THE_PAGE in words) is not missing, reason
    assert ("followed" in message.text) is not missing, reason


@pytest.mark.parametrize(
    ("sighting", "expected"),
    [
        (Sighting(seen(), 1), "followed"),
        (Sighting(seen(rel=("ugc", "nofollow")), 2), "nofollow, ugc: probably passes nothing"),
        (Sighting(seen(hidden=True, text="")), "no anchor text"),
        (Sighting(None, nearest=seen(href="https://ours.example/other")), "instead"),
        (Sighting(None, text_only="see ours.example"), "as plain text only"),
        (Sighting(None, js_only="x"), "through a script only"),
        (Sighting(None), "not on the page"),
    ],
)
def test_a_first_look_says_what_it_saw(sighting: Sighting, expected: str) -> None:
    message = sound(checked(CheckedLink(link(sighting=sighting), page()), LATER))
    assert expected in read(message)
    assert "41 followed links to other sites" in read(message)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"robots": (RobotsTag("X-Robots-Tag", "noindex, nofollow"),)}, "not to index it (X-Robots-Tag)."),
        ({"robots": (RobotsTag("meta googlebot", "None"),)}, "“None”"),
        ({"robots": (RobotsTag("meta robots", "noindex nofollow"),)}, "“noindex nofollow”"),
        ({"robots": (RobotsTag("meta robots", "unavailable_after: 2020-01-01"),)}, "“unavailable_after: 2020-01-01”"),
        ({"google_allowed": False, "google_rule": "Disallow: /"}, "no:  The site's robots.txt forbids Googlebot"),
        ({"robots": (RobotsTag("meta robots", "nofollow"),)}, "yes .  The page asks search engines to follow none"),
        (
            {"canonicals": (Canonical("link", "https://other.example/"),)},
            "names another host, other.example, as its canonical.   other.example",
        ),
        ({}, "as far as we can read: yes"),
    ],
)
def test_whether_a_page_is_indexable_is_what_we_can_read(changes: dict[str, object], expected: str) -> None:
    told = facts(**changes)
    assert expected in read(sound(checked(CheckedLink(link(), page(facts=told)), LATER)))


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.OK])
def test_a_page_that_could_not_be_read_is_told_in_words(outcome: Outcome) -> None:
    trouble = page(last_outcome=outcome, last_status=None, last_reason="reset", facts=None)
    words = read(sound(checked(CheckedLink(link(sighting=None), trouble), LATER)))
    assert "At the last check the page " in words
    assert ("Nothing is concluded from that" in words) is outcome.is_unknown


def test_what_is_wrong_and_what_may_be_is_listed() -> None:
    weak = link(12, LinkState.WEAKENED, NOFOLLOW)
    doubtful = replace(weak, standing=replace(weak.standing, unproven=(replace(NOFOLLOW, kind="ugc"),)))
    words = read(sound(checked(CheckedLink(doubtful, page()), LATER)))
    assert "⚠️  Link is nofollow." in words
    assert "❔ to be confirmed:  Link is marked as user content." in words


def test_a_page_without_outbound_links_has_no_share() -> None:
    words = read(sound(checked(CheckedLink(link(), page(facts=facts(followed_external=0))), LATER)))
    assert "0 followed links" in words
    assert "share per link" not in words


def test_duplicates_are_said_kindly() -> None:
    assert "Already tracked as " in read(sound(checked(CheckedLink(link(), page(), added=False), LATER)))
    several = [CheckedLink(link(1), page()), CheckedLink(link(2), page(), added=False)]
    assert "1 added, 1 already tracked." in read(sound(added_several(several, LATER)))


def test_two_links_of_one_page_are_told_apart_by_their_targets() -> None:
    several = [CheckedLink(link(1), page()), CheckedLink(link(2, target="https://ours.example/other"), page())]
    words = " ".join(read(sound(added_several(several, LATER))).split())
    assert "blog.example/post → ours.example/shop" in words
    assert "blog.example/post → ours.example/other" in words


@pytest.mark.parametrize(("count", "told"), [(0, "nothing open"), (1, "1 open alert"), (2, "2 open alerts")])
def test_a_channel_at_a_glance_says_what_is_open(count: int, told: str) -> None:
    assert told in read(sound(glance(ChannelCounts({LinkState.LIVE: 3}, 1, 1, count), "/links")))


def test_a_status_is_told_with_its_meaning() -> None:
    assert "Answer  404 Not Found" in read(sound(checked(CheckedLink(link(), page(facts=facts(status=404))), LATER)))
    assert "Answer  799" in read(sound(checked(CheckedLink(link(), page(facts=facts(status=799))), LATER)))


def test_five_hundred_rows_are_one_message() -> None:
    sound(added_several([CheckedLink(link(number), page()) for number in range(500)], LATER))


def test_a_list_turns_its_pages_and_is_shared() -> None:
    links = [link(number, page_url=f"{PAGE}/{'x' * 300}", target=f"{TARGET}/{'y' * 300}") for number in range(45)]
    listed = Listed("list lost", "lost link", "blog.example", len(links), page=2)
    message = sound(links_listed(links[20:40], listed, LATER))
    assert buttons_of(message) == {
        "Earlier": "list lost page:1",
        "More": "list lost page:3",
        "Share to channel": "list lost page:2",
    }
    assert "Page 2 of 3" in read(message)


def test_a_link_is_shown_with_its_history_and_what_is_open() -> None:
    agreed = Expectation("garden tools", frozenset({"ugc"}), accepted=(Accepted("nofollow", "x", "U0ADA", NOON),))
    every = timedelta(hours=6)
    shown = link(expected=agreed, owner="U0BEN", tags=frozenset({"spring"}), every=every, added_by="U0ADA")
    events = [Event(NOON, CHANNEL, "L-12", "added", "", "U0ADA"), Event(LATER, CHANNEL, "L-12", "lost", "gone")]
    words = read(
        sound(link_shown(shown, page(), [incident(12), incident(12, kind=IncidentKind.TARGET)], events, LATER))
    )
    for expected in ("garden tools", "ugc is agreed", "accepted by", "tag:spring", "every 6h", "History", "Link lost"):
        assert expected in words


FAILING = [Unsaid(CHANNEL, "internal_error", 1, NOON), Unsaid(CHANNEL, "no_answer", 2, NOON)]
TROUBLED = Health(
    {"links": 60_000, "waiting_notices": 7},
    LATER,
    DeliveryGuarantee.AT_LEAST_ONCE,
    unsaid=[
        Unsaid(CHANNEL, "not_in_channel", 2),
        Unsaid(CHANNEL, "is_archived", 1),
        Unsaid("D0ADA", "no_text", 1),
        *FAILING,
    ],
    storm_since=NOON,
    advice=["60,000 links are tracked, and all of them are kept in memory."],
)
COUNTED = CheckedPartner(partner(), page(), added=False)
NO_TROUBLE: list[tuple[str, Callable[[], Message]]] = [
    ("looking", lambda: checking(1, PAGE)),
    ("looking at several", lambda: checking(7, PAGE)),
    (
        "checked several",
        lambda: checked_several([CheckedLink(link(), page())] * 3, [COUNTED], LATER),
    ),
    (
        "partner looked",
        lambda: partner_checked(replace(COUNTED, partner=partner(outbound=120, over_limit=True)), LATER),
    ),
    ("partner shown", lambda: partner_shown(partner(), page(), [], [], LATER)),
    ("partners listed", lambda: partners_listed([partner()], Listed("list partners", "partner page", "", 1))),
    ("nothing listed", lambda: nothing_listed(Listed("list", "link", "x.example", 0), "/links add …")),
    ("glance", lambda: glance(ChannelCounts({LinkState.LIVE: 3}, 1, 1, 1), "/links")),
    ("glance at nothing", lambda: glance(ChannelCounts({}, 0, 0, 0), "/links")),
    (
        "status",
        lambda: status_message(Health({"links": 3, "open_incidents": 1}, NOON, DeliveryGuarantee.EXACTLY_ONCE), LATER),
    ),
    ("status in trouble", lambda: status_message(TROUBLED, LATER)),
    ("proof", lambda: proof(Case(incident(12), (link(),)))),
    ("no proof", lambda: proof(Case(incident(12, before=None, after=None)))),
    ("proof of a partner page", lambda: proof(Case(OVER_LIMIT, (), partner(outbound=138), facts()))),
    ("relevance", lambda: relevance_report(relevance(), "relevance a b", "add a -> b")),
    ("relevance of nothing", lambda: relevance_report(relevance(shared=(), only_ours=(), doubts=()), "", "")),
    ("relevance without a link", lambda: relevance_report(relevance(link=None, external_domains=()), "", "")),
    ("no relevance", lambda: relevance_failed(FetchFailure(PAGE, Outcome.TIMEOUT, "30 s", NOON))),
    ("not here", lambda: not_here(["L-12", "P-3"], "/links")),
    ("an old button", lambda: unknown_button("/links")),
    ("an error of ours", lambda: went_wrong("ab12cd34")),
    ("help", lambda: help_message("/links", [("add a -> b", "track links")])),
    ("help with one", lambda: verb_help("/links", "track links", ["add <page>"], ["add a -> b"], "track")),
    ("shared", shared),
    ("shared already", shared_already),
    ("shared, refused, tried again", tried_again),
    ("not shared", lambda: not_shared(unreached(CHANNEL, PostAccess.NOT_A_MEMBER, ""))),
    ("plain", lambda: plain("L-12 is live now.")),
    ("digest with notes", lambda: digest_message(replace(DIGEST, noted=NOTED))),
    ("first digest", lambda: digest_message(replace(DIGEST, series=(), counts=DigestCounts()))),
]


@pytest.mark.parametrize(
    ("promise", "why"),
    [
        (DeliveryGuarantee.EXACTLY_ONCE, "the channel is searched for it"),
        (DeliveryGuarantee.AT_LEAST_ONCE, "it is posted again, for without the scopes channels:history"),
        (DeliveryGuarantee.AT_MOST_ONCE, "slack.at_most_once is set"),
    ],
)
def test_the_status_says_what_is_promised_and_why(promise: DeliveryGuarantee, why: str) -> None:
    words = read(sound(status_message(Health({}, None, promise), LATER)))
    assert str(promise) in words
    assert why in words


def test_the_status_says_what_is_amiss() -> None:
    words = read(sound(status_message(TROUBLED, LATER)))
    for expected in ("fails at once", "2 messages could not be posted", "it is archived", "kept in memory"):
        assert expected in words
    for count in ("1 message", "2 messages"):
        assert f"{count} could not be posted yet, since" in words
    assert "Slack answers “internal error”." in words
    assert "Slack does not answer." in words


@pytest.mark.parametrize("made", [made for _, made in NO_TROUBLE], ids=[name for name, _ in NO_TROUBLE])
def test_slack_takes_it(made: Callable[[], Message]) -> None:
    sound(made())


def test_the_report_of_relevance_says_what_it_rests_on() -> None:
    message = sound(relevance_report(relevance(), "relevance a b", "add a -> b"))
    words = read(message)
    for expected in ("78 of 100", "probably about the same subject", "spade, compost", "checkout", "rule of thumb"):
        assert expected in words
    for expected in ("in the main text, followed; these words alone: 64 of 100", "we like", "garden tools", "a lot"):
        assert expected in words
    assert "41 followed, to other sites" in words
    assert "example.org, tools.example" in words
    assert buttons_of(message) == {"Track this link": "add a -> b", "Share to channel": "relevance a b"}


def test_a_page_that_does_not_link_to_us_is_reported_without_a_link() -> None:
    ours = replace(relevance().ours, h1s=("All our tools",))
    words = read(sound(relevance_report(relevance(link=None, followed_external=None, ours=ours), "", "")))
    assert "Its link to us" not in words
    assert "Links out" not in words
    assert "All our tools" in words


def test_the_digest_has_a_native_chart_of_twelve_weeks_and_words_instead() -> None:
    message = sound(digest_message(DIGEST))
    chart = next(block for block in message.blocks if block["type"] == "data_visualization")
    assert len(chart["chart"]["axis_config"]["categories"]) == 12
    assert message.plainer
    assert "13 lost" in read(message.plainer)
    assert "138 links, limit 100" in read(message)
    assert "Lost this week: 1" in read(message)


OLD = LinkLine("L-7", PAGE, TARGET, LinkState.LOST, NOON, "The page no longer links to the target.", owner="U0ADA")


def test_what_is_still_open_is_a_table_in_the_readers_zone() -> None:
    message = sound(digest_message(replace(DIGEST, still_open=(OLD, replace(OLD, ref="L-8", owner="", since=None)))))
    [table] = [block for block in message.blocks if block["type"] == "table"]
    assert len(table["rows"]) == 3
    words = read(message)
    assert "L-7" in words
    assert "🔴 The page no longer links to the target." in words
    assert [cell["type"] for cell in table["rows"][1]] == [
        "raw_text",
        *["rich_text"] * 2,
        "raw_text",
        *["rich_text"] * 2,
    ]
    assert message.plainer
    assert not [block for block in message.plainer.blocks if block["type"] == "table"]
    assert "Still open: 2" in read(message.plainer)


def test_a_line_of_the_digest_ends_with_what_was_found() -> None:
    lost = (replace(OLD, accepted=True),)
    words = read(sound(digest_message(replace(DIGEST, lost=lost, accepted=2))))
    assert ".," not in words
    assert ", accepted" in words
    assert words.index(", since") < words.index("The page no longer links to the target.")
    assert "2 more are lost and were accepted as they are; they are not listed." in words


def test_partner_pages_near_their_limit_are_told_apart() -> None:
    page = PartnerLine("P-4", "https://near.example/links", 95, 100)
    near = (page, replace(page, ref="P-5", agreed=True))
    words = read(sound(digest_message(replace(DIGEST, near_limit=near))))
    assert "near their limit: 2" in words
    assert words.count("95 links, limit 100 (a rule of thumb)") == 1
    assert words.count("95 links, agreed limit 100") == 1


def test_the_asker_sees_the_digest_first() -> None:
    assert "Share to channel" in buttons_of(sound(digest_preview(DIGEST)))


def test_a_full_digest_is_one_message() -> None:
    lines = tuple(replace(DIGEST.lost[0], ref=f"L-{number}", text="x" * 5000) for number in range(300))
    everywhere = dict.fromkeys(("lost", "weakened", "recovered", "still_open", "pending", "unreachable"), lines)
    sound(digest_preview(replace(DIGEST, **everywhere)))  # type: ignore[arg-type]  # all of these are link lines


def test_an_error_repeats_what_was_typed_line_by_line() -> None:
    message = sound(not_understood("/links", "frob", "is no command.", "help", "frob a\nb `c`"))
    assert "/links frob a\nb `c`" in read(message)
    assert "/links help" in read(message)


def test_a_finding_of_a_kind_that_is_no_longer_known_is_still_told() -> None:
    old = replace(NOFOLLOW, kind="some_old_rule")
    assert "some old rule" in read(sound(card(Case(incident(12, findings=(old,)), (link(),)), LATER)))
