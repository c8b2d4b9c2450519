"""What the digest says of both sides of links: exchanges that are not kept, and what our own pages give."""

from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Part, bullets, foreign, line, rich, strong, web_link
from jobs.model.channel import DigestEvery
from jobs.model.digest import DealLine, UnreturnedLine
from jobs.model.kept_relevance import Agreement
from jobs.model.our_page import CrowdedLine, InsideLine
from jobs.units.dates import format_day

_MOST_LINES = 8
_MOST_REFS = 5


def agreed(agreement: Agreement) -> list[Block]:
    """How far people agreed with the verdicts on relevance; nothing where they looked at none."""
    words = agreement.words
    return [rich(line(strong("Relevance "), f"(our rule of thumb): within four weeks {words}."))] if words else []


def deals(heading: str, lines: Sequence[DealLine], beyond: int) -> list[Block]:
    """What we owe and broke stands beside what they did, in the same words."""
    if not lines:
        return []
    shown = [_deal(each) for each in lines[:_MOST_LINES]]
    more = len(lines) + beyond - len(shown)
    foot = [[f"and {more} more; exchange list shows all."]] if more > 0 else []
    return [rich(line(strong(heading)), bullets([*shown, *foot]))]


def _deal(each: DealLine) -> list[Part]:
    until: list[Part] = [f" Agreed until {format_day(each.until)}."] if each.until else []
    return [strong(each.ref), " with ", foreign(each.partners, 120), ": ", foreign(each.text, 400), *until]


def unreturned(lines: Sequence[UnreturnedLine], beyond: int) -> list[Block]:
    """Whom we link to for nothing, each with one page of ours where that stands."""
    rows = [
        [foreign(each.site, 100), f": {', '.join(each.lost[:_MOST_REFS])} lost; we link from ", *_first_page(each)]
        for each in lines[:_MOST_LINES]
    ]
    return _of_ours("We still link to partners whose links to us are all lost", rows, len(lines) + beyond)


def _first_page(each: UnreturnedLine) -> list[Part]:
    more = len(each.our_pages) - 1 + each.more_pages
    others = f" and {text.several(more, 'other page')}" if more > 0 else ""
    return [web_link(each.our_pages[0], 60), others] if each.our_pages else ["a page of ours"]


def crowded(lines: Sequence[CrowdedLine], beyond: int, every: DigestEvery) -> list[Block]:
    """Pages of ours that filled up; the bound is a rule of thumb, and called one."""
    rows = [[web_link(each.page_url, 60), f": {each.followed} followed links out"] for each in lines[:_MOST_LINES]]
    title = f"Our pages with many links out since this {every} (a rule of thumb)"
    return _of_ours(title, rows, len(lines) + beyond)


def inside(lines: Sequence[InsideLine], beyond: int, every: DigestEvery) -> list[Block]:
    """What the links between our pages have wrong since the first day of the digest."""
    rows = [[web_link(each.page_url, 60), _inside_words(each)] for each in lines[:_MOST_LINES]]
    title = f"Our own pages, found this {every}"
    return _of_ours(title, rows, len(lines) + beyond, "ours")


def _inside_words(each: InsideLine) -> str:
    others = f"; {text.several(each.links, 'link')} of other sites" if each.links else ""
    if not each.is_broken:
        return f": no page of ours links to it{others}"
    return f": broken, and linked from {text.several(each.pages, 'page')} of ours{others}"


def _of_ours(heading: str, rows: Sequence[Sequence[Part]], total: int, verb: str = "reciprocity") -> list[Block]:
    if not rows:
        return []
    more = total - len(rows)
    foot = [[f"and {more} more; {verb} shows all."]] if more > 0 else []
    return [rich(line(strong(f"{heading}: {total}")), bullets([*rows, *foot]))]
