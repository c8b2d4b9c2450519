"""Answers of `add` and `check`: what a first or fresh look saw."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.grammar.errors import LeftOut
from bot.messages.answers.edits import (
    changed_lines,
    links_changed,
    partner_changed_lines,
    partner_changes,
    undo_edit,
    undo_kept,
    undo_partner_edits,
)
from bot.messages.answers.help import missing
from bot.messages.answers.page_lines import is_unknown, link_lines, our_page_lines, partner_lines, spoken
from bot.messages.answers.terms import costs_hidden, terms_lines
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    button,
    code_box,
    context,
    fits_button,
    foreign,
    line,
    note,
    rich,
    strong,
    typed,
    web_link,
)
from bot.messages.kit.controls import MEND, buttons, share
from bot.messages.kit.views import channel_part
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.operation import AddOutcome, CheckedLink, CheckedPartner, CheckOutcome, LongCheck
from jobs.model.outcome_words import OUTCOME
from jobs.model.page import Outcome
from jobs.model.partner import Partner
from jobs.model.tracked_page import TrackedPage

MOST_LISTED = 40
_CHECK_ENTRY = "That looks like a typo: please check the entry."


def checking(count: int, url: str) -> Message:
    """Said while a check takes its time."""
    return note("Checking ", web_link(url) if count == 1 else text.several(count, "page"), " …")


def checked(seen: CheckedLink, now: datetime, *, asked: bool = False, kept_as: str = "") -> Message:
    """One link after a check; `asked`: it was checked, not added.

    `kept_as`: under which name what was changed of it can be undone, where the answer hides some of that.
    """
    link = seen.link
    first = [line("Already tracked as ", strong(link.ref), ".")] if not seen.added else []
    agreed = [] if asked else [*_changed(seen), *terms_lines(link, now), *_next(seen)]
    lines = [*first, *link_lines(link, seen.page, now), *agreed]
    words = [text.escape("Already tracked: " if not seen.added else ""), spoken(link)]
    undo = undo_kept(kept_as) if kept_as else undo_edit(seen.before, link) if seen.before else []
    return Message(text.fallback(words), (rich(*lines), *undo))


def _changed(seen: CheckedLink) -> list[Block]:
    """What was said of a link that was tracked already, and changed what was agreed."""
    return changed_lines(seen.before, seen.link) if seen.before else []


def _next(seen: CheckedLink) -> list[Block]:
    """What happens now, where a person might wonder."""
    if seen.page is None or seen.page.last_outcome is None:
        return [line("It is still being read; ask again in a moment.")]
    if seen.page.last_outcome is Outcome.REFUSED_ADDRESS:
        return [line("We do not fetch this address, so it cannot be tracked: please check the entry and remove it.")]
    if not seen.added or (seen.link.sighting and seen.link.sighting.present):
        return []
    told = "The channel hears of it once it is there; no alert is sent until then."
    if is_unknown(seen.link, seen.page):
        return [line(_CHECK_ENTRY)] if seen.page.last_outcome is Outcome.DNS_ERROR else []
    if seen.page.last_outcome is not Outcome.OK:
        return [line(f"{_CHECK_ENTRY} If the page is still to come: {told[:1].lower()}{told[1:]}")]
    return [line(f"The link is not there yet. {told}")]


def added_several(seen: Sequence[CheckedLink], now: datetime, asked_in: str = "") -> Message:
    """Several links that were asked to be added, after a check: one line each, with its channel where it is another."""
    added = sum(each.added for each in seen)
    again = len(seen) - added
    counts = [f"{added} added" if added else "", f"{again} already tracked" if again else ""]
    return _listed(f"{', '.join(filter(None, counts))}.", *_by_reason(seen, now, asked_in))


def checked_several(seen: Sequence[CheckedLink], partners: Sequence[CheckedPartner], now: datetime) -> Message:
    """Several links and partner pages after a check that somebody asked for."""
    looks, alike = _by_reason(seen, now)
    return _listed(f"Checked {len(seen) + len(partners)}.", [*looks, *map(_partner, partners)], alike)


def check_answer(seen: CheckOutcome, now: datetime, command: str) -> Message:
    """What a check saw that somebody asked for, or where it is shown; and what they named that is not there."""
    return _seen(seen, now).with_blocks([rich(line(*missing(seen.missing, command)))] if seen.missing else [])


def _seen(seen: CheckOutcome, now: datetime) -> Message:
    if seen.long:
        return _shown_in_steps(seen.long)
    if len(seen.links) == 1 and not seen.partners:
        [link] = seen.links
        return checked(link, now, asked=True).with_blocks(share(f"show {link.link.ref}"))
    if len(seen.partners) == 1 and not seen.links:
        [partner] = seen.partners
        return partner_checked(partner, now).with_blocks(share(f"show {partner.partner.ref}"))
    return checked_several(seen.links, seen.partners, now)


def _shown_in_steps(check: LongCheck) -> Message:
    if not check.started:
        return note("Many pages of this channel are being checked already; a message above shows the progress.")
    where = "A message in this channel" if check.in_channel else "As I cannot post here, a direct message to you"
    return note(f"Checking {text.several(check.pages, 'page')}. {where} shows how far it is.")


def links_added(added: AddOutcome, now: datetime, asked_in: str, command: str) -> Message:
    """Links that were asked to be added: what was seen where the asker is known to be in the channel."""
    elsewhere = added_elsewhere(added.elsewhere, "link")
    if not added.links:
        return elsewhere
    links = [each.link for each in added.links]
    if len(links) == 1:
        told = checked(added.links[0], now, kept_as=added.change if added.cost_hidden else "")
        told = told.with_blocks(_share(links[0], asked_in))
    else:
        told = added_several(added.links, now, asked_in).with_blocks(links_changed(added))
    told = told.with_blocks(shown_there(links, asked_in, command))
    return told.with_blocks(
        [*(elsewhere.blocks if added.elsewhere else ()), *(costs_hidden() if added.cost_hidden else ())]
    )


def lines_left_out(lines: Sequence[LeftOut]) -> list[Block]:
    """The lines of several that were not added, each with its reason, to be mended; nothing where there are none."""
    if not lines:
        return []
    said = [[f"Line {each.number}: ", *_quoted(each), foreign(each.why, 200)] for each in lines[:MOST_LISTED]]
    more = [line(f"and {len(lines) - MOST_LISTED} more.")] if len(lines) > MOST_LISTED else []
    head = f"{text.several(len(lines), 'line was', 'lines were')} not added:"
    typed_again = "\n".join(each.typed for each in lines)
    told = rich(line(strong(head)), bullets(said), *more)
    if fits_button(typed_again):
        return [told, *buttons(button("Mend and add", MEND, typed_again))]
    return [told, rich(code_box(text.cut(typed_again, 2500)))]


def _quoted(each: LeftOut) -> list[Part]:
    return [foreign(f"“{text.cut(each.word, 60)}”", 70), " "] if each.word else []


def partners_added(added: AddOutcome, now: datetime, asked_in: str, command: str) -> Message:
    """Partner pages that were asked to be added, likewise."""
    if not added.partners:
        return added_elsewhere(added.elsewhere, "partner page")
    partners = [each.partner for each in added.partners]
    there = shown_there(partners, asked_in, command)
    if len(partners) > 1:
        return partners_checked(added.partners, asked_in).with_blocks(there)
    return partner_checked(added.partners[0], now).with_blocks([*_share(partners[0], asked_in), *there])


def _share(tracked: Link | Partner, asked_in: str) -> list[Block]:
    """The button that gives the channel what is shown, in the channel that it belongs to."""
    return share(f"show {tracked.ref}") if tracked.channel == asked_in else []


Item = Sequence[Part]


def _by_reason(
    seen: Sequence[CheckedLink], now: datetime, asked_in: str = ""
) -> tuple[list[Item], dict[str, list[Item]]]:
    """The links in a line each, and those of which several could not be read alike, by why: the reason is said once."""
    reasons = [_unread(each.page) for each in seen]
    many = {reason for reason, count in Counter(reasons).items() if reason and count > 1}
    looks: list[Item] = []
    alike: dict[str, list[Item]] = {}
    for each, reason in zip(seen, reasons, strict=True):
        said = [*_short(each, now), *_where(each.link.channel, asked_in)]
        if reason in many:
            alike.setdefault(reason, []).append(said)
        else:
            looks.append([*said, f" ({reason})"] if reason else said)
    return looks, alike


def _listed(head: str, items: Sequence[Item], alike: Mapping[str, Sequence[Item]] = MappingProxyType({})) -> Message:
    """The items, then those with a reason in common under it; of very many the first."""
    shown = [bullets(items[:MOST_LISTED])] if items else []
    total, room = len(items), MOST_LISTED - len(items)
    for reason, those in alike.items():
        if room > 0:
            shown += [line(strong(f"{text.several(len(those), 'link')}: "), f"{reason}."), bullets(those[:room])]
        total, room = total + len(those), room - len(those)
    more = [line(f"and {total - MOST_LISTED} more.")] if total > MOST_LISTED else []
    return Message(text.escape(head), (rich(line(strong(head)), *shown, *more),))


def added_elsewhere(counts: Mapping[str, int], what: str) -> Message:
    """What is told of channels that we cannot know the asker to be in: nothing that is there."""
    tracked = [
        line(f"{text.several(number, what)} now tracked for ", channel_part(channel), ".")
        for channel, number in counts.items()
    ]
    words = [
        f"{text.several(number, what)} now tracked for {text.channel(channel)}. " for channel, number in counts.items()
    ]
    kept = context(text.escape("Alerts go there. What was tracked there already stays as agreed."))
    return Message(text.fallback(words), (rich(*tracked), kept))


def shown_there(tracked: Sequence[Link | Partner], asked_in: str, command: str) -> list[Block]:
    """Where to ask for what does not belong to the channel that it was added from; nothing where all does."""
    away = [each for each in tracked if each.channel != asked_in]
    if not away or not asked_in:
        return []
    show, channel = typed(f"{command} show {away[0].ref}"), channel_part(away[0].channel)
    if len(tracked) == 1:
        return [rich(line("Tracked in ", channel, ": ", show, " works there."))]
    if len({each.channel for each in away}) == 1:
        return [rich(line(show, " works in ", channel, "."))]
    return [rich(line(show, " and the like work in the channel of each."))]


def _where(channel: str, asked_in: str) -> list[Part]:
    return [" in ", channel_part(channel)] if asked_in and channel != asked_in else []


def _short(each: CheckedLink, now: datetime) -> list[Part]:
    link = each.link
    state = f"{wording.MARK[link.standing.state]} "
    known = "" if each.added else " (already tracked, and changed)" if each.before else " (already tracked)"
    where: list[Part] = [web_link(link.page_url, 60), " → ", web_link(link.target, 40)]
    return [state, strong(link.ref), f" {wording.state_of(link, now)}{known}: ", *where]


def _unread(page: TrackedPage | None) -> str:
    """Why the page could not be read, or how it is gone; empty where it was read, or is being read."""
    outcome = page.last_outcome if page else None
    if outcome is None or outcome is Outcome.OK:
        return ""
    todo = ": please check the entry and remove it" if outcome is Outcome.REFUSED_ADDRESS else ""
    return f"the page {OUTCOME[outcome].words}{todo}"


def partner_checked(seen: CheckedPartner, now: datetime) -> Message:
    """A partner page after a check."""
    partner = seen.partner
    first = [] if seen.added else [line("Already tracked as ", strong(partner.ref), ".")]
    words = f"{partner.ref} on {text.host_of(partner.page_url)}: limit {partner.max_outbound}"
    told = "The limit is a rule of thumb, not a number that Google names."
    changed = partner_changed_lines(seen.before, partner) if seen.before else []
    back = undo_partner_edits([(seen.before, partner)] if seen.before else [])
    return Message(
        text.escape(words), (rich(*first, *partner_lines(partner, seen.page, now), *changed, line(told)), *back)
    )


def partners_checked(seen: Sequence[CheckedPartner], asked_in: str = "") -> Message:
    """Several partner pages that were asked to be added, after a check: one line each."""
    head = f"Tracking {text.several(len(seen), 'partner page')}."
    looks = [[*_partner(each), *_where(each.partner.channel, asked_in)] for each in seen]
    changed = [(each.before, each.partner) for each in seen if each.before and each.partner.channel == asked_in]
    return _listed(head, looks).with_blocks(undo_partner_edits(changed))


def _partner(seen: CheckedPartner) -> list[Part]:
    partner = seen.partner
    count = "not counted yet" if partner.outbound is None else text.several(partner.outbound, "link")
    changes = partner_changes(seen.before, partner) if seen.before else ""
    known = "" if seen.added else f" (already tracked{f'; {changes}' if changes else ''})"
    return [strong(partner.ref), f" {count}, limit {partner.max_outbound}{known}: ", web_link(partner.page_url, 60)]


def our_pages_checked(pages: Sequence[TrackedPage], now: datetime) -> Message:
    """Pages of our own site after a check that somebody asked for."""
    shown = [block for page in pages for block in our_page_lines(page, now)]
    told = shown or [line("This page is not tracked any more.")]
    hosts = ", ".join(dict.fromkeys(text.host_of(page.url) for page in pages))
    return Message(
        text.fallback([text.escape(f"Checked our page on {hosts}" if pages else "Nothing to check")]),
        (rich(*told),),
    )


def after_the_check(before: Incident, now: Incident | None) -> Block:
    """What the check made of the alert that it was asked for on."""
    if now is None or not now.status.is_open:
        return context(text.escape(f"The alert is over. {wording.headline(now or before)}."))
    same = (now.findings, now.members, now.recovered) == (before.findings, before.members, before.recovered)
    return context(text.escape("The alert stands as it was." if same else "The alert says what has changed."))


def not_tracked(what: str, command: str, *, may_manage: bool = True) -> Message:
    """Asked about an address that nobody tracks here."""
    adding = [" To track a link on it: ", typed(f"{command} add {what} -> our-site.example")] if may_manage else []
    return note("Nothing in this channel tracks ", foreign(what, 200), ".", *adding)
