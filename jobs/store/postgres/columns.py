"""What stands in columns beside a document, and which of them answers which term (pure).

Addresses and other texts that may be long are found by a digest: an index takes no more than 2,700 bytes of a value.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from jobs.model.event import Event
from jobs.model.incident import IncidentKind
from jobs.model.page import Outcome
from jobs.store.changes.key import Key, host_in
from jobs.store.changes.keys import (
    ChangedKey,
    ContactKey,
    ExchangeKey,
    HostKey,
    IncidentKey,
    NoticeKey,
    OurPageKey,
    PageKey,
    ProspectKey,
    RowKey,
    SeriesKey,
    SheetKey,
    SiteAuditKey,
    SiteWaysKey,
)
from jobs.store.changes.link_keys import LinkKey, ListingKey, PartnerKey

Columns = dict[str, Any]
_LATELY = 2_000
"""A batch asks for the digest of an address three times, and of a host for each of its pages."""


def digest(*parts: Hashable) -> bytes:
    """Sixteen bytes for a text, or for several together; two that differ have never been seen to have the same."""
    texts = [part if isinstance(part, str) else str(part) for part in parts]
    return _digest_of("".join([f"{len(text)}:{text}" for text in texts]))


@lru_cache(_LATELY)
def _digest_of(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def site_of(page_url: str) -> str:
    """The host of an address from its end, a dot behind each part: those of a domain stand side by side."""
    return reversed_host(host_in(page_url))


def reversed_host(host: str) -> str:
    """Such as `com.example.blog.` for `blog.example.com`."""
    return ".".join(reversed(host.split("."))) + "."


@dataclass(frozen=True, slots=True)
class FoundBy:
    """How a term is asked for: a condition with the place of a list of values, and what to make of a value."""

    condition: str
    convert: Callable[[Hashable], Any] = lambda value: value


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table of documents."""

    columns: Callable[[Any], Columns]
    finds: Mapping[str, FoundBy]


def _whole(value: Hashable) -> bytes:
    """The digest of what a thing is known by, alone or with others."""
    return digest(*value) if isinstance(value, tuple) else digest(value)


def _by(column: str, convert: Callable[[Hashable], Any] = lambda value: value) -> FoundBy:
    return FoundBy(f"{column} = any(%s)", convert)


def _link(key: LinkKey) -> Columns:
    standing = key.standing
    return {
        "channel": key.channel,
        "page": digest(key.page_url),
        "target": digest(key.target),
        "page_url": key.page_url,
        "site": site_of(key.page_url),
        "state": key.standing.state.value,
        "tags": list(key.tags),
        "owner": key.owner,
        "added_by": key.added_by,
        "is_unknown": standing.unknown_since is not None,
        "is_unreachable": standing.unreachable,
        "is_claimable": standing.state.is_bad and key.guarantee.claim_days is not None,
        "snoozed_until": standing.snoozed_until,
        "open_kinds": [finding.kind for finding in standing.open],
        "accepted_kinds": [finding.kind for finding in key.expected.accepted],
    }


def _partner(key: PartnerKey) -> Columns:
    return {
        "channel": key.channel,
        "page": digest(key.page_url),
        "page_url": key.page_url,
        "site": site_of(key.page_url),
        "over_limit": key.over_limit,
        "added_by": key.added_by,
    }


def _exchange(key: ExchangeKey) -> Columns:
    links = [leg.link for leg in key.legs]
    return {"channel": key.channel, "state": key.state.value, "links": links, "next_at": key.next_at}


def _prospect(key: ProspectKey) -> Columns:
    return {
        "channel": key.channel,
        "page": digest(key.page_url),
        "site": site_of(key.page_url),
        "state": key.plan.state.value,
        "person": key.plan.owner or key.added_by,
        "link": key.link,
        "next_on": key.plan.next_on,
        "is_removed": key.removed_at is not None,
    }


def _page(key: PageKey) -> Columns:
    return {
        "url": digest(key.url),
        "host": digest(key.host),
        "next_check_at": key.next_check_at,
        "last_checked_at": key.last_checked_at,
        "is_unread": key.last_outcome not in {None, Outcome.OK},
    }


def _incident(key: IncidentKey) -> Columns:
    is_open = key.status.is_open
    is_group = key.kind is IncidentKind.GROUP
    return {
        "name": digest(key.id),
        "channel": key.channel,
        "subject": digest(key.subject),
        "cause": digest(key.cause),
        "members": list(key.members),
        "opened_at": key.opened_at,
        "told_at": key.moment_told,
        "is_open": is_open,
        "is_group": is_group,
        "is_unposted": is_open and is_group and not key.message_ts,
    }


def _notice(key: NoticeKey) -> Columns:
    return {
        "key": digest(key.key),
        "channel": key.channel,
        "kind": key.kind.value,
        "status": key.status.value,
        "not_before": key.not_before,
        "is_held": key.held,
        "is_failing": key.is_failing_edit,
        "incident": digest(key.incident_id) if key.incident_id else None,
        "error_word": key.error.partition(" ")[0],
    }


def _our_page(key: OurPageKey) -> Columns:
    return {
        "url": digest(key.url),
        "next_check_at": key.page.next_check_at,
        "last_checked_at": key.page.last_checked_at,
        "is_list": key.is_list,
        "is_over": key.over_limit_since is not None,
        "sites": list(key.sites),
    }


def _host(key: HostKey) -> Columns:
    return {"host": digest(key.host), "not_before": key.not_before}


def _row(key: RowKey) -> Columns:
    return _known(key) | {"sheet": key.sheet}


def _sheet(key: SheetKey) -> Columns:
    return _known(key) | {"channel": key.channel}


def _changed(key: ChangedKey) -> Columns:
    return _known(key) | {"change": digest(key.change), "part": key.part, "at": key.at}


def _contact(key: ContactKey) -> Columns:
    return _known(key) | {"site": digest(key.site)}


def _listing(key: ListingKey) -> Columns:
    return _known(key) | {"channel": key.channel}


def _site_audit(key: SiteAuditKey) -> Columns:
    return _known(key) | {"next_at": key.next_at}


def _site_ways(key: SiteWaysKey) -> Columns:
    return {"site": digest(key.site), "month": key.month, "under": reversed_host(key.site)}


def _series(key: SeriesKey) -> Columns:
    return {"page": digest(key.page_url), "last": key.last}


def of_event(event: Event) -> Columns:
    """What an event of the history is found by; it is as it is stored."""
    return {"at": event.at, "channel": event.channel, "subject": digest(event.subject)}


def _known(key: Key) -> Columns:
    return {"key": next(_whole(value) for name, value in key.terms if name == "key")}


_BY_PAGE = _by("page", _whole)
_KEY = {"key": _by("key", _whole)}
_WAITS = "%s::boolean[] is not null and status in ('ready', 'retry', 'sending')"

LAYOUTS: Mapping[str, TableLayout] = {
    "links": TableLayout(_link, {"channel": _by("channel"), "page": _BY_PAGE, "target": _by("target", _whole)}),
    "partners": TableLayout(_partner, {"channel": _by("channel"), "page": _BY_PAGE}),
    "exchanges": TableLayout(
        _exchange, {"channel": _by("channel"), "link": FoundBy("links && %s::bigint[]", lambda value: value)}
    ),
    "prospects": TableLayout(
        _prospect, {"channel": _by("channel"), "page": FoundBy("not is_removed and page = any(%s)", _whole)}
    ),
    "pages": TableLayout(_page, {"url": _by("url", _whole)}),
    "hosts": TableLayout(_host, {"host": _by("host", _whole)}),
    "incidents": TableLayout(_incident, {"id": _by("name", _whole)}),
    "notices": TableLayout(_notice, _KEY | {"waiting": FoundBy(_WAITS)}),
    "settings": TableLayout(_known, _KEY),
    "logos": TableLayout(_known, _KEY),
    "shut": TableLayout(_known, _KEY),
    "once": TableLayout(_known, _KEY),
    "told": TableLayout(_known, _KEY),
    "contacts": TableLayout(_contact, _KEY),
    "changed_links": TableLayout(_changed, _KEY),
    "listings": TableLayout(_listing, _KEY),
    "sheets": TableLayout(_sheet, _KEY),
    "sheet_rows": TableLayout(_row, _KEY | {"sheet": _by("sheet")}),
    "our_pages": TableLayout(_our_page, {"url": _by("url", _whole)}),
    "site_audits": TableLayout(_site_audit, _KEY),
    "site_ways": TableLayout(_site_ways, {"site": _by("site", _whole)}),
    "series": TableLayout(_series, {"page": _BY_PAGE}),
}
"""By the name of the table."""


def condition(table: str, terms: Iterable[tuple[str, Hashable]]) -> tuple[str, list[Any]]:
    """What asks a table for the documents with all these terms, and its parameters."""
    finds = LAYOUTS[table].finds
    found = [(finds[name].condition, [finds[name].convert(value)]) for name, value in terms]
    return " and ".join(part for part, _ in found) or "true", [values for _, values in found]
