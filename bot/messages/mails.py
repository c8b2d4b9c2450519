"""A mail to the people of a page, drafted from an incident: to be copied, never sent by us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from bot.messages import text
from bot.messages.blocks import Block, Message, actions, code_box, context, line, menu, rich, strong
from bot.messages.card import Case
from bot.messages.controls import MAIL_LANGUAGE, block_of
from bot.messages.mail_texts import LETTERS, NAMES, Language, Letter, Trouble
from jobs.guarantee import fell_under
from jobs.model.findings import Finding
from jobs.model.incident import Evidence, Incident, IncidentKind
from jobs.model.link import Link

_MOST_LINKS = 15
_LONGEST = 2900
_GONE_STATUS = frozenset({404, 410})
_TROUBLES: Mapping[str, Trouble] = {
    "missing": Trouble.LOST,
    "text_only": Trouble.LOST,
    "wrong_target": Trouble.ELSEWHERE,
    "nofollow": Trouble.REL,
    "page_nofollow": Trouble.REL,
    "sponsored": Trouble.REL,
    "ugc": Trouble.REL,
    "noindex": Trouble.NOINDEX,
    "robots_blocked": Trouble.NOINDEX,
    "canonical_elsewhere": Trouble.CANONICAL,
    "source_redirected": Trouble.REDIRECTED,
    "meta_refresh_away": Trouble.REDIRECTED,
    "anchor_changed": Trouble.ANCHOR,
    "target_redirects": Trouble.TARGET_MOVED,
    "outbound_over_limit": Trouble.OUTBOUND,
}


@dataclass(frozen=True, slots=True)
class Mail:
    """A draft."""

    subject: str
    body: str


def language_of(lang: str) -> Language:
    """The language of a page as its `lang` names it (`de-AT`); English where we have no letter in it."""
    code = lang.strip().lower().replace("_", "-").partition("-")[0]
    return Language(code) if code in set(Language) else Language.ENGLISH


def draft(case: Case, language: Language) -> Mail:
    """The mail about an incident, its evidence filled in."""
    letter = LETTERS[language]
    finding = next(iter(case.incident.findings), None)
    saw, ask = letter.troubles[_trouble(case.incident, finding)]
    now = _line(finding.now if finding else "", 300)
    if "{now}" in saw and not now:
        saw, ask = letter.troubles[Trouble.OTHER]
    facts = "\n\n".join(filter(None, ("\n".join(_places(case, letter)), _evidence(case.incident, letter))))
    body = "\n\n".join([letter.greeting, saw.replace("{now}", now), facts, ask, letter.thanks])
    return Mail(letter.subject.replace("{host}", text.host_of(_page_of(case))), text.cut(body, _LONGEST))


def mail_drafted(case: Case, language: Language) -> Message:
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


def _trouble(incident: Incident, finding: Finding | None) -> Trouble:
    if incident.kind is IncidentKind.PARTNER_OVER_LIMIT:
        return Trouble.OUTBOUND
    found = _TROUBLES.get(finding.kind, Trouble.OTHER) if finding else Trouble.OTHER
    gone = incident.after is not None and incident.after.status in _GONE_STATUS
    return Trouble.GONE if found is Trouble.LOST and gone else found


def _places(case: Case, letter: Letter) -> Iterable[str]:
    """Page, target and agreed anchor of each link; for a partner page, the page."""
    if not case.links:
        yield f"{letter.page}: {_line(_page_of(case), 500)}"
    for number, link in enumerate(case.links[:_MOST_LINKS]):
        if number:
            yield ""
        yield from _place(link, case.incident, letter)


def _place(link: Link, incident: Incident, letter: Letter) -> Iterable[str]:
    yield f"{letter.page}: {_line(link.page_url, 500)}"
    yield f"{letter.target}: {_line(link.target, 500)}"
    anchor = _line(link.expected.anchor or link.expected.seen_anchor, 150)
    if anchor:
        yield f"{letter.anchor}: {anchor}"
    if link.terms.guaranteed_until and fell_under(link, incident.opened_at):  # what it cost is nobody's business there
        yield f"{letter.guaranteed}: {link.terms.guaranteed_until.isoformat()}"


def _evidence(incident: Incident, letter: Letter) -> str:
    passage = _line(incident.before.text, 400) if incident.before else ""
    stood = f"{letter.passage}: “{passage}”" if passage and len(incident.members) == 1 else ""
    return "\n".join(filter(None, (stood, _seen(incident.after, letter))))


def _seen(after: Evidence | None, letter: Letter) -> str:
    if after is None or after.status is None:
        return ""
    return letter.seen.format(date=f"{after.at.astimezone(UTC):%Y-%m-%d}", status=after.status)


def _page_of(case: Case) -> str:
    if case.links:
        return case.links[0].page_url
    return case.partner.page_url if case.partner else ""


def _line(foreign: str, most: int) -> str:
    """Foreign text in a line of the mail."""
    return text.clean(foreign, most)
