"""What is advised of pages that may be asked for a link, and why: one in full, many as a ranked list."""

from collections import Counter
from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
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
    web_link,
)
from bot.messages.kit.controls import run, sharing
from jobs.model.outcome_words import OUTCOME
from jobs.model.page import Outcome
from jobs.model.partner import equity_share
from jobs.pages.reading import Reading
from jobs.prospects.vetting import Advice, Vetted
from jobs.units.dates import format_day

MOST_SHOWN = 12
_HEURISTIC = "A rule of thumb: the weights are ours, and add up. From 35 points on think twice, from 70 on avoid."
_MARK = {Advice.ASK: "🟢", Advice.THINK_TWICE: "🟡", Advice.AVOID: "🔴"}


def vetting(done: int, of: int) -> Message:
    """Said while pages are read."""
    return note("Reading the page …" if of == 1 else f"Reading {of:,} pages; {done:,} are done …")


def ours_unreadable(reading: Reading) -> Message:
    """Nothing can be compared with a page of ours that cannot be read."""
    url = reading.facts.url
    return note("Our page ", web_link(url), f" {OUTCOME[reading.outcome].words}; name another one of ours.")


def vetted_shown(vetted: Vetted, target: str, command: str, *, may_manage: bool) -> Message:
    """One page: the advice, what speaks against it by weight, and what it rests on."""
    head = f"{_MARK[vetted.advice]} {vetted.advice.capitalize()}"
    points = f" · {text.several(vetted.points, 'point')} against it, for a link to "
    told = rich(
        line(web_link(vetted.page.url), strong(points), web_link(target)),
        *([bullets(_reasons(vetted))] if vetted.reasons else [line("Nothing speaks against it.")]),
        *_facts(vetted),
    )
    blocks = [
        header(head),
        told,
        context(text.escape(_HEURISTIC)),
        *_row(vetted, target, command=command, may_manage=may_manage),
    ]
    return Message(text.escape(f"{vetted.advice}: {vetted.page.url}"), tuple(blocks))


def list_shown(found: Sequence[Vetted], target: str, sent: str, *, may_manage: bool) -> Message:
    """The first dozen of a list, those to ask first; `sent` says where the whole of it is."""
    counts = Counter(each.advice for each in found)
    summed = " · ".join(f"{counts[advice]:,} {advice}" for advice in Advice)
    rows = [
        block
        for number, each in enumerate(found[:MOST_SHOWN])
        for block in (_in_short(each), *_row(each, target, number=number, may_manage=may_manage))
    ]
    more = len(found) - MOST_SHOWN
    left = f"and {more:,} more. " if more > 0 else ""
    blocks = [
        header(f"{text.several(len(found), 'page')}: {summed}"),
        *rows,
        context(text.escape(f"{left}{sent}")),
        context(text.escape(_HEURISTIC)),
    ]
    return Message(text.escape(f"{text.several(len(found), 'page')}: {summed}"), tuple(blocks))


def list_greeting(pages: int, target: str) -> Message:
    """Above the file of a list."""
    return note(f"{text.several(pages, 'page')} vetted for a link to ", web_link(target), ", those to ask first.")


def _reasons(vetted: Vetted) -> list[list[Part]]:
    return [[strong(f"{each.points} "), foreign(each.words, 300)] for each in vetted.reasons]


def _in_short(vetted: Vetted) -> Block:
    reasons = bullets(_reasons(vetted)[:3]) if vetted.reasons else line("Nothing speaks against it.")
    points = f" · {vetted.advice} · {text.several(vetted.points, 'point')}{_score(vetted)}"
    return rich(line(f"{_MARK[vetted.advice]} ", web_link(vetted.page.url, 60), strong(points)), reasons)


def _score(vetted: Vetted) -> str:
    found = vetted.page.relevance
    return f" · relevance {found.score}" if found else ""


def _facts(vetted: Vetted) -> list[Block]:
    page, found = vetted.page, vetted.page.relevance
    if page.outcome is not Outcome.OK:
        return []
    followed = page.facts.followed_external
    share_of = f", {equity_share(followed):.2%} each (rule of thumb)".replace("%", " %") if followed else ""
    lines: list[Block] = []
    if found:
        shared: list[Part] = [" · both speak of ", foreign(", ".join(found.shared), 300)] if found.shared else []
        lines.append(line(strong("Relevance "), f"{found.score} of 100, {found.closeness.words}", *shared))
    lines.append(line(strong("Links out "), f"{followed:,} followed{share_of}"))
    if page.newest:
        lines.append(line(strong("Newest day "), format_day(page.newest)))
    return lines


def _row(vetted: Vetted, target: str, *, may_manage: bool, number: int = 0, command: str = "") -> list[Block]:
    """Keep it as a prospect; of one page, share the answer too."""
    keep = f"prospect add {vetted.page.url} -> {target}"
    keeping = may_manage and vetted.advice is not Advice.AVOID and fits_button(keep)
    elements = [*([run("Keep as prospect", keep, number)] if keeping else []), *(sharing(command) if command else [])]
    return [actions(*elements)] if elements else []
