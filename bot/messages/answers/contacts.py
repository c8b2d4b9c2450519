"""The people of a partner's site: how they are reached, and what was written and answered."""

from collections.abc import Sequence

from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    date,
    foreign,
    line,
    note,
    person,
    rich,
    strong,
    typed,
)
from bot.messages.kit.controls import run
from jobs.model.event import Event
from jobs.model.partner import ContactEvent, SiteContact
from jobs.partners.site import PartnerSite

_DONE = {
    ContactEvent.NOTE: "The note is kept",
    ContactEvent.WROTE: "It is kept that you wrote to them",
    ContactEvent.ANSWERED: "It is kept that they answered",
}
_DID = {ContactEvent.NOTE: "noted", ContactEvent.WROTE: "wrote to them", ContactEvent.ANSWERED: "was answered"}
_MOST_LOG = 8
UNWANTED_ELSEWHERE = "Somebody said in another channel that nobody may write to them."


def noted(site: str, kind: ContactEvent, command: str) -> Message:
    """That it is kept, and where it is seen."""
    return note(f"{_DONE[kind]}. All that is known of the site: ", typed(f"{command} partner show {site}"))


def contact_kept(kept: SiteContact, *, is_unwanted: bool) -> Message:
    """What is kept of the people of a site from now on."""
    return note(strong(kept.site), ": ", *_contact(kept, is_unwanted=is_unwanted))


def people_of(partner: PartnerSite) -> list[Block]:
    """How they are reached, and the log, the newest first."""
    kept = partner.contact or SiteContact("", partner.site)
    shown: list[list[Part]] = [_entry(event) for event in partner.log[:_MOST_LOG]]
    more = len(partner.log) - len(shown)
    shown += [[f"and {more} older"]] if more > 0 else []
    lines = [line(strong("People "), *_contact(kept, is_unwanted=partner.is_unwanted))]
    return [rich(*lines, *([bullets(shown)] if shown else []))]


def before_writing(site: str, *, is_unwanted: bool) -> list[Block]:
    """Under the draft of a mail: that nobody may write, or the button that keeps that somebody did."""
    if is_unwanted:
        return [
            rich(line(strong("Do not contact: "), "somebody said that nobody may write to the people of this site."))
        ]
    return [actions(run("I sent it", f"partner wrote {site}"))]


def _contact(kept: SiteContact, *, is_unwanted: bool) -> Sequence[Part]:
    said: list[Part] = [foreign(kept.contact, 200)] if kept.contact else ["no contact is kept"]
    if kept.tags:
        said += [" · ", foreign(", ".join(f"tag:{tag}" for tag in sorted(kept.tags)), 200)]
    if kept.unwanted_since:
        said += [
            " · ",
            strong("do not contact"),
            ", said by ",
            person(kept.unwanted_by),
            " ",
            date(kept.unwanted_since),
        ]
    elif is_unwanted:
        said += [" · ", strong("do not contact"), f": {UNWANTED_ELSEWHERE}"]
    return said


def _entry(event: Event) -> list[Part]:
    did = _DID.get(ContactEvent(event.kind), event.kind) if event.kind in set(ContactEvent) else event.kind
    text: list[Part] = [": ", foreign(event.text, 200)] if event.text else []
    return [date(event.at), " ", person(event.by), f" {did}", *text]
