"""The words of a report, for every file that it is written as (pure)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.digests.forecast_words import forecast_words
from jobs.digests.reports.report import Balance, Happening, LinkClass, Report, ReportLink, Spend, Standing, Step
from jobs.exchanges.given_words import THUMB, contribution_words
from jobs.exchanges.reciprocity import SiteBalance
from jobs.model.link_status import LinkState
from jobs.model.series import ShareLine
from jobs.model.terms import Money
from jobs.units.dates import format_day
from jobs.units.english import percent, several
from jobs.units.money import format_money
from jobs.web.urls import printable

CLASS: Mapping[LinkClass, str] = {
    LinkClass.LIVE: "Live",
    LinkClass.WEAKENED: "Weakened",
    LinkClass.LOST: "Lost",
    LinkClass.REPLACED: "Page replaced",
    LinkClass.PENDING: "Not placed yet",
    LinkClass.UNKNOWN: "Unknown",
}
MEANING: Mapping[LinkClass, str] = {
    LinkClass.LIVE: "The link is on its page, as agreed.",
    LinkClass.WEAKENED: "The link is there, but not as agreed: it is marked nofollow, say, or hidden.",
    LinkClass.LOST: "The page was read again and again over hours, with its site up, and the link was gone; "
    "or a person said so of a page that cannot be read.",
    LinkClass.REPLACED: "Another page stands at the address; whether the link was taken out, nobody can tell.",
    LinkClass.PENDING: "Agreed, and not seen on its page so far.",
    LinkClass.UNKNOWN: "The page could not be read for days, or was not read yet. Nothing is concluded from that.",
}
LISTS: Mapping[str, tuple[Step, ...]] = {
    "Placed": (Step.PLACED,),
    "Lost": (Step.LOST,),
    "Page replaced by another": (Step.REPLACED,),
    "Weakened": (Step.WEAKENED,),
    "Back, or as agreed again": (Step.CAME_BACK, Step.MENDED),
    "Tracked no longer": (Step.REMOVED,),
}
"""What happened in the month, by the title of each list, in their order."""
LINE: Mapping[str, str] = {
    "placed": "placed",
    "came_back": "came back",
    "lost": "lost",
    "replaced": "page replaced by another",
    "removed": "tracked no longer",
}
"""The lines of the balance between its start and its end; the first two add, the others take away."""
ADDING = ("placed", "came_back")
AT_START, AT_END = "on their pages when the month began", "at its end"
UNKNOWN = "unknown"
PER_MONTH = "For each month that a link was seen to stand"
_WAS = {LinkState.REPLACED: "Another page stood there before.", LinkState.PENDING: "It had not been placed."}


def title(report: Report) -> str:
    """What the report is called."""
    return f"Backlinks in {report.month.name}"


def period(report: Report) -> str:
    """Which days it is about, in which zone, and when it was made."""
    whole = f"{day(report.since, report)} to {format_day(last_day(report))}"
    return (
        f"{whole}{'' if report.is_over else ', so far'}. Made on {day(report.made_at, report)}; days of {report.zone}."
    )


AHEAD = "What is likely within a year"


def likely(report: Report) -> str:
    """How many of the links that stood at the end will be gone, and what that rests on; empty where nobody can say."""
    if report.ahead is None:
        return ""
    return f"As on {format_day(last_day(report))}. {forecast_words(report.ahead)}"


def last_day(report: Report) -> date:
    """The last day that it tells of."""
    return (report.until - timedelta(microseconds=1)).astimezone(ZoneInfo(report.zone)).date()


def of_relevance(report: Report) -> list[str]:
    """What has to be known of the scores of relevance, where there are any, and how far people agreed with them."""
    agreed = report.agreement.words
    scored = any(each.link.relevance for each in report.standings)
    meant = "Relevance, 0 to 100, says how close in subject a page is to ours: a rule of thumb."
    return [*([meant] if scored else []), *([f"Within the month {agreed}."] if agreed else [])]


def day(at: datetime | None, report: Report) -> str:
    """A day in the report's zone; empty where nobody knows."""
    return format_day(at.astimezone(ZoneInfo(report.zone)).date()) if at else ""


def in_short(report: Report) -> str:
    """The month in a sentence or two."""
    balance, unknown = report.balance, report.classes.get(LinkClass.UNKNOWN, 0)
    if not report.standings and not report.happenings and not report.given:
        return "Nothing was tracked in this month."
    when = f"at the end of {report.month.name}" if report.is_over else "now"
    are = "is on its page" if balance.end == 1 else "are on their pages"
    were = "was" if balance.start == 1 else "were"
    at_end = f"{several(balance.end, 'link')} {are} {when}; when the month began there {were} {balance.start:,}."
    changes = [f"{getattr(balance, name):,} {words}" for name, words in LINE.items() if getattr(balance, name)]
    moved = f" In between: {', '.join(changes)}." if changes else " None came and none went."
    pages = "its page could not be read, or was" if unknown == 1 else "their pages could not be read, or were"
    doubt = f" Of {unknown:,} it is unknown: {pages} not yet." if unknown else ""
    apart = f" Not counted: {several(len(report.given), 'link')} that we give." if report.given else ""
    return at_end + moved + doubt + apart


def balance_lines(balance: Balance) -> list[tuple[str, str]]:
    """How the count at the start became that at the end: a sign with a number, and what it counts."""
    between = [
        (f"{'+' if name in ADDING else '−'} {getattr(balance, name):,}", words)  # noqa: RUF001  # a minus sign
        for name, words in LINE.items()
    ]
    return [
        (f"{balance.start:,}", AT_START),
        *between,
        (f"= {balance.end:,}", AT_END),
    ]


def not_counted(report: Report) -> str:
    """Why the list of losses may be longer than the balance says; empty where it is not."""
    more = len(report.steps(Step.LOST)) - report.balance.lost
    return f"{several(more, 'link')} of these had left its page before, or never stood there." if more > 0 else ""


def what_happened(each: Happening) -> str:
    """What was found, and what went before where that is no matter of course."""
    was = _WAS.get(each.was, "") if each.step is Step.LOST and each.was else ""
    found = f"Until then: {each.words}" if each.words and each.step in {Step.CAME_BACK, Step.MENDED} else each.words
    return " ".join(filter(None, [printable(found), was, each.proof])) if each.step is not Step.REMOVED else ""


def how_it_stands(each: Standing) -> str:
    """What was found, or what was last known of one that is unknown."""
    if each.known is not LinkClass.UNKNOWN:
        return printable(each.words)
    return "Not checked yet." if each.was is LinkState.NEW else f"Last known: {_last_known(each.was)}."


def since(each: Standing, report: Report) -> str:
    """Since when it is so, where that is not simply since it was placed."""
    return f"Since {day(each.since, report)}." if each.since and each.since != each.placed_at else ""


def _last_known(state: LinkState) -> str:
    return {LinkState.PENDING: "not placed yet", LinkState.REPLACED: "page replaced"}.get(state, state.value)


CLAIMS = "Can be claimed under guarantee"
GIVEN = "Links that we give"
GIVEN_NOTE = "They stand on pages of ours and lead to others; they are counted only here, and among links both ways."
BOTH_WAYS = "Links both ways"


def both_ways_note(report: Report) -> str:
    """As of when it is, and what the percentages are."""
    return f"As on {day(report.made_at, report)}. What links pass on: {THUMB}."


def both_sides(site: SiteBalance) -> tuple[str, str, str]:
    """What we get, what we give, and whether that is for nothing."""
    lost = f"All their links to us are lost: {', '.join(site.lost)}." if site.is_unreturned else ""
    return contribution_words(site.balance.got), contribution_words(site.balance.given), lost


def anchor(link: ReportLink) -> str:
    """The words that carry the link, and whether search engines are asked not to follow it."""
    said = f"“{printable(link.anchor)}”" if link.anchor else ""
    return " ".join(filter(None, [said, f"({', '.join(link.rel)})" if link.rel else ""]))


def cost(link: ReportLink) -> str:
    """What it cost, where that is known."""
    return format_money(link.cost) if link.cost else ""


def amounts(sums: tuple[Money, ...]) -> str:
    """Each currency for itself; unknown where there is none."""
    return ", ".join(map(format_money, sums)) or UNKNOWN


def known_of(spend: Spend) -> str:
    """Of how many links the cost is known."""
    return several(spend.links, "link") if spend.known == spend.links else f"{spend.known:,} of {spend.links:,} links"


SHARES = "What a link of partner pages passes on"
SHARES_NOTE = (
    "By our rule of thumb, 0.85 / followed links that leave the page: the more there are, the less each passes on. It "
    "says nothing of what the page itself is worth."
)


def share_words(each: ShareLine) -> tuple[str, str]:
    """What a followed link of a page passes on, and what it did on the first day that is shown."""
    first, now = each.points[0], each.points[-1]
    then = f"{percent(first.share)} of {first.followed:,} links, {format_day(first.day)}"
    return f"{percent(now.share)} of {now.followed:,} links", then
