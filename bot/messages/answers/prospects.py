"""Prospects in words: one with all about it, lists, what was changed, and what a channel is reminded of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.messages.answers.contacts import UNWANTED_ELSEWHERE
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    context,
    date,
    foreign,
    header,
    joined_by,
    line,
    note,
    person,
    rich,
    strong,
    typed,
    web_link,
)
from bot.messages.kit.controls import buttons, run, sharing
from jobs.alerts.edits import plan_in_words
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.operation import ProspectChange, ProspectDetails
from jobs.model.outcome_words import OUTCOME
from jobs.model.page import FetchFailure
from jobs.model.prospect import Fit, Plan, Prospect, ProspectState
from jobs.units.dates import format_day, in_days
from jobs.units.money import format_money

MARK: Mapping[ProspectState, str] = {
    ProspectState.TO_CONTACT: "⚪",
    ProspectState.CONTACTED: "🟡",
    ProspectState.AGREED: "🔵",
    ProspectState.PLACED: "🟢",
    ProspectState.DECLINED: "⚫",
}
STEPS: Mapping[ProspectState, tuple[ProspectState, ...]] = {
    ProspectState.TO_CONTACT: (ProspectState.CONTACTED, ProspectState.DECLINED),
    ProspectState.CONTACTED: (ProspectState.AGREED, ProspectState.DECLINED),
    ProspectState.AGREED: (ProspectState.PLACED, ProspectState.DECLINED),
    ProspectState.PLACED: (),
    ProspectState.DECLINED: (ProspectState.TO_CONTACT,),
}
"""What can become of a prospect next."""
_HEURISTIC = "How close two pages are in subject is a rule of thumb: words compared as they are written."
_MOST_UNDONE = 5
"""Buttons of one row."""
_UNDO = 5
"""The numbers before it are those of the other buttons of the answer."""
_TO_COME = "It stands as placed once a check has seen it."


def step_words(step: ProspectState) -> str:
    """What a button says that leads to a state."""
    return "Take up again" if step is ProspectState.TO_CONTACT else step.words.capitalize()


def state_words(prospect: Prospect) -> str:
    """`🟡 contacted`."""
    return f"{MARK[prospect.plan.state]} {prospect.plan.state.words}"


def prospect_shown(found: ProspectDetails, now: datetime, *, may_manage: bool = True) -> Message:
    """Everything about one, and what its reader may do about it."""
    prospect = found.prospect
    words = f"{prospect.ref} on {text.host_of(prospect.page_url)}: {prospect.plan.state.words}"
    blocks: list[Block] = [rich(*_lines(found, now))]
    blocks += [context(text.escape(_HEURISTIC))] if prospect.fit else []
    return Message(text.escape(words), (*blocks, *_deeds(found, may_manage=may_manage)))


def prospects_added(added: Sequence[ProspectDetails], now: datetime) -> Message:
    """What was kept, or was kept before: one with all about it, several as rows."""
    if len(added) == 1:
        first = [] if added[0].is_new else [rich(line("Kept already as ", strong(added[0].prospect.ref), "."))]
        first += buttons(run("Undo", _undoing(added[0].prospect), _UNDO)) if added[0].is_changed else []
        answer = prospect_shown(added[0], now)
        return Message(answer.text, (*first, *answer.blocks))
    known = [each.prospect.ref for each in added if not each.is_new]
    changed = [each.prospect for each in added if each.is_changed][:_MOST_UNDONE]
    back = [run(f"Undo {each.ref}", _undoing(each), number) for number, each in enumerate(changed)]
    again = [context(text.escape(f"Kept already: {', '.join(known)}."))] if known else []
    head = text.several(len(added), "prospect")
    failed = [[strong(each.prospect.ref), ": ", *_failed(each.failure)] for each in added if each.failure]
    unread = [rich(bullets(failed))] if failed else []
    rows = [prospect_row(each.prospect, now) for each in added]
    return Message(text.escape(f"{head} kept."), (header(head), *rows, *unread, *again, *buttons(*back)))


def prospect_row(prospect: Prospect, now: datetime) -> Block:
    """One in a list: state, page, next day, owner, how close it is."""
    score: list[list[Part]] = [[f"{prospect.fit.score} of 100"]] if prospect.fit else []
    return rich(line(*joined_by([*_in_short(prospect, now), *score])))


def prospect_changed(done: ProspectChange) -> Message:
    """What holds from now on, what became of it, and what takes it back."""
    prospect = done.prospect
    if not done.changed:
        return note(strong(prospect.ref), " was so already.")
    words = plan_in_words(done.before, prospect.plan)
    told = [
        line(strong(prospect.ref), f" is {prospect.plan.state.words}. Changed: ", foreign(words or "its plan", 500))
    ]
    told += _link_line(done.details.link)
    if done.details.failure:
        told.append(line(*_failed(done.details.failure)))
    return Message(
        text.escape(f"{prospect.ref} is changed."),
        (
            rich(*told),
            *_undo(prospect),
        ),
    )


def prospects_removed(removed: Sequence[Prospect]) -> Message:
    """They are prospects no longer; each can be taken back for a week."""
    refs = ", ".join(each.ref for each in removed)
    back = [
        run("Undo" if len(removed) == 1 else f"Undo {each.ref}", _undoing(each), number)
        for number, each in enumerate(removed[:_MOST_UNDONE])
    ]
    return note("No prospects any more: ", strong(refs), ". What was tracked stays tracked.", then=buttons(*back))


def prospect_restored(found: ProspectDetails, now: datetime, *, stays: int | None = None) -> Message:
    """What was taken back; `stays` is the id of a link that had been tracked for it meanwhile."""
    shown = prospect_shown(found, now)
    if stays is None:
        return shown
    keeps = rich(line(strong(f"L-{stays}"), " stays tracked; its place is still watched."))
    return Message(shown.text, (keeps, *buttons(run("Stop tracking", f"remove L-{stays}")), *shown.blocks))


def nothing_to_undo(ref: str, command: str) -> Message:
    """Somebody changed it since, or nobody ever did."""
    return note(
        strong(ref), " was changed since, or never was, so nothing was undone. ", typed(f"{command} show {ref}")
    )


def our_own_page(page: str) -> Message:
    """A page of ours needs no asking."""
    return note(web_link(page), " is on a site of yours, so there is nobody to ask; nothing was kept.")


def prospects_reminder(prospects: Sequence[Prospect], now: datetime) -> Message:
    """In the channel: whose day has come, with their owners; what was settled or put off since is left out."""
    head = text.several(len(prospects), "prospect") + (" has its" if len(prospects) == 1 else " have their") + " day"
    rows = [_with_notes(each, now) for each in prospects]
    shown = [run(each.ref, f"prospect show {each.ref}", number) for number, each in enumerate(prospects[:10])]
    return Message(text.escape(f"{head}."), (rich(line(strong(f"{head}.")), bullets(rows)), *buttons(*shown)))


def _in_short(prospect: Prospect, now: datetime) -> list[list[Part]]:
    """State, page, next day, owner."""
    plan = prospect.plan
    told: list[list[Part]] = [[strong(prospect.ref), f" {state_words(prospect)} ", web_link(prospect.page_url, 60)]]
    told += [[next_words(plan, now)]] if plan.next_on else []
    return [*told, *([[person(plan.owner)]] if plan.owner else [])]


def _with_notes(prospect: Prospect, now: datetime) -> list[Part]:
    notes = prospect.plan.notes
    said: list[list[Part]] = [["“", foreign(notes, 200), "”"]] if notes else []
    return joined_by([*_in_short(prospect, now), *said])


def _lines(found: ProspectDetails, now: datetime) -> Iterable[Block]:
    prospect, plan = found.prospect, found.prospect.plan
    title: list[Part] = (
        [" · “", foreign(prospect.look.title, 150), "”"] if prospect.look and prospect.look.title else []
    )
    since: list[Part] = [" since ", date(prospect.since)] if prospect.since else []
    yield line(strong(prospect.ref), f" · {state_words(prospect)}", *since)
    yield line(strong("Page "), web_link(prospect.page_url), *title, *_language(prospect))
    yield line(strong("Should link to "), web_link(plan.target) if plan.target else "no page of ours is chosen yet")
    if found.failure:
        yield line(*_failed(found.failure))
    yield from _fit_lines(prospect.fit)
    yield line(strong("Contact "), *_contact(found))
    if found.is_competitor:
        yield line("It is on a competitor's site, as this channel's settings name them.")
    yield from _plan_lines(found, now)
    yield from _link_line(found.link)
    if found.tracked:
        refs = ", ".join(each.ref for each in found.tracked)
        yield line(strong("Tracked on this page "), f"{refs}: it links to you already, or is to.")


def _language(prospect: Prospect) -> list[Part]:
    known = prospect.look.language if prospect.look else ""
    return [f" · language {text.clean(known, 12)}"] if known else []


def _fit_lines(fit: Fit | None) -> list[Block]:
    if fit is None:
        return []
    doubt = ", low confidence" if fit.is_doubtful else ""
    lines = [
        line(
            strong("Fits "), f"{fit.score} of 100: {fit.closeness.words}{doubt} · compared with ", web_link(fit.target)
        )
    ]
    lines += [line(strong("Both speak of "), foreign(", ".join(fit.shared), 400))] if fit.shared else []
    gains = foreign(", ".join(fit.only_ours), 400)
    return [*lines, *([line(strong("Its readers would find with you "), gains)] if fit.only_ours else [])]


def _contact(found: ProspectDetails) -> list[Part]:
    """What somebody typed comes first, then what the page says, then what is kept of the site."""
    look, kept = found.prospect.look, found.contact.contact
    told: list[list[Part]] = []
    if typed_in := found.prospect.plan.contact:
        told.append([foreign(typed_in, 200)])
    if look and look.mails:
        told.append(["on the page: ", foreign(", ".join(look.mails), 300)])
    if look and look.contact_pages:
        told.append(["its contact page: ", web_link(look.contact_pages[0], 60)])
    if kept:
        told.append(["kept of its site: ", foreign(kept, 200)])
    none: list[list[Part]] = [["none was found on its page"]] if look else [["its page was not read yet"]]
    unwanted: list[list[Part]] = []
    if found.contact.unwanted_since:
        unwanted = [[strong("do not contact"), ", said by ", person(found.contact.unwanted_by)]]
    elif found.is_unwanted:
        unwanted = [[strong("do not contact"), f": {UNWANTED_ELSEWHERE}"]]
    return joined_by([*(told or none), *unwanted])


def _plan_lines(found: ProspectDetails, now: datetime) -> Iterable[Block]:
    plan = found.prospect.plan
    said: list[list[Part]] = [[next_words(plan, now)]] if plan.next_on else []
    said += [["owner ", person(plan.owner)]] if plan.owner else []
    said += [[f"asks {format_money(plan.cost)}"]] if plan.cost else []
    if said:
        yield line(strong("Plan "), *joined_by(said))
    if plan.notes:
        yield line(strong("Notes "), foreign(plan.notes, 1000))


def _link_line(link: Link | None) -> list[Block]:
    """What became of the link that it was to be."""
    if link is None:
        return []
    state = link.standing.state
    told = f" · {wording.MARK[state]} {wording.STATE[state]}"
    told += f". {_TO_COME}" if state in {LinkState.NEW, LinkState.PENDING} else ""
    since: list[Part] = (
        [", since ", date(link.standing.since)] if state is LinkState.LIVE and link.standing.since else []
    )
    return [line(strong("Placed as "), strong(link.ref), told, *since)]


def _failed(failure: FetchFailure | None) -> list[Part]:
    if failure is None:
        return []
    reason: list[Part] = [" (", foreign(failure.reason, 200), ")"] if failure.reason else []
    return [
        web_link(failure.url),
        f" {OUTCOME[failure.outcome].words}",
        *reason,
        ", so nothing was read there.",
    ]


def next_words(plan: Plan, now: datetime) -> str:
    """`next 1 Mar 2027 (in 7 days)`, of a plan with a day."""
    assert plan.next_on is not None, "asked of what has a day"
    days = (plan.next_on - now.date()).days
    when = in_days(days) if 0 <= days <= 30 else ""  # noqa: PLR2004  # a month
    late = "due since" if days < 0 and not plan.state.is_over else "next"
    return f"{late} {format_day(plan.next_on)}{f' ({when})' if when else ''}"


def _undo(prospect: Prospect) -> list[Block]:
    return buttons(run("Undo", _undoing(prospect)))


def _undoing(prospect: Prospect) -> str:
    return f"prospect undo {prospect.ref} {prospect.undone_by}"


def _deeds(found: ProspectDetails, *, may_manage: bool) -> list[Block]:
    prospect = found.prospect
    ref, is_over = prospect.ref, prospect.plan.state.is_over
    share = sharing(f"prospect show {ref}")
    if not may_manage:
        return buttons(*share)
    mail = [run("Draft a mail", f"prospect mail {ref}", 0)] if not is_over and not found.is_unwanted else []
    steps = [
        run(step_words(step), f"prospect edit {ref} {step.words}", number)
        for number, step in enumerate(STEPS[prospect.plan.state], 1)
    ]
    return [
        actions(
            *mail, *steps, run("Edit", f"prospect edit {ref}", 3), run("Remove", f"prospect remove {ref}", 4), *share
        )
    ]
