"""App Home: three steps for those who are new; counters, filters and rows for everybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime

from bot.messages.answers.exchanges import state_words, with_whom
from bot.messages.home.board import prospect_counters, prospect_row
from bot.messages.home.filters import (
    EVERY_STATE,
    FILTERS,
    LABELS,
    MINE,
    OF_PARTNERS,
    OF_PROSPECTS,
    PARTNERS,
    PARTNERS_OVER,
    PROSPECTS,
    UNKNOWN,
    Choice,
)
from bot.messages.home.rows import PartnerRow, home_row, partner_row
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Part,
    actions,
    bullets,
    button,
    context,
    divider,
    foreign,
    header,
    line,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.views import View, choice, field, grouped_choice, text_box
from jobs.model.exchange import Exchange
from jobs.model.link import Link
from jobs.model.link_status import WORST_FIRST
from jobs.model.prospect import Prospect, ProspectState
from jobs.model.queries import ChannelCounts
from jobs.partners.claims import Claim
from jobs.units.dates import format_day

ADD, SETTINGS, PLACE, FILTER, COUNT, DOMAIN, CLEAR, TURN = (
    "home.add",
    "home.settings",
    "home.place",
    "home.filter",
    "home.count",
    "home.domain",
    "home.clear",
    "home.turn",
)
ROWS = 10
MOST_PLACES = 99


@dataclass(frozen=True, slots=True)
class Home:
    """All that one person sees of what is tracked."""

    choice: Choice
    places: Mapping[str, str] = dataclass_field(default_factory=dict)
    """The channels that track anything and that the person may look into: id and name."""
    links: Sequence[Link] = ()
    """The rows of this page, where links are shown."""
    partners: Sequence[PartnerRow] = ()
    """The rows of this page, where partner pages are."""
    prospects: Sequence[Prospect] = ()
    """The rows of this page, where prospects are: those with the nearest day first."""
    prospect_counts: Mapping[ProspectState, int] = dataclass_field(default_factory=dict)
    """How many prospects are in each state that any is in."""
    total: int = 0
    """How many fit the filters."""
    counts: ChannelCounts | None = None
    """None where nothing is tracked that this person may see."""
    may_manage: bool = False
    knows_channels: bool = True
    """Whether Slack tells which channels the person is in."""
    deals: Sequence[Exchange] = ()
    """The exchanges of the channel that are not kept or end soon, the first of them."""
    more_deals: int = 0
    """How many more there are."""
    claims: Sequence[Claim] = ()
    """What the channel can claim under guarantee, the most urgent first: the first of them."""
    more_claims: int = 0
    no_domain: str = ""
    """Why what was typed as a domain is none."""

    @property
    def shown(self) -> str:
        """What is listed: as chosen, else links, or where there are none partner pages, or else prospects."""
        if self.choice.shown or self.counts is None or self.counts.links:
            return self.choice.shown or EVERY_STATE
        if self.counts.partners:
            return PARTNERS
        return PROSPECTS if self.prospect_counts else EVERY_STATE

    @property
    def shows_partners(self) -> bool:
        """Whether partner pages are listed, not links."""
        return self.shown in OF_PARTNERS

    @property
    def shows_prospects(self) -> bool:
        """Whether prospects are listed."""
        return self.shown in OF_PROSPECTS

    @property
    def one(self) -> str:
        """What each row is."""
        return "prospect" if self.shows_prospects else "partner page" if self.shows_partners else "link"

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // ROWS))


def home_view(home: Home, now: datetime, warning: Sequence[Block] = ()) -> View:
    """The Home of one person; `warning` is what has to be said of the channel that it shows."""
    body = _overview(home, now) if home.counts else _first_steps(home)
    return {"type": "home", "blocks": [*body, *warning, *_foot(home)], "private_metadata": str(home.choice)}


def closed_home(words: str) -> View:
    """The Home of somebody who may not look."""
    return {"type": "home", "blocks": [rich(line(words))], "private_metadata": str(Choice())}


def _first_steps(home: Home) -> list[Block]:
    steps: list[list[Part]] = [
        [strong("1. Invite me "), "to the channel that shall hear of lost links: type ", _code("/invite"), " there."],
        [strong("2. Add a link: "), "the page that carries it, and the page of ours that it should lead to."],
        [
            strong("3. What happens next: "),
            "I check at once and then regularly, and tell the channel, with proof, when the link is lost or ",
            "weakened, and when it has recovered. I call nothing lost before several checks agree.",
        ],
    ]
    adding = [actions(button("Add a link", ADD, style="primary"))] if home.may_manage else []
    return [header("Track your backlinks"), rich(*(line(*step) for step in steps)), *adding]


def _code(words: str) -> Part:
    return {"type": "text", "text": words, "style": {"code": True}}


def _overview(home: Home, now: datetime) -> list[Block]:
    what = f"{home.one}s"
    heading = f"Your {what}" if home.choice.place == MINE else f"{what.capitalize()} of this channel"
    return [
        header(heading),
        actions(*_choosers(home), *_deeds(home), block_id=f"home.choose.{home.choice.fields}"),
        _domain_field(home.choice),
        *_counters(home),
        *_deals(home),
        *_claims(home),
        divider(),
        *(_rows(home, now) or _nothing(home)),
        *_turning(home),
    ]


def _choosers(home: Home) -> list[Block]:
    names = sorted(home.places.items(), key=lambda place: place[1])[:MOST_PLACES]
    places = [("Links I added or own", MINE), *((f"#{name}", channel) for channel, name in names)]
    where = {**choice(places, home.choice.place, "Channel"), "action_id": PLACE}
    return [where, {**grouped_choice(FILTERS, home.shown, "Filter"), "action_id": FILTER}]


def _domain_field(chosen: Choice) -> Block:
    """Told when Enter is pressed in it; each domain that was sought has a field of its own."""
    name = f"home.domain.{chosen.fields}"
    block = field(name, "Only pages in this domain", text_box(chosen.domain, "partner.example"), live=True)
    return {**block, "element": {**block["element"], "action_id": DOMAIN}}


def _counters(home: Home) -> list[Block]:
    """How many there are of each kind, as buttons that show them; the one that is shown shows all again."""
    counts = home.counts
    assert counts is not None, "counters are shown where something is tracked"
    states = [
        (f"{wording.MARK[state]} {n:,} {state}", state.value)
        for state in WORST_FIRST
        if (n := counts.states.get(state))
    ]
    pages = [(text.several(counts.partners, "partner page"), PARTNERS)] if counts.partners else []
    told = [*states, *([(f"{counts.unknown:,} cannot be read now", UNKNOWN)] if counts.unknown else []), *pages]
    told += [(f"{counts.over_limit:,} over the limit", PARTNERS_OVER)] if counts.over_limit else []
    counters = [_counter(number, *each, home.shown) for number, each in enumerate(told)]
    is_open = counts.open_incidents
    small = f"{text.several(is_open, 'open alert')}" if is_open else "nothing open"
    foot = [context(text.escape(small))] if home.choice.place != MINE else []
    board = prospect_counters(home.prospect_counts)
    boarded = [_counter(len(told) + number, *each, home.shown) for number, each in enumerate(board)]
    return [*(actions(*row) for row in (counters, boarded) if row), *foot]


def _counter(number: int, words: str, shows: str, shown: str) -> Block:
    is_shown = shows == shown
    return button(words, f"{COUNT}.{number}", EVERY_STATE if is_shown else shows, style="primary" if is_shown else "")


def _deals(home: Home) -> list[Block]:
    """What is owed, by them and by us; everything about one is shown where the command is typed."""
    if not home.deals:
        return []
    shown: list[list[Part]] = [
        [strong(deal.ref), f" with {with_whom(deal)} · {state_words(deal)}. ", _code(f"exchange show {deal.ref}")]
        for deal in home.deals
    ]
    foot = [[f"and {home.more_deals} more; exchange list shows all."]] if home.more_deals else []
    return [rich(line(strong("Exchanges to look after")), bullets([*shown, *foot]))]


def _claims(home: Home) -> list[Block]:
    """What can be claimed, by its last day; what is done about each stands where the command is typed."""
    if not home.claims:
        return []
    shown: list[list[Part]] = [
        [strong(f"until {format_day(each.until)}"), f" {each.link.ref} ", web_link(each.link.page_url, 60)]
        for each in home.claims
    ]
    more = f"and {home.more_claims} more; " if home.more_claims else ""
    return [
        rich(line(strong("To claim under guarantee")), bullets([*shown, [more, _code("guarantee"), " lists all."]]))
    ]


def _rows(home: Home, now: datetime) -> list[Block]:
    if home.prospects:
        return [prospect_row(each, now, may_manage=home.may_manage) for each in home.prospects]
    if not home.partners:
        return [home_row(link, now, may_manage=home.may_manage) for link in home.links]
    rows = [partner_row(row, may_manage=home.may_manage) for row in home.partners]
    words = (
        "Limit and share per link (0.85 divided by the followed links) are rules of thumb, nothing that Google names."
    )
    return [*rows, context(text.escape(words))]


def _nothing(home: Home) -> list[Block]:
    """Why the list is empty, and the way back."""
    clearing = [actions(_clear(1))] if home.choice.is_narrowed else []
    return [rich(line(*_why_nothing(home))), *clearing]


def _why_nothing(home: Home) -> list[Part]:
    one, kept = home.one, "kept" if home.shows_prospects else "tracked"
    domain = foreign(home.choice.domain, 100)
    if home.no_domain:
        return ["“", domain, f"” is no domain: {home.no_domain}."]
    if home.shown not in {EVERY_STATE, PARTNERS, PROSPECTS}:
        where: list[Part] = [" in ", domain] if home.choice.domain else []
        return [f"No {one}", *where, " fits this filter: ", strong(LABELS[home.shown]), "."]
    return [f"No {one} in ", domain, "."] if home.choice.domain else [f"No {one} is {kept} here yet."]


def _clear(number: int) -> Block:
    return button("Clear the filters", f"{CLEAR}.{number}")


def _turning(home: Home) -> list[Block]:
    page = home.choice.page
    if home.pages == 1:
        return []
    back = [button("Earlier", f"{TURN}.0", str(replace(home.choice, page=page - 1)))] if page > 1 else []
    on = [button("More", f"{TURN}.1", str(replace(home.choice, page=page + 1)))] if page < home.pages else []
    return [context(text.escape(f"Page {page} of {home.pages}, {home.total} in all")), actions(*back, *on)]


def _deeds(home: Home) -> list[Block]:
    clearing = [_clear(0)] if home.choice.is_narrowed and home.total else []
    if not home.may_manage:
        return clearing
    settings = [button("Channel settings", SETTINGS)] if home.choice.place != MINE else []
    return [*clearing, button("Add a link", ADD, style="primary"), *settings]


def _more_channels(count: int) -> str:
    return "1 more channel tracks links" if count == 1 else f"{count} more channels track links"


def _foot(home: Home) -> list[Block]:
    if home.knows_channels:
        hidden = len(home.places) - MOST_PLACES
        return [context(text.escape(f"{_more_channels(hidden)}; type the command there."))] if hidden > 0 else []
    words = (
        "Here is only what you added or own, because Slack does not tell me which channels you are in. "
        "With the scopes channels:read and groups:read it would."
    )
    return [context(text.escape(words))]
