"""What is asked, as a condition and its values (pure)."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from jobs.model.link_status import LinkState
from jobs.model.queries import ExchangeQuery, LinkQuery, PartnerQuery, ProspectQuery
from jobs.store.postgres.columns import digest, reversed_host
from jobs.store.postgres.named import statements

Condition = tuple[str, dict[str, Any]]

_SQL = statements("conditions")
_AWAY = [state.value for state in LinkState if state.is_away]


def of_links(query: LinkQuery) -> Condition:
    """Which links fit."""
    return _together(query, _of_links(query))


def of_partners(query: PartnerQuery) -> Condition:
    """Which partner pages fit."""
    asked = {
        "adder": query.person,
        "page": query.page_url,
        "over_limit": query.over_limit,
        "within_limit": query.within_limit and not query.over_limit,
        "unread": query.unread,
    }
    return _together(query, [*_named(query), *(name for name, is_asked in asked.items() if is_asked)])


def of_exchanges(query: ExchangeQuery) -> Condition:
    """Which exchanges fit."""
    asked = {"channel": query.channel, "states": query.states, "of_link": query.link, "timed": query.due_at}
    return _together(query, (name for name, is_asked in asked.items() if is_asked))


def of_prospects(query: ProspectQuery) -> Condition:
    """Which prospects fit."""
    asked = {
        "states": query.states,
        "person": query.person,
        "page": query.page_url,
        "link": query.link,
        "dated": query.dated,
    }
    return _together(query, ["kept", *_named(query), *(name for name, is_asked in asked.items() if is_asked)])


def of_streamed(asked: Collection[LinkQuery], also: Collection[int]) -> Condition:
    """Which links fit any of them, or have one of the ids; the values of each have names of their own."""
    parts, values = ["id = any(%(also)s::bigint[])"], dict[str, Any](also=sorted(also))
    for number, query in enumerate(asked):
        where, own = of_links(query)
        parts.append(where.replace("%(", f"%(_{number}_"))
        values |= {f"_{number}_{name}": value for name, value in own.items()}
    return " or ".join(f"({part})" for part in parts), values


def of(**asked: Any) -> Condition:
    """Whatever was asked, under the names of `sql/conditions.sql`; empty, zero and None mean "any"."""
    named = {name: value for name, value in asked.items() if value not in (None, "", 0, b"")}
    return " and ".join(_SQL[name] for name in named) or "true", named


def any_of(name: str, values: Iterable[Any]) -> Condition:
    """Which have any of these values, under a name of `sql/conditions.sql`."""
    return _SQL[name], {name: list(values)}


def on_sites(channel: str, sites: Iterable[str]) -> dict[str, Any]:
    """The values that `sites_tracked` and `sites_kept` ask with."""
    names = list(sites)
    spans = list(map(_span, names))
    return {
        "channel": channel,
        "sites": names,
        "begin": [begin for begin, _ in spans],
        "end": [end for _, end in spans],
    }


def counts_say(query: LinkQuery) -> bool:
    """Whether the counts of channels answer how many links fit."""
    return set(_of_links(query)) <= {"channel", "channels", "states"}


def _of_links(query: LinkQuery) -> list[str]:
    asked = {
        "states": query.states,
        "tags": query.tags,
        "page": query.page_url,
        "target": query.target,
        "unknown": query.unknown,
        "unreachable": query.unreachable,
        "snoozed": query.snoozed_at,
        "claimable": query.claimable,
        "owner_or_adder": query.person,
        "settled": query.settled,
    }
    return [*_named(query), *(name for name, is_asked in asked.items() if is_asked)]


def _named(query: LinkQuery | PartnerQuery | ProspectQuery) -> Iterator[str]:
    """What the three have in common."""
    if query.channel:
        yield "channel"
    if query.channels is not None:
        yield "channels"
    if query.domain:
        yield "domain"


def _together(query: LinkQuery | PartnerQuery | ExchangeQuery | ProspectQuery, names: Iterable[str]) -> Condition:
    return " and ".join(_SQL[name] for name in names) or "true", dict(_values(query))


def _values(query: LinkQuery | PartnerQuery | ExchangeQuery | ProspectQuery) -> Iterator[tuple[str, Any]]:
    """All that a query can name, by the names in `sql/conditions.sql`."""
    for name in ("channel", "person", "link", "due_at", "snoozed_at"):
        yield name, getattr(query, name, None)
    for name in ("channels", "tags", "states"):
        yield name, [str(each) for each in getattr(query, name, None) or ()]
    yield "page", digest(getattr(query, "page_url", ""))
    yield "target", digest(getattr(query, "target", ""))
    begin, end = _span(getattr(query, "domain", ""))
    yield "site", begin
    yield "site_after", end
    if settled := getattr(query, "settled", None):
        yield "settled_at", settled.at
        yield "settled", settled.wanted
        yield from (("away", _AWAY), ("of_page", list(settled.of_page)), ("losses", list(settled.losses)))


def _span(domain: str) -> tuple[str, str]:
    """Where the sites of a domain begin in their order, and what comes behind them."""
    begin = reversed_host(domain)
    return begin, begin[:-1] + chr(ord(".") + 1)
