"""What links are worth: a ranked list, and the lines of one."""

from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    context,
    foreign,
    header,
    line,
    note,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.controls import buttons, pages, run, sharing
from bot.messages.kit.views import channel_part
from jobs.model.worth import Worth
from jobs.partners.worth import Ranking, WeighedLink
from jobs.partners.worth_words import (
    HEURISTIC,
    dear_words,
    factors_in_short,
    measured_by,
    month_words,
    percentage,
    price_words,
    what_is_unknown,
    worth_words,
)

ROWS = 10
_MOST_DEAR = 5
_LONGEST = 900


def worth_lines(worth: Worth | None) -> list[Block]:
    """What one link is worth, with each factor and what it rests on; nothing of one that does not stand."""
    if worth is None:
        return []
    money = [line(strong("Worth in money "), price_words(worth.priced))] if worth.priced else []
    return [line(strong("Worth "), foreign(worth_words(worth), _LONGEST)), *money]


def worth_ranked(found: Ranking, page: int) -> Message:
    """A page of the ranking; on the first also which links cost far more than they are worth."""
    if not found.links:
        return Message(text.escape("No link stands now."), (rich(line("No link stands now.")),))
    of = -(-len(found.links) // ROWS)
    page = min(page, of)
    start = (page - 1) * ROWS
    shown = list(enumerate(found.links[start : start + ROWS], start + 1))
    title = f"What {text.several(len(found.links), 'link is', 'links are')} worth"
    blocks = [
        header(title if of == 1 else f"{title}: page {page} of {of}"),
        rich(bullets(_row(rank, each) for rank, each in shown)),
        *(_dear(found.dearest) if page == 1 else []),
        *_small_print(found),
        *buttons(
            *pages("worth", page, of),
            run("Send as a file", "worth file"),
            *sharing("worth" if page == 1 else f"worth page:{page}"),
        ),
    ]
    return Message(text.escape(f"{title}."), tuple(blocks))


def ranking_greeting(links: int, channel: str) -> Message:
    """Above the file of a ranking."""
    return note(f"What {text.several(links, 'link is', 'links are')} worth (", channel_part(channel), "). ", HEURISTIC)


def ranking_sent(links: int) -> Message:
    """Where the file is."""
    of = text.several(links, "link")
    return note(f"The worth of {of} is in your messages with me, as CSV; only you see it there.")


def _row(rank: int, each: WeighedLink) -> list[Part]:
    worth = each.worth
    month = f" · a month: {month_words(worth.priced)}" if worth.priced and month_words(worth.priced) else ""
    place = f"{rank}. " if worth.weight is not None else ""
    return [
        strong(f"{place}{each.link.ref} {percentage(worth.weight)} "),
        web_link(each.link.page_url, 60),
        f": {factors_in_short(worth)}{month}",
    ]


def _dear(dearest: Sequence[WeighedLink]) -> list[Block]:
    """Those that cost at least twice what they are worth."""
    told = [
        [strong(f"{each.link.ref} "), web_link(each.link.page_url, 60), f": {dear_words(each.worth.priced)}"]
        for each in dearest[:_MOST_DEAR]
        if each.worth.priced
    ]
    more = len(dearest) - len(told)
    left = [line(f"and {more:,} more; python -m jobs worth --csv has all.")] if more > 0 else []
    return [rich(line(strong(f"Dear for what they are worth: {len(dearest):,}")), bullets(told), *left)] if told else []


def _small_print(found: Ranking) -> list[Block]:
    said = [*filter(None, [what_is_unknown(found)]), *measured_by(found), HEURISTIC]
    return [context(text.escape(each)) for each in said]
