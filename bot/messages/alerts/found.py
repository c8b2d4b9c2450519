"""What an alert found, in lines: short for its card, whole for its proof (pure)."""

from collections.abc import Iterator, Sequence

from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Part, foreign, line, quote, strong
from jobs.alerts.proved import proved
from jobs.alerts.wording import EDITED, now_words
from jobs.model.findings import Finding, LetterSubject
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.rules import letter_of, title

_AWAY = frozenset({IncidentKind.LOST, IncidentKind.REPLACED})
_MOST_ON_CARD, _MOST = 2, 5
_SENTENCE, _LIST, _VALUE, _QUOTE = 180, 500, 60, 76
"""Characters: a line of a card holds about ninety; what is said of a partner page or a deal lists more."""
_ITS_OWN_WORDS = frozenset({LetterSubject.LOST, LetterSubject.REPLACED})
"""What a mail asks for where the finding's sentence says what is there now."""


def found_on_card(incident: Incident, heading: str) -> list[Block]:
    """The first findings, a line each, without a title that the heading says; of what is over, one for the record."""
    if not incident.status.is_open:
        return [_for_the_record(each) for each in incident.findings[:1]]
    shown = incident.findings[:_MOST_ON_CARD]
    others = [title(each.kind) for each in incident.findings[_MOST_ON_CARD:]]
    more = [line(strong("And "), ", ".join(others))] if others else []
    return [*(_in_a_line(each, incident, heading) for each in shown), *more]


def found_whole(incident: Incident) -> list[Block]:
    """Each finding with its title, its sentence, and what it differs from."""
    lines: list[Block] = []
    for each in incident.findings[:_MOST]:
        lines.append(line(strong(f"{title(each.kind)}. "), foreign(each.text, 500)))
        lines += [line(*differs)] if (differs := _differs(each, incident, 300)) else []
        lines += [line(EDITED)] if each.edited else []
    return lines


def _in_a_line(finding: Finding, incident: Incident, heading: str) -> Block:
    named = [] if title(finding.kind) in heading else [strong(f"{title(finding.kind)}. ")]
    of_partner = wording.is_of_partner(finding.kind)
    most = _LIST if of_partner or incident.kind.is_of_deal else _SENTENCE
    is_thumb = wording.is_heuristic(finding.kind) and not of_partner
    thumb = " (A rule of thumb of ours.)" if is_thumb else ""
    differs = [] if letter_of(finding.kind) in _ITS_OWN_WORDS else _differs(finding, incident, _VALUE)
    edited = f"{'.' if differs else ''} {EDITED}" if finding.edited else ""
    said = foreign(finding.text, most)
    return line(*named, said, *([" ", *differs] if differs else []), edited, thumb)


def _for_the_record(finding: Finding) -> Block:
    return line(strong("It was about: "), foreign(f"{title(finding.kind)}. {finding.text}", _SENTENCE))


def _differs(finding: Finding, incident: Incident, most: int) -> list[Part]:
    """What is now, and what it differs from: what was agreed, what was seen, or what would be as usual."""
    if wording.is_of_partner(finding.kind):
        return []  # how many links a page may have and has, the sentence says
    now = foreign(now_words(finding), most)
    if finding.agreed:
        return ["Agreed: ", foreign(finding.agreed, most), " · found: ", now]
    was = "Was" if incident.before else "Expected"
    return [f"{was}: ", foreign(finding.was, most), " · now: ", now] if finding.was else []


def why(incident: Incident) -> list[Block]:
    """What the first finding means, and what to do about it, while it is open."""
    kind = incident.findings[0].kind if incident.findings and incident.status.is_open else ""
    words = " ".join(filter(None, (wording.means(kind), wording.todo(kind)))) if kind else ""
    return [line(strong("Why this alert: "), words)] if words else []


def proved_line(incident: Incident) -> list[Block]:
    """How it was proved that a link is away, while it is open."""
    words = proved([incident.proofs]) if _is_open_and_away(incident) else ""
    return [line(strong("Proved: "), words)] if words else []


def found_of_several(incident: Incident, links: Sequence[Link], heading: str) -> list[Block]:
    """What several links share, and by how many checks it was proved; who showed that it is not us, the proof says."""
    words = proved_of(incident, links) if _is_open_and_away(incident) else ""
    if not words or not incident.findings:
        return found_on_card(incident, heading)[:1]
    return [line(strong(f"{title(incident.findings[0].kind)}. "), f"Proved: {words.partition(';')[0]}.")]


def _is_open_and_away(incident: Incident) -> bool:
    return incident.kind in _AWAY and incident.status.is_open


def proved_of(incident: Incident, links: Sequence[Link]) -> str:
    """How it was proved, by the checks of each link that waits."""
    return proved([link.proofs for link in links if link.id in incident.waiting])


def _quotes(incident: Incident) -> list[tuple[str, str]]:
    """The words around the link, as they were and as they are, each with what they are called."""
    before, now = incident.before.text if incident.before else "", _what_reads_otherwise_now(incident)
    shown = (
        [(("It was here" if _is_away(incident) else "Before" if now else "Where it stands"), before)] if before else []
    )
    return [*shown, *([("Now", now)] if now else [])]


def _is_away(incident: Incident) -> bool:
    return incident.kind in _AWAY and incident.status is not IncidentStatus.RECOVERED


def quote_on_card(incident: Incident, links: Sequence[Link]) -> list[Block]:
    """One line of them: where it was, or how it reads now."""
    said = _quotes(incident)
    name, words = next(iter(said if _is_away(incident) else said[::-1]), ("", ""))
    return [quote(strong(f"{name}: "), foreign(text.around(words, _QUOTE, _anchors(links)), _QUOTE))] if words else []


def _anchors(links: Sequence[Link]) -> Iterator[str]:
    """What a link's text may be in a quote: as last seen, as first seen, as agreed."""
    for link in links:
        if link.sighting and link.sighting.best:
            yield link.sighting.best.text
        yield from (link.expected.seen_anchor, link.expected.anchor)


def _what_reads_otherwise_now(incident: Incident) -> str:
    """What is there now, where that is worth showing beside what was; else nothing."""
    if incident.after is None or incident.status is IncidentStatus.STOPPED:
        return ""
    before = incident.before.text if incident.before else ""
    return incident.after.text if incident.after.text != before else ""
