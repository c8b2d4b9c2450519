"""All that is behind an alert: what was found in full, why it is told, and what was kept as proof (pure)."""

from collections.abc import Sequence

from bot.messages.alerts.found import found_whole, proved_of, why
from bot.messages.answers.page_lines import new_domain_lines
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    MOST_BLOCKS,
    Block,
    Message,
    Part,
    code_box,
    date,
    foreign,
    joined_by,
    line,
    quote,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.views import View, said
from jobs.alerts.proved import proved
from jobs.model.case import Case
from jobs.model.incident import Evidence, Incident
from jobs.model.link import Link
from jobs.model.site_ways import PageWay

_MOST_HEADERS = 10
_MOST_LINKS = 5


def proof_view(case: Case) -> View:
    """The same as a window."""
    return said(f"Proof: {text.clean(case.incident.label, 16)}", proof(case))


def proof(case: Case) -> Message:
    """Where, what and why in full, and both readings: before, and when the trouble was seen; of a deal its links'."""
    incident = case.incident
    head = [*_places(case), *found_whole(incident), *why(incident), *_promised(case)]
    head += new_domain_lines(case.partner, case.page) if case.partner else []
    way = _way(case.way) if case.way and case.way.gone_at else []
    shown: list[Block] = [rich(*head, *way)] if head or way else []
    is_all = bool(case.parts or way)
    shown += _kept(incident, case.links) or ([] if is_all else [rich(line("No proof was kept for this one."))])
    for part in case.parts:
        shown += [rich(line(strong(part.label)), *found_whole(part)), *_kept(part)]
    return Message(text.escape(f"Proof for {text.clean(incident.id, 100)}"), tuple(shown[:MOST_BLOCKS]))


def _places(case: Case) -> list[Block]:
    """The whole addresses, of the first few links."""
    if case.partner:
        return [line(strong("Page "), web_link(case.partner.page_url, text.WHOLE))]
    links = case.links[:_MOST_LINKS]
    more = len(case.links) - len(links)
    return [*map(_place, links), *([line(f"and {more:,} more: See all on the alert.")] if more > 0 else [])]


def _promised(case: Case) -> list[Block]:
    """What was promised for the case that a link goes, which a mail may ask for."""
    said = dict.fromkeys(link.guarantee.remedy for link in case.links if link.guarantee.remedy)
    return [line(strong("Promised: "), foreign(remedy, 200)) for remedy in list(said)[:_MOST_LINKS]]


def _way(way: PageWay) -> list[Block]:
    """How a page was reached from its home page, and when that was read without finding a way."""
    steps = joined_by([[web_link(each, text.WHOLE)] for each in way.path], " → ")
    before: list[Part] = [strong("The way before: "), *steps]
    before += [" (found ", date(way.found_at), ")"] if way.found_at else []
    looks: list[Part] = [each for at in (way.missed_at, way.gone_at) if at for each in (" ", date(at), ",")]
    read = f" each time with all pages within three clicks, {way.gone_pages:,} the last time."
    return [line(*before), line(strong("Its home page was read"), *looks, read)]


def _place(link: Link) -> Block:
    return line(strong(f"{link.ref} "), web_link(link.page_url, text.WHOLE), " → ", web_link(link.target, text.WHOLE))


def _kept(incident: Incident, links: Sequence[Link] = ()) -> list[Block]:
    """How it was proved, and what was kept of both readings."""
    words = proved_of(incident, links) if len(links) > 1 else proved([incident.proofs])
    shown = [rich(line(strong("Proved: "), words))] if words else []
    shown += _reading("Before", incident.before) if incident.before else []
    return [*shown, *(_reading("Now", incident.after) if incident.after else [])]


def _reading(title: str, seen: Evidence) -> list[Block]:
    answered: list[Part] = [f", status {seen.status}"] if seen.status is not None else []
    blocks = [rich(line(strong(f"{title}: "), date(seen.at), " ", web_link(seen.final_url), *answered))]
    if seen.text:
        blocks.append(rich(quote(foreign(seen.text, 800))))
    if seen.html:
        blocks.append(rich(code_box(text.clean(seen.html, 1500))))
    if seen.signals is not None:
        blocks += _signals(seen.signals)
    if seen.headers:
        rows = "\n".join(f"{text.clean(name, 60)}: {text.clean(value, 200)}" for name, value in _few(seen))
        blocks.append(rich(code_box(rows)))
    if seen.body_hash:
        blocks.append(rich(line("Fingerprint of the page: ", foreign(seen.body_hash, 100))))
    return blocks


def _signals(lines: Sequence[str]) -> list[Block]:
    """What the page tells search engines: what proves a noindex, a canonical, a redirect, or that there was none."""
    if not lines:
        return [rich(line("It told search engines nothing: no robots tag, no canonical, no redirect."))]
    rows = "\n".join(text.clean(each, 300) for each in lines)
    return [rich(line("What it tells search engines, as we read it:"), code_box(text.cut(rows, 1500)))]


def _few(seen: Evidence) -> tuple[tuple[str, str], ...]:
    return seen.headers[:_MOST_HEADERS]
