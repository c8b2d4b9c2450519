"""Foreign text in every foreign field: Slack takes the message, and nothing of it becomes formatting."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access.permissions import Why
from bot.messages.alerts.batch import BatchMessage, batch_card
from bot.messages.alerts.card import card
from bot.messages.alerts.group import Group, group_card
from bot.messages.alerts.letters import LetterLanguage
from bot.messages.alerts.mails import mail_drafted
from bot.messages.alerts.proof import proof
from bot.messages.alerts.rerouted import told_elsewhere
from bot.messages.alerts.thread import log_line, plain
from bot.messages.answers.checked import added_elsewhere, checked, not_tracked
from bot.messages.answers.help import not_there, not_understood
from bot.messages.answers.listing import Listed, links_listed
from bot.messages.answers.progress import ShownCheck, Stage, progress
from bot.messages.answers.reachability import not_all_here, unreached
from bot.messages.answers.relevance import relevance_report
from bot.messages.answers.shown import link_edited, link_shown
from bot.messages.answers.status import Health, Unsaid, status_message
from bot.messages.digest.message import digest_message
from bot.messages.kit.blocks import Message
from bot.messages.kit.text import escape
from bot.slack.post_access import ChannelPlace, PostAccess
from jobs.model.case import Case
from jobs.model.digest import Digest, DigestCounts, LinkLine
from jobs.model.document import RobotsTag
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, IncidentKind, LogLine
from jobs.model.link import Expectation
from jobs.model.link_status import LinkState
from jobs.model.notice import DeliveryGuarantee
from jobs.model.operation import CheckedLink
from jobs.model.page import Outcome
from jobs.model.queries import BatchTally
from jobs.model.reading import Sighting
from tests.tools.nouns import CHANNEL, TARGET, facts, incident, link, page, relevance, seen
from tests.tools.slack_words import mrkdwn_of, sound
from tests.tools.times import NOON

SUITE = Path(os.environ.get("LINKWATCH_SUITES") or Path(__file__).parents[4] / "shared" / "suites")
OURS = [
    "<!channel> <!here> <@U0ADA> <#C0LINKS>",
    "<https://evil.example|our bank>",
    "*bold* _italic_ ~gone~ `code` ```block``` > quote",
    ":skull: @channel #general",
    "&amp;&lt;!channel&gt;",
    "\u202egnirts desrever\u202c",
    "x" * 20_000,
    "",
    "   ",
    "\ud800 \udfff",
    "a\nb\r\nc",
]
TOKEN = re.compile(r"<[^>]*>")
OUR_TOKENS = re.compile(
    r"<(@U0ADA|https?://[^<>| ]+\|open the page|!date\^\d+\^\{date_short_pretty\} at \{time\}\|[\d: -]+UTC)>"
)


def naughty() -> list[str]:
    path = SUITE / "naughty_strings.json"
    if not path.exists():
        return OURS
    return [*OURS, *json.loads(path.read_text("utf-8"))]


def everywhere(bad: str) -> list[Callable[[], Message]]:
    """Every message that shows foreign text, with `bad` wherever there is some."""
    url = f"https://bad.example/{bad}"
    finding = Finding("missing", Severity.LOST, bad, bad, bad)
    kept = Evidence(NOON, url, 200, html=bad, text=bad, headers=((bad, bad),), body_hash=bad)
    sighting = Sighting(seen(href=url, text=bad, before=bad, after=bad), 1)
    bent = link(
        12,
        LinkState.LOST,
        finding,
        page_url=url,
        target=bad or TARGET,
        sighting=sighting,
        expected=Expectation(bad),
        owner=bad,
        tags=frozenset({bad}),
        added_by=bad,
    )
    told = facts(
        title=bad, final_url=url, robots=(RobotsTag(bad, f"noindex {bad}"),), google_allowed=False, google_rule=bad
    )
    read = page(url=url, facts=told, last_reason=bad, last_outcome=Outcome.TIMEOUT)
    about = incident(12, findings=(finding,), before=kept, after=kept, cause=bad, holder="U0ADA")
    report = relevance(
        shared=(bad,), only_ours=(bad,), theirs=replace(relevance().theirs, url=url, title=bad, language=bad)
    )
    lines = (LinkLine("L-1", url, bad or TARGET, LinkState.LOST, NOON, bad, bad),)
    digest = Digest(CHANNEL, "2026-W47", NOON, NOON, DigestCounts(lost=1), lost=lines, next_at=NOON)
    return [
        lambda: card(Case(about, (bent,)), NOON),
        lambda: card(Case(replace(about, members=(12, 13)), (bent, bent)), NOON),
        lambda: checked(CheckedLink(bent, read), NOON),
        lambda: checked(CheckedLink(replace(bent, sighting=Sighting(None, text_only=bad)), read), NOON),
        lambda: link_shown(bent, read, [about], [Event(NOON, CHANNEL, "L-12", "lost", bad, bad)], NOON),
        lambda: links_listed([bent], Listed("list", "link", bad, 1), NOON),
        lambda: proof(Case(about, (bent,))),
        lambda: relevance_report(report, f"relevance {url}", f"add {url}"),
        lambda: progress(ShownCheck("1", bad, bad, 1, 2), Stage.STOPPED, bad),
        lambda: link_edited(bent, link(), NOON),
        *(
            lambda reach=reach: Message(escape("To be reached."), tuple(unreached(bad, reach, bad)))
            for reach in PostAccess
        ),
        lambda: told_elsewhere(bad, bad, [], only_lost=True) if bad else plain(bad),
        lambda: told_elsewhere(bad, "", [bad], only_lost=True),
        lambda: told_elsewhere(bad, bad, [bad] * 9, only_lost=False),
        lambda: added_elsewhere({bad: 2}, "link"),
        lambda: not_there(bad, Why.NOT_IN_IT),
        lambda: not_all_here(ChannelPlace(PostAccess.UNKNOWN, lacks=bad)),
        lambda: status_message(Health({}, None, DeliveryGuarantee.EXACTLY_ONCE, [Unsaid(bad, bad, 2)]), NOON),
        lambda: log_line(LogLine(NOON, bad, bad)),
        lambda: plain(bad or "x"),
        lambda: not_understood("/links", bad, "is no command.", "help", bad),
        lambda: not_tracked(bad, "/links"),
        lambda: digest_message(digest),
        lambda: group_card(Group(replace(about, kind=IncidentKind.GROUP), (Case(about, (bent,)),)), NOON),
        lambda: batch_card(
            BatchMessage(about, bad, BatchTally({LinkState.LIVE: 2}), {12: about}, [(about, bent)]), NOON
        ),
        lambda: mail_drafted(Case(about, (bent,)), LetterLanguage.GERMAN),
        lambda: mail_drafted(Case(replace(about, members=(12, 13)), (bent, bent)), LetterLanguage.FRENCH),
    ]


def test_the_suite_is_there() -> None:
    if not (SUITE / "naughty_strings.json").exists():
        pytest.skip(f"no naughty_strings.json in {SUITE}; our own strings are tried all the same")
    assert len(naughty()) > 500


@pytest.mark.parametrize("bad", OURS, ids=range(len(OURS)))
def test_slack_takes_every_message(bad: str) -> None:
    for made in everywhere(bad):
        sound(made())


@pytest.mark.slow
def test_no_mention_link_or_formatting_comes_from_foreign_text() -> None:
    for bad in naughty():
        for made in everywhere(bad):
            for words in mrkdwn_of(made()):
                foreign = OUR_TOKENS.sub("", words).replace("*L-12*", "")
                assert not TOKEN.search(foreign), (bad, words)
                assert not re.search(r"[*_~`]\S.*[*_~`]", foreign), (bad, words)
