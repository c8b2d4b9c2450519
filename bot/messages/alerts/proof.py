"""What was kept as proof of an incident."""

from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    code_box,
    date,
    foreign,
    line,
    quote,
    rich,
    strong,
    web_link,
)
from jobs.alerts.proved import proved
from jobs.model.incident import Evidence, Incident

_MOST_HEADERS = 10


def proof(incident: Incident) -> Message:
    """Both readings: before, and when the trouble was seen."""
    shown: list[Block] = []
    if words := proved([incident.proofs]):
        shown.append(rich(line(strong("Proved: "), words)))
    if incident.before:
        shown += _reading("Before", incident.before)
    if incident.after:
        shown += _reading("Now", incident.after)
    if not shown:
        shown = [rich(line("No proof was kept for this one."))]
    return Message(text.escape(f"Proof for {text.clean(incident.id, 100)}"), tuple(shown))


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
