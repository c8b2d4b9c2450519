"""Words for states, places and kinds of finding; calm, and never more certain than we are."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from bot.messages.kit import text
from jobs.alerts.wording import elsewhere, parted
from jobs.model.findings import About
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.rules import outbound_over_limit, rule, title
from jobs.verdicts.acceptance import is_accepted
from jobs.verdicts.guarantee import runs, under_guarantee

STATE: Mapping[LinkState, str] = {
    LinkState.NEW: "new: not checked yet",
    LinkState.PENDING: "pending: agreed, not placed yet",
    LinkState.LIVE: "live",
    LinkState.SUSPECT: "suspect: being confirmed",
    LinkState.LOST: "lost",
    LinkState.REPLACED: "replaced: its page is another one now",
    LinkState.WEAKENED: "weakened",
    LinkState.RECOVERED: "recovered",
}
MARK: Mapping[LinkState, str] = {
    LinkState.LIVE: "🟢",
    LinkState.RECOVERED: "🟢",
    LinkState.WEAKENED: "🟠",
    LinkState.REPLACED: "🟣",
    LinkState.LOST: "🔴",
    LinkState.SUSPECT: "🟡",
    LinkState.PENDING: "⚪",
    LinkState.NEW: "⚪",
}
"""The states in the order in which counts show them."""
CHANNEL_IS_CLIENT = "A channel is a client: what is asked there is about its links."
"""Said where somebody finds nothing in a direct message."""
_MARKS: Mapping[IncidentKind, str] = {IncidentKind.LOST: "🔴", IncidentKind.REPLACED: "🟣"}


def status(number: int) -> str:
    """A status with its meaning: `404 Not Found`; one without a meaning alone."""
    try:
        return f"{number} {HTTPStatus(number).phrase}"
    except ValueError:
        return str(number)


def about(kind: str) -> About | None:
    """What a kind of finding is about; None where the kind is no longer known."""
    try:
        return rule(kind).about
    except KeyError:
        return None


def means(kind: str) -> str:
    """What a kind of finding means; a rule of thumb is called one."""
    try:
        found = rule(kind)
    except KeyError:
        return ""
    return f"{found.means} (A rule of thumb of ours.)" if found.heuristic else found.means


def is_heuristic(kind: str) -> bool:
    """Whether a kind of finding is a rule of thumb of ours."""
    try:
        return rule(kind).heuristic
    except KeyError:
        return False


def is_of_partner(kind: str) -> bool:
    """Whether a kind of finding is about a partner page."""
    return about(kind) is About.PARTNER


def todo(kind: str) -> str:
    """What to do about a kind of finding."""
    try:
        return rule(kind).todo
    except KeyError:
        return ""


def state_of(link: Link, now: datetime) -> str:
    """Where a link stands, with what lies beside it."""
    standing = link.standing
    beside = [
        _guarantee(link, now),
        "accepted" if is_accepted(link) else "",
        _unread(standing),
        "snoozed" if standing.is_snoozed(now) else "",
        "marked by hand" if standing.marked_by else "",
    ]
    return ", ".join([state_words(standing), *filter(None, beside)])


def state_words(standing: LinkStatus) -> str:
    """Where a link stands; one that was checked in vain is not called unlooked at."""
    if standing.state is LinkState.NEW and standing.unknown_since is not None:
        return "new: could not be read yet"
    return STATE[standing.state]


def _unread(standing: LinkStatus) -> str:
    """That the last check could not read the page; of a new link its state says so."""
    if standing.unreachable:
        return "unreachable for long"
    return "cannot be read now" if standing.unknown_since and standing.state is not LinkState.NEW else ""


def brief_state(link: Link, now: datetime) -> str:
    """The same for a table of an alert: state and guarantee."""
    return ", ".join(filter(None, (STATE[link.standing.state], _guarantee(link, now))))


def left_as(link: Link, incident: Incident) -> str:
    """Why an alert waits for one of its links no longer; empty while it does."""
    if link.id in incident.accepted:
        return "accepted"
    if link.id in incident.worsened:
        return f"{'got lost' if link.id in incident.lost else elsewhere(incident)}: see its own alert"
    return "recovered" if link.id in incident.recovered else ""


def _guarantee(link: Link, now: datetime) -> str:
    """Whether what is wrong with a link fell under its guarantee."""
    if not under_guarantee(link):
        return ""
    return "under guarantee" if runs(link.terms.guaranteed_until, now) else "was under guarantee"


def headline(incident: Incident) -> str:
    """The heading of an incident's message: what happened, or how it ended."""
    match incident.status:
        case IncidentStatus.RECOVERED:
            return f"🟢 {_partly(incident) if incident.accepted else _recovered(incident)}"
        case IncidentStatus.ACCEPTED:
            return f"⚪ Accepted as the new normal: {_what(incident)}"
        case IncidentStatus.STOPPED:
            return f"⚪ No longer tracked: {_what(incident)}"
        case IncidentStatus.ENDED:
            return "⚪ Exchange is over"
        case IncidentStatus.WORSENED:
            return f"⚪ {_what(incident)}: {parted(incident)}"
    return f"{mark_of(incident.kind)} {_what(incident)}"


def mark_of(kind: IncidentKind) -> str:
    """The mark before what an open incident tells."""
    return _MARKS.get(kind, "🟠")


_WHAT: Mapping[IncidentKind, tuple[str, str]] = {
    IncidentKind.LOST: ("Link lost", "{} links lost"),
    IncidentKind.WEAKENED: ("Link weakened", "{} links weakened"),
    IncidentKind.REPLACED: ("The page is another one now", "{} pages are others now"),
    IncidentKind.TARGET: ("Our page has a problem", "Our page has a problem"),
    IncidentKind.PARTNER_OVER_LIMIT: ("Partner page over its limit", "Partner page over its limit"),
    IncidentKind.BREACH: ("Exchange broken", "Exchange broken"),
    IncidentKind.EXPIRING: ("Exchange ends soon", "Exchange ends soon"),
    IncidentKind.STORM: ("Much failed at once; alerts are held", "Much failed at once; alerts are held"),
    IncidentKind.GROUP: ("Several alerts in one message", "Several alerts in one message"),
}


def _what(incident: Incident) -> str:
    if incident.kind is IncidentKind.PARTNER_OVER_LIMIT and not _is_over_limit(incident):
        return f"Partner page: {title(incident.findings[0].kind)}"
    if incident.kind is IncidentKind.BREACH and incident.findings:
        return title(incident.findings[0].kind)
    return happened(incident.kind, len(incident.members))


def happened(kind: IncidentKind, count: int = 1) -> str:
    """What an incident of that kind tells of so many links: `Link lost`, `4 links lost`."""
    one, several = _WHAT[kind]
    return several.format(count) if count > 1 else one


def _is_over_limit(incident: Incident) -> bool:
    """Whether it tells of too many links, be it beside something else; one of an old version tells of nothing else."""
    return not incident.findings or any(each.kind == outbound_over_limit.KIND for each in incident.findings)


def _partly(incident: Incident) -> str:
    accepted, several = len(incident.accepted), len(incident.members)
    return f"{several - accepted} of {several} links recovered, {accepted} accepted"


def _recovered(incident: Incident) -> str:
    several = len(incident.members) > 1
    match incident.kind:
        case IncidentKind.LOST | IncidentKind.REPLACED:
            return f"{text.all_of(len(incident.members))} links are back" if several else "Link is back"
        case IncidentKind.WEAKENED:
            return (
                f"{text.all_of(len(incident.members))} links are as agreed again"
                if several
                else "Link is as agreed again"
            )
        case IncidentKind.PARTNER_OVER_LIMIT:
            over = _is_over_limit(incident)
            return "Partner page is below its limit again" if over else "Partner page is as before again"
    return _RECOVERED.get(incident.kind, "Checks are back to normal")


_RECOVERED = {
    IncidentKind.TARGET: "Our page is fine again",
    IncidentKind.BREACH: "Exchange is whole again",
    IncidentKind.EXPIRING: "Exchange goes on: another end was agreed",
    IncidentKind.GROUP: "All of these have recovered",
}
