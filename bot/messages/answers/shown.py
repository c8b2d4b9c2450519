"""Everything about one link or partner page: facts, history, what is open, and what can be done."""

from collections.abc import Sequence
from datetime import datetime

from bot.grammar.as_command import written
from bot.messages.answers.claims import agreed_guarantee
from bot.messages.answers.edits import changed_lines, partner_changed_lines, undo_edit, undo_partner_edits
from bot.messages.answers.exchanges import STATE, balance_lines, exchange_lines, state_words, with_whom
from bot.messages.answers.history import told
from bot.messages.answers.link_menu import MARKING, ROW, WORDS
from bot.messages.answers.over_time import with_page_chart, with_share_chart
from bot.messages.answers.page_lines import link_lines, partner_lines, spoken
from bot.messages.answers.relevance import fitting, relevance_lines
from bot.messages.answers.terms import index_lines, price_lines
from bot.messages.answers.worth import worth_lines
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    context,
    date,
    fits_button,
    foreign,
    joined_by,
    line,
    overflow,
    person,
    rich,
    strong,
)
from bot.messages.kit.controls import incident_controls, run, sharing
from jobs.alerts.edits import Agreed, AgreedChange, asks_for_check, changes_of
from jobs.alerts.proved import proved
from jobs.exchanges.sides import partners_of
from jobs.model.event import Event
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.operation import Details, ExchangeDetails
from jobs.model.partner import Partner
from jobs.model.series import SeriesPoint
from jobs.model.site_ways import PageWay
from jobs.model.tracked_page import TrackedPage
from jobs.model.worth import Worth
from jobs.pages.canonical import counts_instead
from jobs.partners.over_time import link_over_time, share_over_time
from jobs.rules import title
from jobs.units.durations import format_duration
from jobs.units.english import joined
from jobs.verdicts.guarantee import is_claimed

_MOST_EVENTS = 12
_MOST_INCIDENTS = 3


def shown(details: Details | ExchangeDetails, now: datetime, *, may_manage: bool = True) -> Message:
    """Everything about one link, partner page or exchange, and what its reader may do about it."""
    if isinstance(details, ExchangeDetails):
        return _exchange_shown(details, now, may_manage=may_manage)
    page, incidents, events = details.page, details.incidents, details.events
    if isinstance(details.tracked, Link):
        shown_link = link_shown(
            details.tracked,
            page,
            incidents,
            events,
            now,
            points=details.points,
            worth=details.worth,
            may_manage=may_manage,
        )
        deals = [
            line(strong("Part of "), strong(deal.ref), f" with {with_whom(deal)} · {state_words(deal)}")
            for deal in details.exchanges
        ]
        return shown_link.with_blocks([rich(*deals)] if deals else [])
    points, way = details.points, details.way
    return partner_shown(details.tracked, page, incidents, events, now, points=points, way=way, may_manage=may_manage)


def link_shown(
    link: Link,
    page: TrackedPage | None,
    incidents: Sequence[Incident],
    events: Sequence[Event],
    now: datetime,
    *,
    points: Sequence[SeriesPoint] = (),
    worth: Worth | None = None,
    may_manage: bool = True,
) -> Message:
    """A link with its history and open incidents, and what its reader may do about it."""
    blocks = [
        rich(
            *link_lines(link, page, now),
            *relevance_lines(link.relevance, link.opinion),
            *_over_time(link, points),
            *_proved(link),
            *_agreed(link, now),
            *price_lines(link),
            *worth_lines(worth),
            *index_lines(link),
            *_times(link, page),
        ),
        *_history(events),
        *_open(incidents, may_manage=may_manage),
        *(fitting(link) if may_manage else []),
        actions(*_deeds(link, page, now, may_manage=may_manage)),
    ]
    return with_share_chart(Message(text.fallback([spoken(link)]), tuple(blocks)), points, now, at=1)


def _over_time(link: Link, points: Sequence[SeriesPoint]) -> list[Block]:
    """Where it stands on a page that is tracked as a partner's, and what it passes on there, now and at first."""
    told = {"Position ": link_over_time(link.id, points), "Share ": share_over_time(points)}
    return [line(strong(head), words) for head, words in told.items() if words]


def _exchange_shown(details: ExchangeDetails, now: datetime, *, may_manage: bool) -> Message:
    """An exchange with its links, what each side gives, its history, and what its reader may do about it."""
    deal = details.exchange
    words = f"{deal.ref} with {joined(map(text.host_of, partners_of(deal)))}: {STATE[deal.state]}"
    ending = [run("End it", f"exchange end {deal.ref}", 1)] if may_manage and not deal.state.is_over else []
    blocks = [
        rich(*exchange_lines(deal, details.pages, now), *balance_lines(details.balances)),
        *_history(details.events),
        *_open(details.incidents, may_manage=may_manage),
        actions(
            run("Check now", f"check {' '.join(f'L-{number}' for number in deal.links)}", 0),
            *([run("Edit", f"edit {deal.ref}", 2)] if may_manage else []),
            *ending,
            *sharing(f"show {deal.ref}"),
        ),
    ]
    return Message(text.escape(words), tuple(blocks))


def link_edited(link: Link, before: Link, now: datetime, *, hide_costs: bool = False) -> Message:
    """What holds from now on of a link, what held before, and what brings that back."""
    shown_link = link.without_cost() if hide_costs else link
    changes = changes_of(before, link)
    if not changes:
        words = f"{link.ref} was so already."
        return Message(text.escape(words), (rich(line(words), *_agreed(shown_link, now)),))
    words = f"{link.ref} is changed{_then_checked(changes)}."
    told = rich(line(words), *changed_lines(before, link, hide_costs=hide_costs), *_agreed(shown_link, now))
    return Message(text.escape(words), (told, *undo_edit(before, link)))


def _then_checked(changes: Sequence[AgreedChange]) -> str:
    """What an edit makes of the checks; nothing where they go on as before."""
    if not asks_for_check(changes):
        return ""
    every = [change.new for change in changes if change.what is Agreed.EVERY]
    rhythm = f", and {f'every {every[0]}' if every[0] else 'as often as usual'} from then on" if every else ""
    return f"; its page is checked now{rhythm}"


def partner_edited(partner: Partner, before: Partner) -> Message:
    """What holds from now on of a partner page, what held before, and what brings that back."""
    changed = partner_changed_lines(before, partner)
    words = f"{partner.ref} {'is changed; it is checked now' if changed else 'was so already'}."
    every = f", checked every {format_duration(partner.every)}" if partner.every else ""
    first = "" if partner.outbound is not None else " It has not been counted yet: its first check makes a baseline."
    told = rich(line(words, f" Limit {partner.max_outbound}{every}.{first}"), *changed)
    return Message(text.escape(words), (told, *undo_partner_edits([(before, partner)])))


def partner_shown(
    partner: Partner,
    page: TrackedPage | None,
    incidents: Sequence[Incident],
    events: Sequence[Event],
    now: datetime,
    *,
    points: Sequence[SeriesPoint] = (),
    way: PageWay | None = None,
    may_manage: bool = True,
) -> Message:
    """A partner page with its history and open incidents, and what its reader may do about it."""
    words = f"{partner.ref} on {text.host_of(partner.page_url)}: limit {partner.max_outbound}"
    deeds = actions(run("Check now", f"check {partner.ref}"), *sharing(f"show {partner.ref}"))
    blocks = [
        rich(*partner_lines(partner, page, now, points), *_reached(way)),
        *_history(events),
        *_open(incidents, may_manage=may_manage),
        deeds,
    ]
    return with_page_chart(Message(text.escape(words), tuple(blocks)), points, now, at=1)


def _reached(way: PageWay | None) -> list[Block]:
    """How many clicks it is from the home page of its site, as far as anybody found out."""
    if way is None or not way.path or way.found_at is None:
        return []
    gone: list[Part] = [", no longer since ", date(way.missed_at)] if way.gone_at and way.missed_at else []
    clicks = text.several(way.clicks, "click")
    return [line(strong("Reached "), f"from the home page in {clicks}, found ", date(way.found_at), *gone)]


def _proved(link: Link) -> list[Block]:
    """By which checks it was proved that the link is away, while it is."""
    words = proved([link.proofs]) if link.standing.state.is_away else ""
    return [line(strong("Proved "), words)] if words else []


def _agreed(link: Link, now: datetime) -> list[Block]:
    """What was agreed, who owns it, its tags."""
    terms = agreed_guarantee(link, now)
    said: list[list[Part]] = [terms] if terms else []
    if link.claimed and is_claimed(link):
        said.append(["claimed by ", person(link.claimed.by), " ", date(link.claimed.at)])
    if link.expected.anchor:
        said.append(["anchor “", foreign(link.expected.anchor, 150), "”"])
    if link.expected.rel:
        said.append([f"{', '.join(sorted(link.expected.rel))} is agreed"])
    said += [
        [f"“{title(accepted.kind)}” accepted by ", person(accepted.by), " ", date(accepted.at)]
        for accepted in link.expected.accepted[:5]
    ]
    if link.expected.render:
        said.append(["its page is drawn in a browser"])
    if link.owner:
        said.append(["owner ", person(link.owner)])
    if link.tags:
        said.append([foreign(", ".join(f"tag:{tag}" for tag in sorted(link.tags)), 200)])
    if link.every:
        said.append([f"checked every {format_duration(link.every)}"])
    return [line(strong("Agreed "), *joined_by(said))] if said else []


def _times(link: Link, page: TrackedPage | None) -> list[Block]:
    parts: list[Part] = ["added ", date(link.added_at)]
    if link.added_by:
        parts += [" by ", person(link.added_by)]
    if page and page.last_checked_at:
        parts += [" · last check ", date(page.last_checked_at)]
    if page:
        parts += [" · next check ", date(page.next_check_at)]
    return [line(strong("Times "), *parts)]


def _history(events: Sequence[Event]) -> list[Block]:
    if not events:
        return []
    newest = list(reversed(events))[:_MOST_EVENTS]
    return [rich(line(strong("History")), bullets(told(event) for event in newest))]


def _open(incidents: Sequence[Incident], *, may_manage: bool) -> list[Block]:
    blocks: list[Block] = []
    for incident in incidents[:_MOST_INCIDENTS]:
        since = text.join([text.escape(f"{wording.headline(incident)} · since "), text.when(incident.began_at)])
        blocks += [context(since), incident_controls(incident, may_manage=may_manage)]
    return blocks


def _deeds(link: Link, page: TrackedPage | None, now: datetime, *, may_manage: bool) -> list[Block]:
    checking, sharing_it = run("Check now", f"check {link.ref}", 0), sharing(f"show {link.ref}")
    if not may_manage:
        return [checking, *sharing_it]
    snoozing = ("Snooze 3 days", f"snooze {link.ref} 3d")
    if link.standing.is_snoozed(now):
        snoozing = ("End the snooze", f"unsnooze {link.ref}")
    back = [run("Take back the acceptance", f"unaccept {link.ref}", 2)] if link.expected.accepted else []
    canonical = counts_instead(link.page_url, page.facts) if page and page.facts else ""
    moving = f"edit {link.ref} page {written(canonical)}"
    better = [run("Track its canonical instead", moving, 3)] if canonical and fits_button(moving) else []
    marking = overflow(ROW, [(WORDS[action], f"{action}:{link.id}") for action in MARKING])
    return [checking, run(*snoozing, 1), *back, *better, marking, *sharing_it]
