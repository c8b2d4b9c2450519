"""Every way to narrow links down: the one table that help, docs and errors are made from (pure)."""

from collections.abc import Mapping

from msgspec import Struct

from jobs.formats.filters.link_filter import Flag, Trait
from jobs.model.link_status import LinkState


class FilterName(Struct, frozen=True):
    """One way: how it is written, and which links it leaves."""

    form: str
    says: str
    """Goes on from "links"."""
    examples: tuple[str, ...]


STATES: Mapping[str, LinkState] = {state.value: state for state in LinkState} | {
    "dead": LinkState.LOST,
    "gone": LinkState.LOST,
    "missing": LinkState.LOST,
    "ok": LinkState.LIVE,
    "weak": LinkState.WEAKENED,
}
FLAGS: Mapping[str, Flag] = {flag.value: flag for flag in Flag} | {"muted": Flag.SNOOZED}
TRAITS: Mapping[str, Trait] = {trait.value: trait for trait in Trait} | {
    "no-follow": Trait.NOFOLLOW,
    "nofollowed": Trait.NOFOLLOW,
    "no-index": Trait.NOINDEX,
}
EXPIRING = frozenset({"expiring", "expires"})
MY_OWN = frozenset({"mine", "my"})
TAG, OWNER, PARTNER, FINDING, GUARANTEE, COST = "tag", "owner", "partner", "finding", "guarantee", "cost"
VALUED: Mapping[str, str] = {
    **{name: name for name in (TAG, OWNER, PARTNER, FINDING, GUARANTEE, COST)},
    "tags": TAG,
    "findings": FINDING,
    "site": PARTNER,
    "costs": COST,
    "price": COST,
}
"""What takes a value behind a colon, by every name that it has."""

FILTERS = (
    FilterName("|".join(LinkState), "in this state; of several, in any of them", ("lost", "lost weakened")),
    FilterName("<state> 30d", "in this state for so long, or longer", ("pending 30d",)),
    FilterName(
        "|".join(Flag),
        "whose page could not be read at the last check, or for long, or that are snoozed",
        ("unknown", "snoozed"),
    ),
    FilterName(
        f"{Trait.NOFOLLOW}|{Trait.NOINDEX}",
        "that search engines are asked not to follow, or whose pages not to list",
        ("nofollow",),
    ),
    FilterName("finding:<kind>", "of which this was found, told or not", ("finding:hidden",)),
    FilterName("<domain>", "on pages of this host, and of hosts under it", ("blog.example",)),
    FilterName("partner:<site>", "on any page of this partner's site", ("partner:trail.example",)),
    FilterName("tag:<tag>", "with this tag; of several, with all of them", ("tag:spring", "tag:spring tag:paid")),
    FilterName("mine|@person", "that you, or the person, added or own", ("mine",)),
    FilterName("owner:@person|owner:mine|owner:none", "that the person, you, or nobody answers for", ("owner:none",)),
    FilterName(
        "guaranteed|expiring|guarantee:60d",
        "whose guarantee runs; runs and ends within 30 days; or within so long",
        ("expiring", "guarantee:60d"),
    ),
    FilterName(
        "cost>100 USD",
        "that cost more than that; with >=, < and <= too, and only what was paid in that currency",
        ("cost>100 USD", "cost<=50 EUR"),
    ),
)
FORMS = " ".join(f"[{each.form}]" for each in FILTERS)
"""All of them in one line."""
KNOWN = (*STATES, *FLAGS, *TRAITS, *EXPIRING, *MY_OWN, *VALUED)
"""Every word that may begin a filter: a mistyped one was meant to be one of these."""
