"""The answer of `check L-12 from eu,us`: what each region sees, and which have nobody to look."""

from collections.abc import Sequence

from bot.messages.answers.help import missing
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    context,
    date,
    line,
    note,
    rich,
    strong,
    typed,
    web_link,
)
from jobs.model.link import Link
from jobs.model.operation import CheckedFrom
from jobs.model.outcome_words import OUTCOME
from jobs.model.partner import Partner
from jobs.model.region import LookFrom, disagree_on


def no_regions() -> Message:
    """The bot checks by itself."""
    return note(
        "There are no regions: this bot reads all pages itself, from where it runs. "
        "Regions have workers, which share a database with the bot (DATABASE_URL); docs/operations.md says how."
    )


def checked_from(seen: CheckedFrom, command: str) -> Message:
    """Each link or partner page with what each region sees; then what to do about regions that nobody works in."""
    told = [block for each in seen.tracked for block in _looks(each, seen)]
    idle = [region for region in seen.asked if not any(_of(region, looks) for looks in seen.looks.values())]
    more = [line(f"and {text.several(seen.left, 'page')} more, which were not looked at.")] if seen.left else []
    gone = [line(*missing(seen.missing, command))] if seen.missing else []
    words = f"Seen from {', '.join(seen.asked)}: {text.several(len(seen.looks), 'page')}"
    kept = context(text.escape("This answer changes nothing of what is known of a link; checks do, as ever."))
    return Message(text.escape(words), (rich(*told, *more, *_starting(idle, seen.working), *gone), kept))


def _looks(tracked: Link | Partner, seen: CheckedFrom) -> list[Block]:
    """One link or partner page, a line for each region."""
    looks = seen.looks[tracked.page_url]
    where: list[Part] = [strong(tracked.ref), " ", web_link(tracked.page_url, 60)]
    lines = [_line(region, _of(region, looks), tracked) for region in seen.asked]
    if isinstance(tracked, Link):
        where += [" → ", web_link(tracked.target, 40)]
        if disagree_on(tracked.id, looks):
            return [line(*where), bullets(lines), line(_DISAGREE)]
    return [line(*where), bullets(lines)]


_DISAGREE = (
    "The regions disagree: what visitors see depends on where they are. "
    "As long as that is so, a check calls the link unknown where it is missing, and never lost."
)


def _line(region: str, look: LookFrom | None, tracked: Link | Partner) -> list[Part]:
    if look is None:
        return [strong(region), ": nobody to look, for it has no live worker"]
    at: list[Part] = [" (", date(look.at), ")"] if look.at else []
    return [strong(region), f": {_seen(look, tracked)}", *at]


def _seen(look: LookFrom, tracked: Link | Partner) -> str:
    if look.outcome is None:
        return "asked, and no answer within a minute"
    page = f"the page {OUTCOME[look.outcome].words}"
    if isinstance(tracked, Partner):
        return page
    match look.sees(tracked.id):
        case True:
            return "the link is there"
        case False:
            return f"{page}, and the link is not there"
        case None:
            return f"{page}, so nobody knows whether the link is there"


def _of(region: str, looks: Sequence[LookFrom]) -> LookFrom | None:
    return next((look for look in looks if look.region == region), None)


def _starting(idle: Sequence[str], working: Sequence[str]) -> list[Block]:
    """How regions without a worker get one; nothing where each has one."""
    if not idle:
        return []
    start = typed(f"python -m jobs worker --region {idle[0]}")
    known = f" Regions that have one now: {', '.join(working)}." if working else " No region has one now."
    return [
        line("To start one, on a machine there that reaches the same database (DATABASE_URL): ", start, f".{known}")
    ]
