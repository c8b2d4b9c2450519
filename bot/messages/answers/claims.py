"""What can be claimed, by deadline, and what a guarantee says."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.answers.link_menu import row_with_menu
from bot.messages.answers.terms import agreed_terms
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    context,
    fits_button,
    foreign,
    header,
    line,
    note,
    notes,
    rich,
    strong,
    typed,
)
from bot.messages.kit.controls import buttons, run, sharing
from jobs.model.link import Link
from jobs.model.terms import Guarantee
from jobs.partners.claims import Claim
from jobs.units.dates import format_day

_MOST_ROWS = 25


def claims_listed(claims: Sequence[Claim], command: str, *, may_manage: bool = True) -> Message:
    """Each claim with its last day and what says that it was made; where there is none, how a guarantee is told."""
    if not claims:
        example = f"{command} guarantee L-12 until 2027-03-01 claim 14 days"
        return note("Nothing can be claimed in this channel now. To say what is guaranteed: ", typed(example))
    head = text.several(len(claims), "claim")
    rows = [_row(claim, may_manage=may_manage) for claim in claims[:_MOST_ROWS]]
    more = len(claims) - len(rows)
    foot: list[Block] = [context(text.escape(f"and {more} more, with later days."))] if more > 0 else []
    return Message(text.escape(f"{head}."), (header(head), *rows, *foot, actions(*sharing("guarantee"))))


def claim_reminder(words: str, refs: str) -> Message:
    """A reminder in the channel, with what ends it; `refs` are the links that it is about."""
    command = f"guarantee claimed {refs}"
    reminder = note(foreign(words, 3000))
    return reminder.with_blocks(buttons(run("I claimed it", command))) if fits_button(command) else reminder


def claimed(links: Sequence[Link], others: Sequence[Link], missing: Sequence[str], *, is_claimed: bool) -> Message:
    """Which links count as claimed now, or no longer, and of which there was nothing to say."""
    refs = " ".join(link.ref for link in links)
    told = f"Claimed: {refs}. Nobody is reminded of it any more." if is_claimed else f"Not claimed after all: {refs}."
    said = [[told]] if links else []
    why = "Nothing is to be claimed of" if is_claimed else "Not claimed before:"
    said += [[f"{why} {', '.join(link.ref for link in others)}."]] if others else []
    said += [[f"Not tracked here: {', '.join(missing)}."]] if missing else []
    back = f"guarantee {'unclaimed' if is_claimed else 'claimed'} {refs}"
    return notes(said, then=buttons(run("Undo", back)) if links and fits_button(back) else [])


def guarantee_set(links: Sequence[Link], changed: int, missing: Sequence[str], now: datetime) -> Message:
    """What holds from now on, and for how many links."""
    if not links:
        return note("No link that is meant is tracked in this channel.")
    kept = "was so already" if len(links) == 1 else "were so already"
    told = f"{text.several(changed, 'link')} changed." if changed else f"{text.several(len(links), 'link')} {kept}."
    first = links[0]
    said = agreed_guarantee(first, now) or ["no guarantee"]
    blocks = [line(told), line(strong(f"{first.ref} "), *said)]
    left = [line(f"Not tracked here: {', '.join(missing)}.")] if missing else []
    return Message(text.escape(told), (rich(*blocks, *left),))


def agreed_guarantee(link: Link, now: datetime) -> list[Part]:
    """`cost 120 EUR, guaranteed until 1 Mar 2027, claim within 14 days, covers nofollow`; empty where nothing is."""
    details, terms = _details(link.guarantee), agreed_terms(link, now)
    return [terms or "a guarantee without a last day", *details] if terms or details else []


def _details(guarantee: Guarantee) -> list[Part]:
    said: list[Part] = []
    if guarantee.claim_days is not None:
        said.append(f", claim within {text.several(guarantee.claim_days, 'day')}")
    if guarantee.covers:
        said.append(f", covers {', '.join(sorted(guarantee.covers))}")
    if guarantee.remedy:
        said += [", remedy “", foreign(guarantee.remedy, 200), "”"]
    return said


def _row(claim: Claim, *, may_manage: bool) -> Block:
    link = claim.link
    said = [text.bold(f"until {format_day(claim.until)}"), f" {link.ref} {link.standing.state} "]
    words = text.join([*said, text.link(link.page_url, "open the page")])
    fields = [text.shown_url(link.page_url, 70), *([link.guarantee.remedy] if link.guarantee.remedy else [])]
    claimed_it = run("I claimed it", f"guarantee claimed {link.ref}", link.id) if may_manage else None
    return row_with_menu(words, fields, claimed_it)
