"""Buttons and menus with their stable ids; values carry ids and commands only, never text to show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.messages.kit.blocks import Block, Message, actions, button, fits_button, menu, overflow, people_menu
from jobs.model.incident import Incident, IncidentKind, IncidentStatus

ACKNOWLEDGE = "incident.hold"
UNASSIGN = "incident.release"
CHECK = "incident.check"
SNOOZE = "incident.snooze"
MORE = "incident.more"
SEE_ALL = "incident.see_all"
SHOW_PROOF = "incident.proof"
ACT = "incident.act"
ASSIGN = "incident.assign"
UNACCEPT = "incident.unaccept"
MAIL_DRAFT = "incident.mail"
MAIL_LANGUAGE = "incident.mail_language"
SHARE = "answer.share"
TURN = "answer.turn"
RUN = "answer.run"
MEND = "answer.mend"
SHARE_DIGEST = "digest.post"
BULK = "bulk.do"
BULK_UNDO = "bulk.undo"
STOP_RUN = "check.stop"
STOP_DIGEST = "digest.stop"

PROOF, EDIT, ACCEPT, MAIL, ASK_STOP = "proof", "edit", "accept", "mail", "stop"
END_SNOOZE = "end"
END_DEAL = "end_deal"
SNOOZES = (("1 day", "1d"), ("3 days", "3d"), ("1 week", "1w"), ("30 days", "30d"))
_PREFIX, _TODO = "incident:", "todo:"
_TO_CHANNEL = "Share to channel"


def incident_controls(incident: Incident, *, may_manage: bool = True) -> Block:
    """What can be done about an open incident; its id travels in the buttons and in the block's id."""
    mail = [("Draft a mail", MAIL)] if is_the_partners(incident) else []
    is_deal = incident.kind.is_of_deal
    proof = button("Show proof", SHOW_PROOF, incident.id)
    if not may_manage:
        return actions(proof, *([overflow(MORE, mail)] if mail else []), block_id=block_of(incident))
    held = "Take over" if incident.holder else "I'm on it"
    snoozes = (*SNOOZES, *([("End the snooze", END_SNOOZE)] if incident.snoozed_until else []))
    more = (
        *([("Edit", EDIT)] if len(incident.members) == 1 or is_deal else []),
        *([] if incident.kind is IncidentKind.EXPIRING else [("Accept as new normal", ACCEPT)]),
        *mail,
        ("End the exchange", END_DEAL) if is_deal else ("Stop tracking", ASK_STOP),
    )
    return actions(
        button(held, ACKNOWLEDGE, incident.id, style="" if incident.holder else "primary"),
        *([button("Hand back", UNASSIGN, incident.id)] if incident.holder else []),
        button("Check again", CHECK, incident.id),
        proof,
        menu("Snooze", SNOOZE, snoozes),
        people_menu("Assign to…", ASSIGN),
        overflow(MORE, more),
        block_id=block_of(incident),
    )


def take_over(incident: Incident) -> list[Block]:
    """A row for whoever wants to see to what somebody else is on."""
    return [actions(button("Take over", ACKNOWLEDGE, incident.id), block_id=block_of(incident))]


def is_the_partners(incident: Incident) -> bool:
    """Whether it is the partner's to mend: what is wrong with a page of ours is not."""
    return incident.kind is not IncidentKind.TARGET


def block_of(incident: Incident) -> str:
    """The id of a block whose controls are about the incident."""
    return _PREFIX + incident.id


def todo_block_of(incident_id: str) -> str:
    """The same where the block stands among what is to do, which is not edited when something changes."""
    return _TODO + incident_id


def is_of_todo(block_id: str) -> bool:
    """Whether a block stands there."""
    return block_id.startswith(_TODO)


def incident_of(block_id: str) -> str:
    """The incident's id that a block's id carries; empty where it carries none."""
    prefix = next((each for each in (_PREFIX, _TODO) if block_id.startswith(each)), None)
    return "" if prefix is None else block_id.removeprefix(prefix)


def share(command: str) -> list[Block]:
    """A row with `sharing`, where there is such a button."""
    return buttons(*sharing(command))


def sharing(command: str) -> list[Block]:
    """A button that gives the same answer to the channel; none where the command is too long to travel."""
    return [button(_TO_CHANNEL, SHARE, command)] if fits_button(command) else []


def share_digest() -> list[Block]:
    """A row with a button that gives the digest to the channel."""
    return buttons(button(_TO_CHANNEL, SHARE_DIGEST, "digest", style="primary"))


def without_sharing(message: Message) -> Message:
    """What is in the channel already, or stands where nothing can be shared from."""
    return replace(message, blocks=tuple(unshared(message.blocks)))


def unshared(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without the buttons that share; a row that held nothing else goes with them."""
    kept = [_unshared(block) if block["type"] == "actions" else block for block in blocks]
    return [block for block in kept if block.get("elements") != []]


def _unshared(row: Block) -> Block:
    kept = [element for element in row["elements"] if element.get("action_id") not in {SHARE, SHARE_DIGEST}]
    return {**row, "elements": kept}


def run(words: str, command: str, number: int = 0) -> Block:
    """A button that does what typing the command would do; `number` tells several in one block apart."""
    return button(words, f"{RUN}.{number}", command)


def undo_accepting(refs: Sequence[str]) -> list[Block]:
    """A row with what takes back that these links were accepted; none where they are too many to travel."""
    command = f"unaccept {' '.join(refs)}"
    return buttons(run("Undo", command)) if refs and fits_button(command) else []


def undo(incident: Incident) -> list[Block]:
    """What takes back that an incident about links was accepted."""
    accepted = incident.status is IncidentStatus.ACCEPTED and incident.members
    return [button("Undo", UNACCEPT, incident.id)] if accepted else []


def turn(words: str, command: str, number: int = 0) -> Block:
    """A button that replaces the answer it stands in by another, such as the next page of a list."""
    return button(words, f"{TURN}.{number}", command)


def buttons(*elements: Block) -> list[Block]:
    """A row of buttons, where there are any."""
    return [actions(*elements)] if elements else []


def pages(command: str, page: int, of: int) -> Sequence[Block]:
    """Buttons to the page before and after; `command` lacks its `page:`."""
    back = [turn("Earlier", f"{command} page:{page - 1}", 0)] if page > 1 else []
    on = [turn("More", f"{command} page:{page + 1}", 1)] if page < of else []
    return [each for each in (*back, *on) if fits_button(each["value"])]
