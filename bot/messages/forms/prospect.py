"""The form of prospects: keep one, or change what is planned with it."""

from bot.messages.kit.blocks import Block, line, rich, strong, web_link
from bot.messages.kit.views import Option, View, choice, field, modal, person_choice, text_box
from jobs.model.prospect import Plan, Prospect, ProspectState
from jobs.units.money import format_money

PROSPECT_FORM, PROSPECT_EDIT = "form.prospect", "form.prospect_edit"
PAGE, STATE, TARGET, OWNER, NEXT, REACHED, COST, NOTES = (
    "page",
    "state",
    "target",
    "owner",
    "next",
    "reached",
    "cost",
    "notes",
)
_LONGEST_TERM = 40
_LONGEST_CONTACT = 200
_LONGEST_NOTES = 1000
_STATES: tuple[Option, ...] = tuple((state.words.capitalize(), state.value) for state in ProspectState)


def prospect_form(channel: str, *, hide_costs: bool) -> View:
    """Ask which page, and what is planned with it."""
    told = (
        "A page that you want a link on. I read it at once: how close it is to yours, and how its people are reached."
    )
    page = field(PAGE, "Their page", text_box("", "https://blog.example/resources"), optional=False)
    states = [each for each in _STATES if each[1] != ProspectState.PLACED]
    fields = [rich(line(told)), page, *_plan(Plan(), states, hide_costs=hide_costs)]
    return modal("Add a prospect", fields, PROSPECT_FORM, "Add", channel=channel)


def prospect_edit_form(prospect: Prospect, *, hide_costs: bool, placed: bool = False) -> View:
    """What is planned with it, as it is now; `placed`: it is to count as placed, and a target is asked for."""
    where = line(strong("Page "), web_link(prospect.page_url))
    asked = [line("Say which page of yours the link leads to: then it is tracked from now on.")] if placed else []
    plan = _plan(prospect.plan, _STATES, hide_costs=hide_costs, placed=placed)
    about = {"prospect": prospect.id, "channel": prospect.channel}
    return modal(f"Edit {prospect.ref}", [rich(where, *asked), *plan], PROSPECT_EDIT, "Save", **about)


def _plan(
    plan: Plan, states: list[Option] | tuple[Option, ...], *, hide_costs: bool, placed: bool = False
) -> list[Block]:
    chosen = ProspectState.PLACED if placed else plan.state
    target_hint = "A page or domain of yours. Once it is placed, the link is tracked."
    day = text_box(plan.next_on.isoformat() if plan.next_on else "", "2027-03-01", most=_LONGEST_TERM)
    cost = text_box(format_money(plan.cost) if plan.cost else "", "80 EUR", most=_LONGEST_TERM)
    reached = text_box(plan.contact, "ada@blog.example, or a form's address", most=_LONGEST_CONTACT)
    return [
        field(STATE, "State", choice(states, chosen.value), optional=False),
        field(TARGET, "Should link to", text_box(plan.target, "https://ours.example/guide"), hint=target_hint),
        field(OWNER, "Owner", person_choice(plan.owner)),
        field(NEXT, "Next day", day, hint="The channel is reminded of it that morning, once."),
        field(REACHED, "How they are reached", reached, hint="Empty: as found on their page."),
        *([] if hide_costs else [field(COST, "They ask", cost, hint="An amount and its currency.")]),
        field(NOTES, "Notes", text_box(plan.notes, "", lines=True, most=_LONGEST_NOTES)),
    ]
