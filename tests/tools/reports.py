"""Months of made-up links, and their reports."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from jobs.digests.reports.build import ReportFacts, build_report, report_link
from jobs.digests.reports.course import Courses
from jobs.digests.reports.report import Report
from jobs.digests.trend import Past
from jobs.model.channel import ChannelSettings
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck, Witness
from jobs.model.reading import Sighting
from jobs.model.terms import Money, Terms
from jobs.units.months import Month
from tests.tools.nouns import link, seen

JUNE = Month(2026, 6)
ZONE = "Europe/Berlin"
START, END = JUNE.begins(ZONE), JUNE.ends(ZONE)
NOW = datetime(2026, 7, 2, 9, tzinfo=UTC)


def on(day: float) -> datetime:
    """A time so many days after June began."""
    return START + timedelta(days=day)


def event(number: int, kind: str, day: float, text: str = "") -> Event:
    return Event(on(day), "C0LINKS", f"L-{number}", kind, text)


def report_of(
    events: Iterable[Event],
    links: Iterable[Link] = (),
    *,
    chosen: ChannelSettings | None = None,
    now: datetime = NOW,
    given: Collection[int] = (),
) -> Report:
    """The report of June, made of what happened and of what is tracked now; `given` are the links that we give."""
    end = min(END, now)
    courses, links = Courses(START, end), list(links)
    events = list(events)
    courses.take(events)
    for each in links:
        courses.settle(each)
    ways = courses.take_out(lambda link_id, _: link_id in given)
    past = Past(end, only=courses.by_link)
    past.take(events)
    states = {each.id: each.standing.state for each in links if each.id in courses.by_link}
    present = {state: list(states.values()).count(state) for state in LinkState}
    series = past.points(present, {key: state for key, state in states.items() if key in past.links}, ZONE)
    proofs = {each.id: [each.proofs] for each in links if each.proofs}
    known = {each.id: report_link(each) for each in links}
    facts = ReportFacts(courses, chosen or ChannelSettings(), known, proofs, series, given=ways)
    return build_report("C0LINKS", JUNE, ZONE, facts, now)


def stood(number: int, state: LinkState, day: float, **more: object) -> Link:
    """A link that came into its state on that day."""
    status = LinkStatus(state, since=on(day), last_present_at=on(min(day, 30.5)) if state.is_live else None)
    base = {
        "page_url": f"https://site{number}.example/posts/a-long-walk-{number}",
        "target": "https://ours.example/shop",
        "added_at": on(-60),
        "standing": status,
        "sighting": Sighting(seen(text="garden tools"), 1),
    }
    return link(number, **(base | more))  # type: ignore[arg-type]  # fields of the noun


def proving(day: float) -> tuple[ProvingCheck, ...]:
    """The four checks of a loss that was proved on that day."""
    hours = (-31, -30, -24, 0)
    witness = Witness.HOME_PAGE
    return tuple(ProvingCheck(on(day) + timedelta(hours=each), Outcome.OK, 200, "missing", witness) for each in hours)


def busy_month(live: int = 40) -> tuple[list[Event], list[Link]]:
    """A month in which something of everything happened, beside many links that were well."""
    paid = Terms(Money(Decimal(120), "EUR"), date(2027, 3, 1))
    missing = "The page no longer links to the target."
    nofollow = "The link is nofollow now."
    events = [
        *(event(number, kind, day) for number in range(1, live + 1) for kind, day in (("added", -60), ("live", -60))),
        *(event(101, kind, day) for kind, day in (("added", 2), ("live", 2.1))),
        *(event(102, kind, day) for kind, day in (("added", -3), ("pending", -3), ("live", 9))),
        *(event(103, kind, day, missing) for kind, day in (("added", -50), ("live", -50), ("lost", 11))),
        *(event(104, kind, day, missing) for kind, day in (("added", -50), ("live", -50), ("lost", -4))),
        event(104, "recovered", 6, missing),
        *(event(105, kind, day, nofollow) for kind, day in (("added", -50), ("live", -50), ("weakened", 15))),
        *(event(106, kind, day) for kind, day in (("added", -50), ("live", -50), ("replaced", 20))),
        *(event(107, kind, day) for kind, day in (("added", -50), ("live", -50))),
        event(107, "removed", 22, "https://left.example/about"),
        *(event(108, kind, day) for kind, day in (("added", 25), ("pending", 25))),
        *(event(109, kind, day) for kind, day in (("added", -50), ("live", -50), ("unreachable", 24))),
    ]
    unread = LinkStatus(LinkState.LIVE, since=on(-50), unreachable=True, unknown_since=on(21))
    links = [
        *(stood(number, LinkState.LIVE, -60, terms=paid if number % 3 else Terms()) for number in range(1, live + 1)),
        stood(101, LinkState.LIVE, 2.1, terms=Terms(Money(Decimal("90.50"), "USD"))),
        stood(102, LinkState.LIVE, 9, terms=paid, target="ours.example"),
        stood(103, LinkState.LOST, 11, terms=paid, proofs=proving(11)),
        stood(104, LinkState.LIVE, 6),
        stood(105, LinkState.WEAKENED, 15, terms=paid, sighting=Sighting(seen(rel=("nofollow",)), 1)),
        stood(106, LinkState.REPLACED, 20),
        stood(108, LinkState.PENDING, 25, sighting=None),
        stood(109, LinkState.LIVE, -50, standing=unread),
    ]
    return events, links
