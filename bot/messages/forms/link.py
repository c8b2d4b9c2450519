"""The forms: add links, change what was agreed about one."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Part, line, plain_context, rich, strong, web_link
from bot.messages.kit.views import (
    LONGEST_TEXT,
    Option,
    View,
    boxes,
    channel_choice,
    channel_part,
    choice,
    field,
    modal,
    person_choice,
    text_box,
)
from jobs.model.link import Link
from jobs.model.terms import Covered, Guarantee, Terms
from jobs.units.durations import format_duration
from jobs.units.money import format_money

ADD, EDIT = "form.add", "form.edit"
LINKS, TARGET, SITE, ANCHOR, AGREED = "links", "target", "site", "anchor", "agreed"
OWNER, TAGS, EVERY, CHANNEL = "owner", "tags", "every", "channel"
COST, GUARANTEE = "cost", "guarantee"
CLAIM_DAYS, COVERS, REMEDY = "claim_days", "covers", "remedy"
PREVIEW = "preview"
MENDED = "mended"
"""The field for lines that were not added, by turns with `LINKS`: Slack leaves what stood in one of the same name."""
LINE_FIELDS = (LINKS, MENDED)
RELS = ("nofollow", "ugc", "sponsored")
_USUAL = ""
"""No interval of its own: as configured."""
_AS_USUAL = "usual"
_INTERVALS = tuple(timedelta(hours=hours) for hours in (1, 6, 12, 24, 72, 168, 720))
_MOST_SITES = 100
_LONGEST_TERM = 40


def add_form(
    channel: str,
    our_sites: Sequence[str],
    *,
    lines: Sequence[str] = (),
    target: str = "",
    likely_channel: str = "",
    note: str = "",
    hide_costs: bool = False,
    above: Sequence[Block] = (),
    lines_field: str = LINKS,
) -> View:
    """Ask what to track; without `channel` it is asked for too, `likely_channel` being offered.

    `above` is what was done before, where these are the lines that were left out; `lines_field` is where they stand.
    """
    where = [for_channel(channel)] if channel else [_channel_field(likely_channel)]
    about = {"channel": channel} if channel else {}
    agreed = _agreement(None, hide_costs=hide_costs)
    asked = [*where, *_links(lines, note, lines_field), *_target(our_sites, target), *agreed]
    return modal("Add links", [*above, *asked], ADD, "Add", **about)


def _links(lines: Sequence[str], note: str, name: str) -> list[Block]:
    example = "https://blog.example/post"
    hint = 'One page a line; a line may name its own target and more: page -> target anchor "text" tag:spring'
    box = text_box("\n".join(lines), example, lines=True, live=True)
    said = {
        **plain_context(
            note or (f"{text.several(len(lines), 'line')} from the message." if lines else "Nothing typed yet.")
        ),
        "block_id": PREVIEW,
    }
    return [field(name, "Pages that carry the links", box, hint=hint, optional=False, live=True), said]


def _target(our_sites: Sequence[str], target: str) -> list[Block]:
    """What the pages should link to: one of our sites, or anything typed."""
    sites: list[Option] = [(site, site) for site in our_sites[:_MOST_SITES] if 0 < len(site) <= 75]  # noqa: PLR2004  # a menu's entry
    likely = sites[0][1] if len(sites) == 1 and not target else ""
    offered = [field(SITE, "Should link to", choice(sites, likely, "One of our sites"), live=True)] if sites else []
    label = "Or to this address" if sites else "Should link to"
    hint = "A page, or a domain: then any link to it counts."
    return [
        *offered,
        field(TARGET, label, text_box(target, "https://ours.example/shop", live=True), hint=hint, live=True),
    ]


def _agreement(link: Link | None, *, hide_costs: bool, read: Sequence[Block] = ()) -> list[Block]:
    """What was agreed, whose it is and how often to look; `read` says what cost and guarantee are read as."""
    expected = link.expected if link else None
    words = {"nofollow": "nofollow is fine", "ugc": "ugc is fine", "sponsored": "sponsored is fine"}
    agreed = boxes([(words[rel], rel) for rel in RELS], expected.rel if expected else ())
    anchor = expected.anchor if expected else ""
    tags, left_out = _tags_that_fit(link.tags if link else ())
    return [
        field(ANCHOR, "Agreed anchor text", text_box(anchor, "garden tools"), hint=_cut_short(anchor)),
        field(AGREED, "Also agreed", agreed),
        *_terms(link.terms if link else Terms(), hide_costs=hide_costs),
        *read,
        *_guarantee(link.guarantee if link else Guarantee()),
        field(OWNER, "Owner", person_choice(link.owner if link else "")),
        field(TAGS, "Tags", text_box(", ".join(tags), "spring, shop"), hint=f"With commas between them.{left_out}"),
        field(EVERY, "How often to check", _every(link.every if link else None), optional=False),
    ]


def _terms(terms: Terms, *, hide_costs: bool) -> list[Block]:
    """Typed as in a command, so that what was not understood is told at the field."""
    cost = text_box(format_money(terms.cost) if terms.cost else "", "120 EUR", live=True, most=_LONGEST_TERM)
    day = terms.guaranteed_until.isoformat() if terms.guaranteed_until else ""
    until = text_box(day, "2027-03-01", live=True, most=_LONGEST_TERM)
    return [
        *([] if hide_costs else [field(COST, "Cost", cost, hint="An amount and its currency.", live=True)]),
        field(GUARANTEE, "Guaranteed until", until, hint="The last day, such as 2027-03-01.", live=True),
    ]


def _guarantee(guarantee: Guarantee) -> list[Block]:
    """What a guarantee says beside its last day."""
    days = "" if guarantee.claim_days is None else str(guarantee.claim_days)
    covers = boxes([(each.value, each.value) for each in Covered], guarantee.covers)
    covered = "What counts as a breach; nothing ticked: all that is the partner's to mend."
    hint = "So many days after it was first seen a breach can be claimed."
    return [
        field(CLAIM_DAYS, "Days to claim", text_box(days, "14", most=_LONGEST_TERM), hint=hint),
        field(COVERS, "The guarantee covers", covers, hint=covered),
        field(REMEDY, "Remedy", text_box(guarantee.remedy, "replaced or paid back"), hint=_cut_short(guarantee.remedy)),
    ]


def _cut_short(anchor: str) -> str:
    """Said where a text is longer than its field."""
    if len(anchor) <= LONGEST_TEXT:
        return ""
    return (
        f"Only its first {LONGEST_TEXT} of {len(anchor)} characters fit here. All of it stays as it is, unless you "
        "change it here."
    )


def _tags_that_fit(tags: Iterable[str]) -> tuple[list[str], str]:
    """As many whole tags as the field takes, and what is said of the others."""
    every, fitting, room = sorted(tags), [], LONGEST_TEXT
    for tag in every:
        room -= len(tag) + 2
        if room < 0:
            break
        fitting.append(tag)
    left_out = len(every) - len(fitting)
    return fitting, f" {text.several(left_out, 'more tag')} did not fit here and will stay." if left_out else ""


def _every(wanted: timedelta | None) -> Block:
    known = sorted({*_INTERVALS, *([wanted] if wanted else [])})
    options = [("As usual", _AS_USUAL), *((f"Every {format_duration(each)}", format_duration(each)) for each in known)]
    return choice(options, format_duration(wanted) if wanted else _AS_USUAL)


def interval_typed(value: str) -> str:
    """What was chosen as interval; empty: as usual."""
    return _USUAL if value == _AS_USUAL else value


def edit_form(link: Link, *, hide_costs: bool) -> View:
    """Change what was agreed about a link; page and target are what it is, and stay."""
    where = rich(line(strong("Page "), web_link(link.page_url), "\n", strong("Should link to "), web_link(link.target)))
    said = {**plain_context("Cost and guarantee are read while you type."), "block_id": PREVIEW}
    blocks = [where, *_agreement(link, hide_costs=hide_costs, read=[said])]
    return modal(f"Edit {link.ref}", blocks, EDIT, "Save", link=link.id, channel=link.channel)


def for_channel(channel: str) -> Block:
    """Which channel a form is about."""
    where: list[Part] = ["For ", channel_part(channel)] if channel[:1] in {"C", "G"} else ["For this conversation"]
    return rich(line(*where))


def _channel_field(likely: str) -> Block:
    hint = "Alerts about these links go there, and whoever is in it sees them."
    return field(CHANNEL, "Channel", channel_choice(likely), hint=hint, optional=False)


def wrong_field(name: str, words: str) -> str:
    """What is wrong with a field, said elsewhere than at it."""
    return f"{_LABELS[name]}: {words}" if name in _LABELS else words


_LABELS = {
    TARGET: "Should link to",
    COST: "Cost",
    GUARANTEE: "Guaranteed until",
    CLAIM_DAYS: "Days to claim",
}
"""Fields whose words are told in the small print too, while somebody types."""


def understood(count: int, known: Sequence[str], agreed: str = "") -> str:
    """What is typed so far means; `agreed` is what it says of cost and guarantee."""
    told = f" Tracked already: {', '.join(known[:10])}; what you say here is added." if known else ""
    return f"{text.several(count, 'link')} understood{f', {agreed}' if agreed else ''}.{told}"


def agreement_understood(agreed: str) -> str:
    """What the form of a link says of cost and guarantee so far."""
    return f"Understood: {agreed}." if agreed else "Nothing is said of cost or guarantee."
