"""The forms of exchanges: enter one, change its end and cost."""

from datetime import datetime

from bot.messages.answers.exchanges import exchange_lines
from bot.messages.kit.blocks import Block, line, rich
from bot.messages.kit.views import View, field, modal, text_box
from jobs.model.exchange import Exchange
from jobs.units.money import format_money

EXCHANGE_FORM, EXCHANGE_EDIT = "form.exchange", "form.exchange_edit"
UNTIL, COST = "until", "cost"
PAGES = ("page1", "page2", "page3")
TARGETS = ("target1", "target2", "target3")
_LABELS = ("Their page", "Our page", "Third page, of an exchange of three")
_EXAMPLES = (
    ("https://friends.example/links", "https://ours.example/guide"),
    ("https://ours.example/partners", "https://friends.example/"),
    ("https://third.example/links", "https://friends.example/"),
)
_LONGEST_TERM = 40


def exchange_form(channel: str, *, hide_costs: bool) -> View:
    """Ask which links are given for which; the third stays empty where there are two."""
    told = "Links given for links, watched as one deal. Those that are not tracked yet are tracked from now on."
    blocks: list[Block] = [rich(line(told))]
    for number, (page, target) in enumerate(zip(PAGES, TARGETS, strict=True)):
        is_third = page == PAGES[-1]
        on, to = _EXAMPLES[number]
        blocks.append(field(page, _LABELS[number], text_box("", on), optional=is_third))
        blocks.append(field(target, "It links to", text_box("", to), optional=is_third))
    return modal(
        "Add an exchange", [*blocks, *_terms("", "", hide_costs=hide_costs)], EXCHANGE_FORM, "Add", channel=channel
    )


def edit_form(exchange: Exchange, now: datetime, *, hide_costs: bool) -> View:
    """Another end, another cost; the links are what they are, and stay."""
    until = exchange.until.isoformat() if exchange.until else ""
    cost = format_money(exchange.cost) if exchange.cost else ""
    where = rich(*exchange_lines(exchange, {}, now))
    blocks = [where, *_terms(until, cost, hide_costs=hide_costs)]
    about = {"exchange": exchange.id, "channel": exchange.channel}
    return modal(f"Edit {exchange.ref}", blocks, EXCHANGE_EDIT, "Save", **about)


def _terms(until: str, cost: str, *, hide_costs: bool) -> list[Block]:
    day = text_box(until, "2027-03-01", most=_LONGEST_TERM)
    hint = "The last day, such as 2027-03-01; empty: it is open-ended."
    money = field(COST, "Cost", text_box(cost, "50 EUR", most=_LONGEST_TERM), hint="An amount and its currency.")
    return [field(UNTIL, "Holds until", day, hint=hint), *([] if hide_costs else [money])]
