"""Who else may be asked for a link, the best first, each with why and a button that keeps it as a prospect."""

from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    actions,
    bullets,
    context,
    fits_button,
    foreign,
    header,
    line,
    note,
    rich,
    strong,
    typed,
    web_link,
)
from bot.messages.kit.controls import run, share
from jobs.prospects.candidates import CandidateSite, RankedSites

MOST_SHOWN = 12
_HEURISTIC = (
    "Ranked by a rule of thumb of ours: who links to competitors and others of your field and not to you, whom your "
    "partners link to, what search engines list. Nothing was read yet: keeping one reads its page."
)
_NOWHERE = (
    "No candidates yet. They come from partner pages that are tracked, from lists of search engines (discover), and "
    "from a list below the command, a line each: a page or site, and what it links to."
)


def candidates_shown(found: RankedSites, *, may_manage: bool, is_list: bool) -> Message:
    """The first dozen; of a pasted list no button gives the same answer again."""
    if not found.ranked:
        told = "None of these sites is left to ask." if found.left_out or found.linking_to_us else _NOWHERE
        return note(told, then=_left_out(found))
    head = text.several(len(found.ranked), "candidate")
    rows = [
        block
        for number, each in enumerate(found.ranked[:MOST_SHOWN])
        for block in _row(each, number, may_manage=may_manage)
    ]
    more = len(found.ranked) - MOST_SHOWN
    foot = [context(text.escape(f"and {more:,} more, none with more that speaks for it"))] if more > 0 else []
    share_it = [] if is_list else share("prospect candidates")
    blocks = (header(head), *rows, *foot, *_left_out(found), context(text.escape(_HEURISTIC)), *share_it)
    return Message(text.escape(f"{head}."), blocks)


def list_hint(command: str) -> list[Block]:
    """How a list is given, under the candidates that the channel has anyway."""
    return [rich(line("A list of your own: ", typed(f"{command} prospect candidates"), " and a line each below it."))]


def _row(each: CandidateSite, number: int, *, may_manage: bool) -> Sequence[Block]:
    told = rich(
        line(web_link(each.page, 60, each.site), strong(f" · {text.several(each.points, 'point')}")),
        bullets([foreign(reason, 300)] for reason in each.reasons or ("it is named in the list",)),
    )
    keep = f"prospect add {each.page}"
    return [told, *([actions(run("Keep as prospect", keep, number))] if may_manage and fits_button(keep) else [])]


def _left_out(found: RankedSites) -> list[Block]:
    said = [f"{why.value} ({count:,})" for why, count in found.left_out.items()]
    said += [f"linking to you already ({found.linking_to_us:,})"] if found.linking_to_us else []
    return [context(text.escape(f"Left out: {', '.join(said)}."))] if said else []
