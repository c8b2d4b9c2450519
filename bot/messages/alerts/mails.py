"""A mail to the people of a page, drafted from an incident: to be copied, never sent by us.

What is wrong with our own pages is no partner's business: there is no mail about it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date

from msgspec import Struct

from bot.messages.alerts.deals import deal_facts, deal_subject
from bot.messages.alerts.letters import LETTERS, NAMES, Letter, LetterLanguage, Matter
from bot.messages.alerts.pages import first_page, links_at_issue
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Message, actions, code_box, context, line, menu, rich, strong
from bot.messages.kit.controls import MAIL_LANGUAGE, block_of
from jobs.model.case import Case
from jobs.model.exchange import Exchange
from jobs.model.findings import About, Finding, LetterSubject
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.rules import letter_of
from jobs.verdicts.guarantee import fell_under

_LONGEST = 2900
_MOST_NAMES = 10
_GONE_STATUS = frozenset({404, 410})
_ABSENCES = frozenset(
    {
        LetterSubject.LOST,
        LetterSubject.GONE,
        LetterSubject.REPLACED,
        LetterSubject.TEXT_ONLY,
        LetterSubject.SCRIPT,
        LetterSubject.ELSEWHERE,
    }
)
_ANCHORS = frozenset({LetterSubject.ANCHOR, LetterSubject.ANCHOR_AGREED})
_NO_RULE = "disallowed"
"""What a finding about robots.txt says where no rule of it can be named."""


class Mail(Struct, frozen=True):
    """A draft."""

    subject: str
    body: str


def language_of(lang: str) -> LetterLanguage:
    """The language of a page as its `lang` names it (`de-AT`); English where we have no letter in it."""
    code = lang.strip().lower().replace("_", "-").partition("-")[0]
    return LetterLanguage(code) if code in set(LetterLanguage) else LetterLanguage.ENGLISH


def draft(case: Case, language: LetterLanguage) -> Mail:
    """The mail about an incident that is the partner's to mend, its evidence filled in."""
    letter = LETTERS[language]
    if case.exchange:
        return _deal_draft(case, case.exchange, letter)
    of_page = case.incident.kind is IncidentKind.PARTNER_OVER_LIMIT
    subject = letter.subject_page if of_page else letter.subject
    finding = _finding(case.incident)
    matter = letter.matters[_trouble_with_page(case) if of_page else _trouble(case, finding)]
    body = f"{letter.greeting}\n\n{matter.saw}\n\n{{}}\n\n{matter.ask}\n\n{letter.thanks}"
    room = _LONGEST - len(body)
    facts = _page_facts(case, letter) if of_page else _link_facts(case, finding, letter, room)
    return Mail(subject.format(host=text.host_of(first_page(case))), body.format(facts))


def _deal_draft(case: Case, deal: Exchange, letter: Letter) -> Mail:
    found = _finding(case.incident)
    matter = letter.matters[deal_subject(deal, letter_of(found.kind)) if found else LetterSubject.OTHER]
    parts = (letter.greeting, matter.saw, deal_facts(deal, letter), matter.ask, letter.thanks)
    return Mail(letter.subject_deal.format(host=text.host_of(first_page(case))), "\n\n".join(parts))


def mail_drafted(case: Case, language: LetterLanguage) -> Message:
    """The draft to copy, and a menu of languages."""
    mail = draft(case, language)
    languages = [(name, code.value) for code, name in NAMES.items()]
    choose = menu(NAMES[language], MAIL_LANGUAGE, languages)
    said = "A draft to copy; nothing was sent. The language is the page's own, as far as it says; choose another:"
    blocks: tuple[Block, ...] = (
        rich(line(strong("Subject")), code_box(mail.subject), line(strong("Mail")), code_box(mail.body)),
        context(text.escape(said)),
        actions(choose, block_id=block_of(case.incident)),
    )
    return Message(text.escape("A draft of a mail, to copy."), blocks)


def _finding(incident: Incident) -> Finding | None:
    """What the mail is about: the first that is not about our own page."""
    theirs = (each for each in incident.findings if wording.about(each.kind) is not About.TARGET)
    return next(theirs, None)


def _trouble(case: Case, finding: Finding | None) -> LetterSubject:
    incident = case.incident
    found = letter_of(finding.kind) if finding else LetterSubject.OTHER
    alone = len(incident.members) == 1
    if found is LetterSubject.LOST and alone and incident.after is not None and incident.after.status in _GONE_STATUS:
        return LetterSubject.GONE
    if found is LetterSubject.ANCHOR:
        assert finding is not None, "it is about its anchor"
        if not finding.now:
            return LetterSubject.ANCHOR_EMPTY
        agreed = bool(case.links) and all(link.expected.anchor for link in case.links)
        return LetterSubject.ANCHOR_AGREED if agreed else LetterSubject.ANCHOR
    return found


def _link_facts(case: Case, finding: Finding | None, letter: Letter, room: int) -> str:
    """Page, target, anchor and what is there now of each link, as many as there is room for; then the evidence."""
    trouble = _trouble(case, finding)
    matter, alone = letter.matters[trouble], len(case.incident.members) == 1
    proof = "\n".join(_evidence(case, trouble, letter)) if alone else ""
    room -= len(proof) + len(letter.more_pages) + 8
    shown: list[str] = []
    links = links_at_issue(case)
    for link in links:
        lines = [*_place(link, case.incident, letter), *_now(_own(link, finding, alone=alone), trouble, matter, letter)]
        room -= sum(len(each) + 1 for each in lines) + 1
        if shown and room < 0:
            shown.append(letter.more_pages.format(len(links) - len(shown)))
            break
        shown.append("\n".join(lines))
    if not links:
        shown = ["\n".join([letter.page.format(_line(first_page(case), 500)), *_now(finding, trouble, matter, letter)])]
    return "\n\n".join(filter(None, [*shown, proof]))


def _own(link: Link, finding: Finding | None, *, alone: bool) -> Finding | None:
    """The finding of this very link: of several that share a cause, each may read otherwise."""
    if finding is None or alone:
        return finding
    return next((each for each in link.standing.open if each.kind == finding.kind), None)


def _place(link: Link, incident: Incident, letter: Letter) -> Iterator[str]:
    yield letter.page.format(_line(link.page_url, 500))
    yield letter.target.format(_line(link.target, 500))
    if anchor := _line(link.expected.anchor or link.expected.seen_anchor, 150):
        yield letter.anchor.format(anchor)
    if link.terms.guaranteed_until and fell_under(link, incident.opened_at):  # what it cost is nobody's business there
        yield letter.guaranteed.format(_date(link.terms.guaranteed_until, letter))


def _now(finding: Finding | None, trouble: LetterSubject, matter: Matter, letter: Letter) -> Iterator[str]:
    now = _line(finding.now, 300) if finding else ""
    if not now or not matter.now or now == _NO_RULE:
        return
    if trouble is LetterSubject.CANONICAL:
        now = ", ".join(now.split())
    yield matter.now.format(letter.quotes.format(now) if trouble in _ANCHORS else now)


def _evidence(case: Case, trouble: LetterSubject, letter: Letter) -> Iterator[str]:
    """Where the link stood or stands, when it was last there, and what the page answered."""
    incident, absent = case.incident, trouble in _ABSENCES
    seen = incident.before if absent else incident.after
    if seen and (passage := _line(seen.text, 400)):
        yield (letter.stood if absent else letter.stands).format(letter.quotes.format(passage))
    last = incident.before.at if incident.before else None
    last = last or next((link.standing.last_present_at for link in case.links), None)
    if absent and last:
        yield letter.last_seen.format(date=_date(last.astimezone(UTC), letter))
    if incident.after and incident.after.status is not None:
        yield letter.looked.format(date=_date(incident.after.at.astimezone(UTC), letter), status=incident.after.status)


def _date(day: date, letter: Letter) -> str:
    return letter.date.format(day)


def _trouble_with_page(case: Case) -> LetterSubject:
    if all(letter_of(finding.kind) is not LetterSubject.OVER for finding in case.incident.findings):
        return LetterSubject.JUMP
    return LetterSubject.OVER_AGREED if case.partner and case.partner.limit_agreed else LetterSubject.OVER


def _page_facts(case: Case, letter: Letter) -> str:
    """The partner page: how many links go out, how many were agreed, and which sites are new."""
    found = {letter_of(finding.kind): finding.now for finding in case.incident.findings}
    partner = case.partner
    count = str(partner.outbound) if partner and partner.outbound is not None else found.get(LetterSubject.OVER, "")
    lines = [letter.page.format(_line(first_page(case), 500))]
    lines += [letter.count.format(_line(count, 20))] if count else []
    lines += [letter.limit.format(partner.max_outbound)] if partner and partner.limit_agreed else []
    names = [name.strip() for name in found.get(LetterSubject.JUMP, "").split(",") if name.strip()]
    return "\n".join([*lines, *([letter.new.format(_named(names, letter))] if names else [])])


def _named(names: Iterable[str], letter: Letter) -> str:
    """A few names, and how many more there are."""
    names = list(names)
    few = ", ".join(_line(name, 60) for name in names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return letter.and_more.format(names=few, count=more) if more > 0 else few


def _line(foreign: str, most: int) -> str:
    """Foreign text in a line of the mail."""
    return text.clean(foreign, most)
