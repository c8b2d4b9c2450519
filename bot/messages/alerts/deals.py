"""What the alert about an exchange says in its message, and in a mail between the sentences of the letter."""

from collections.abc import Iterator
from datetime import datetime

from bot.messages.alerts.found import found_on_card
from bot.messages.alerts.letters import Letter
from bot.messages.alerts.pages import addressed
from bot.messages.answers.exchanges import terms_of_deal
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, foreign, line, rich, strong
from jobs.exchanges.sides import is_for, is_to_us, partners_of
from jobs.model.case import Case
from jobs.model.exchange import Exchange, Leg, LegState, Side
from jobs.model.findings import LetterSubject
from jobs.web.urls import registrable_domain


def deal_body(case: Case, heading: str, now: datetime) -> list[Block]:
    """What was found, what was found on the page of a link that broke it, each link of the deal, and its terms."""
    deal = case.exchange
    seen = [
        line(strong(f"{part.subject} "), foreign(each.text, 150))
        for part in case.parts
        if part.status.is_open
        for each in part.findings[:1]
    ]
    lines = [*found_on_card(case.incident, heading), *seen, *(terms_of_deal(deal, now) if deal else [])]
    return [rich(*lines)] if lines else []


def deal_facts(deal: Exchange, letter: Letter) -> str:
    """The recipient's links, ours to them, and the last day; others' links and what it cost are not their business.

    Nor is what nobody owes any more.
    """
    site, partners = registrable_domain(addressed(deal).page_url), partners_of(deal)
    theirs = [leg for leg in _owed(deal, Side.THEIRS) if registrable_domain(leg.page_url) == site]
    ours = [leg for leg in _owed(deal, Side.OURS) if is_for(leg, site, partners)]
    parts = ["\n".join(_theirs(leg, letter, to_us=is_to_us(leg, partners))) for leg in theirs]
    parts += ["\n".join(_ours(leg, letter)) for leg in ours]
    parts += [letter.until.format(letter.date.format(deal.until))] if deal.until else []
    return "\n\n".join(parts)


def _owed(deal: Exchange, side: Side) -> list[Leg]:
    return [leg for leg in deal.of(side) if leg.state is not LegState.ACCEPTED]


def deal_subject(deal: Exchange, subject: LetterSubject) -> LetterSubject:
    """What the mail is about: where a deal goes in a circle, we and the recipient do not link to each other."""
    if len(partners_of(deal)) == 1 or subject not in _BREACHES:
        return subject
    is_theirs = addressed(deal).is_declared
    return LetterSubject.CIRCLE_THEIRS if is_theirs else LetterSubject.CIRCLE_OURS


_BREACHES = frozenset({LetterSubject.BREACH_THEIRS, LetterSubject.BREACH_OURS, LetterSubject.BOTH_BROKEN})


def _theirs(leg: Leg, letter: Letter, *, to_us: bool) -> Iterator[str]:
    yield letter.page.format(text.clean(leg.page_url, 500))
    yield (letter.target if to_us else letter.our_target).format(text.clean(leg.target, 500))


def _ours(leg: Leg, letter: Letter) -> Iterator[str]:
    page, target = text.clean(leg.page_url, 500), text.clean(leg.target, 500)
    if leg.state is LegState.STANDS:
        yield letter.ours_stands.format(page)
    else:
        yield letter.ours_missing.format(page)
        yield letter.our_target.format(target)
