"""What the alert about an exchange says in its message, and in a mail between the sentences of the letter."""

from collections.abc import Iterator
from datetime import datetime

from bot.messages.alerts.letters import Letter
from bot.messages.answers.exchanges import exchange_lines
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, foreign, line, plain_context, rich, strong
from bot.messages.kit.wording import means, todo
from jobs.model.case import Case
from jobs.model.exchange import Exchange, Leg, LegState, Side
from jobs.rules import title


def deal_body(case: Case, now: datetime) -> list[Block]:
    """What was found, each link of the deal, and what was found on the page of the link that broke it."""
    incident, deal = case.incident, case.exchange
    is_open = incident.status.is_open
    found = [
        line(strong(f"{title(each.kind)}. "), foreign(each.text, 600))
        if is_open
        else line(strong("It was about: "), foreign(f"{title(each.kind)}. {each.text}", 500))
        for each in incident.findings
    ]
    seen = [
        line(strong(f"{part.subject} "), foreign(each.text, 300))
        for part in case.parts
        if part.status.is_open
        for each in part.findings[:2]
    ]
    lines = [*found, *seen, *(exchange_lines(deal, {}, now) if deal else [])]
    return [*([rich(*lines)] if lines else []), *(_why(case) if is_open else [])]


def _why(case: Case) -> list[Block]:
    kind = case.incident.findings[0].kind if case.incident.findings else ""
    words = " ".join(filter(None, (means(kind), todo(kind))))
    return [plain_context(f"Why this alert: {words}")] if words else []


def deal_facts(deal: Exchange, letter: Letter) -> str:
    """Their links, ours, and the last day; what it cost is nobody's business there."""
    parts = ["\n".join(_lines(leg, letter)) for leg in deal.legs]
    parts += [letter.until.format(letter.date.format(deal.until))] if deal.until else []
    return "\n\n".join(parts)


def deal_page(deal: Exchange) -> str:
    """The page whose people the mail goes to: of theirs, the one that is not as agreed, else the first."""
    theirs = sorted(deal.of(Side.THEIRS), key=lambda leg: not leg.is_declared)
    return (theirs or deal.legs)[0].page_url


def _lines(leg: Leg, letter: Letter) -> Iterator[str]:
    page, target = text.clean(leg.page_url, 500), text.clean(leg.target, 500)
    if leg.side is Side.THEIRS:
        yield letter.page.format(page)
        yield letter.target.format(target)
    elif leg.state is LegState.STANDS:
        yield letter.ours_stands.format(page)
    else:
        yield letter.ours_missing.format(page)
        yield letter.our_target.format(target)
