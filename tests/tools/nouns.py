"""Links, incidents and the rest, ready made; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.model.document import Place, RobotsTag
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, Incident, IncidentKind, LogLine
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.partner import Partner
from jobs.model.prospect import ProspectPage
from jobs.model.reading import Match, PageFacts, Seen, Sighting
from jobs.model.relevance import Closeness, ComparedPage, Doubt, LinkWords, NearPage, Relevance, SiteScore
from jobs.model.tracked_page import TrackedPage
from jobs.prospects.look import Looked, fit_of
from tests.tools.times import NOON

CHANNEL = "C0LINKS"
PAGE = "https://blog.example/post"
TARGET = "https://ours.example/shop"

MISSING = Finding("missing", Severity.LOST, "The page no longer links to the target.", "linked as “shop”", "absent")
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "The link is nofollow now.", "followed", "nofollow")


def seen(**more: Any) -> Seen:
    base = Seen(
        TARGET, (), "garden tools", Place.BODY, hidden=False, match=Match.EXACT, before="we like", after="a lot"
    )
    return replace(base, **more)


def link(number: int = 12, state: LinkState = LinkState.LIVE, *opened: Finding, **more: Any) -> Link:
    standing = LinkStatus(state, since=NOON, open=opened)
    base = Link(number, CHANNEL, PAGE, TARGET, NOON, standing, sighting=Sighting(seen(), 1))
    return replace(base, **more)


def partner(number: int = 3, **more: Any) -> Partner:
    base = Partner(number, CHANNEL, "https://friends.example/links", 100, NOON, baseline=frozenset({"old.example"}))
    return replace(base, **more)


def facts(**more: Any) -> PageFacts:
    base = PageFacts(
        PAGE,
        PAGE,
        200,
        title="A post",
        robots=(RobotsTag("meta robots", "index, follow"),),
        followed_external=41,
        external_domains=("new.example", "old.example"),
        read_at=NOON,
    )
    return replace(base, **more)


def page(**more: Any) -> TrackedPage:
    base = TrackedPage(
        PAGE,
        "blog.example",
        NOON + timedelta(days=1),
        last_outcome=Outcome.OK,
        last_status=200,
        last_checked_at=NOON,
        last_read_at=NOON,
        facts=facts(),
    )
    return replace(base, **more)


def incident(*members: int, kind: IncidentKind = IncidentKind.LOST, **more: Any) -> Incident:
    first = members[0] if members else 12
    base = Incident(
        id=f"L-{first}-{kind}-1764000000",
        channel=CHANNEL,
        kind=kind,
        subject=f"L-{first}",
        members=members or (12,),
        opened_at=NOON,
        cause="blog.example/lost",
        findings=(MISSING,),
        before=Evidence(NOON, PAGE, 200, text="we like [garden tools] a lot", html='<a href="x">garden tools</a>'),
        after=Evidence(NOON, PAGE, 200, text="", headers=(("server", "nginx"),)),
        log=(LogLine(NOON, "The link is lost."),),
    )
    return replace(base, **more)


def relevance(**more: Any) -> Relevance:
    def compared(url: str, title: str) -> ComparedPage:
        return ComparedPage(url, title, (), "en", 0.9, "en", 5000, fell_back=False)

    base = Relevance(
        score=78,
        closeness=Closeness.SAME_SUBJECT,
        likeness=0.17,
        shared=("spade", "compost"),
        only_ours=("checkout",),
        ours=compared(TARGET, "Shop"),
        theirs=compared(PAGE, "A post"),
        doubts=(Doubt.SHORT_TEXT,),
        link=LinkWords("garden tools", "we like", "a lot", Place.BODY, followed=True, score=64),
        followed_external=41,
        site=SiteScore(47, 5, (NearPage("https://ours.example/tents", "Tents", 61),)),
        external_domains=("example.org", "tools.example"),
    )
    return replace(base, **more)


def looked(**more: Any) -> Looked:
    """What the page of a prospect says, in German, on the subject of ours."""
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    contacts = ("ada@blog.example",), ("https://blog.example/kontakt",)
    base = Looked(
        ProspectPage(now, "Gartenwerkzeug im Test", "de", *contacts),
        fit_of(relevance(), TARGET, now),
    )
    return replace(base, **more)
