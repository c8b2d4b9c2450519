"""What was ever stored is still read: fields, enum values, and whole documents as earlier versions wrote them."""

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.messages.answers.sharing import Given
from bot.rerouting.rerouted import ReroutedAlerts
from jobs.model.channel import ChannelBlock, ChannelLogo
from jobs.model.digest import Digest
from jobs.model.document import Place
from jobs.model.event import Event
from jobs.model.exchange import Exchange
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident
from jobs.model.link import Accepted, Edited, Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.listing import KeptListing
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Prospect
from jobs.model.sheet_news import SheetNews
from jobs.model.site_audit import AuditNews, SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.terms import Money, Terms
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Change
from jobs.rules import rules
from jobs.store.changes.series import StoredSeries
from jobs.store.changes.shapes import Counter, Once, SentKey, StoredSettings
from jobs.store.documents import decode
from jobs.store.tiny.tables import MemoryTables, Table
from tests.stored.fields import FIELDS, KINDS, RETIRED, VALUES

TABLES: dict[str, type] = {
    "links": Link,
    "partners": Partner,
    "exchanges": Exchange,
    "prospects": Prospect,
    "pages": TrackedPage,
    "hosts": HostState,
    "incidents": Incident,
    "notices": Notice,
    "settings": StoredSettings,
    "logos": ChannelLogo,
    "once": Once,
    "counters": Counter,
    "told": SentKey,
    "shut": ChannelBlock,
    "contacts": SiteContact,
    "changed_links": ChangedLinks,
    "listings": KeptListing,
    "sheets": SyncedSheet,
    "sheet_rows": SyncedRow,
    "our_pages": OurPage,
    "series": StoredSeries,
    "site_ways": SiteWays,
    "site_audits": SiteAudit,
}
CARRIED: dict[str, type] = {
    "digest payload": Digest,
    "news payload": ReroutedAlerts,
    "answer payload": Given,
    "sheet payload": SheetNews,
    "audit payload": AuditNews,
}
"""What notices carry, whole and as text."""
ROOTS = TABLES | {"events": Event} | CARRIED
DOCUMENTS: dict[str, Any] = json.loads(Path(__file__).with_name("documents.json").read_text(encoding="utf-8"))
HELD = {"before": "links", "after": "links", "incidents_before": "incidents", "incidents_after": "incidents"}
"""What is kept to undo a change holds documents of other tables, as those hold them."""
DOCUMENTS["changed_links"] |= {field: [DOCUMENTS[table]] for field, table in HELD.items()}


def types_in(annotation: Any) -> Iterator[Any]:
    """What an annotation is made of, itself included."""
    yield annotation
    for argument in typing.get_args(annotation):
        yield from types_in(argument)


def reached_from(*roots: type) -> set[type]:
    """The dataclasses and enums that these hold, themselves included."""
    found: set[type] = set()
    waiting: list[Any] = list(roots)
    while waiting:
        kind = waiting.pop()
        if (
            kind in found
            or not isinstance(kind, type)
            or not (dataclasses.is_dataclass(kind) or issubclass(kind, Enum))
        ):
            continue
        found.add(kind)
        waiting += [part for hint in typing.get_type_hints(kind).values() for part in types_in(hint)]
    return found


EVER: Mapping[type, str] = {**FIELDS, **VALUES}
STORED: set[type] = reached_from(*ROOTS.values(), Change)


def names_of(kind: Any) -> set[str]:
    """The fields of a dataclass, or the values of an enum."""
    if issubclass(kind, Enum):
        return {str(member.value) for member in kind}
    return {field.name for field in dataclasses.fields(kind)}


def tables() -> dict[str, Table[Any, Any]]:
    """The tables by the names that they are stored under."""
    return {each.table.name: each for each in vars(MemoryTables()).values() if isinstance(each, Table)}


def test_the_tables_are_those_that_were_ever_written() -> None:
    assert {name: table._kind for name, table in tables().items()} == TABLES


@pytest.mark.parametrize("kind", sorted(STORED, key=str), ids=str)
def test_nothing_that_was_ever_stored_is_gone_but_what_is_retired(kind: type) -> None:
    ever = EVER.get(kind, "").split()
    retired = {name for owner, name in RETIRED if owner is kind}
    assert names_of(kind) == set(ever) - retired, f"{kind.__name__}: see tests/stored/fields.py"
    assert retired <= set(ever)


def test_what_is_listed_is_stored_somewhere() -> None:
    assert set(EVER) == STORED


def test_no_kind_of_finding_is_gone() -> None:
    assert set(KINDS.split()) <= {rule.kind for rule in rules()}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_found_by_a_field_reads_a_field_that_is_stored(name: str) -> None:
    index = tables()[name].index

    def held(key: Any, noun: Any) -> None:
        hints = typing.get_type_hints(noun)
        for field in msgspec.structs.fields(key):
            assert field.name in hints, f"{key.__name__}.{field.name}"
            if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
                held(field.type, hints[field.name])

    held(index._kind, TABLES[name])


@pytest.mark.parametrize("name", ROOTS)
def test_a_document_of_an_earlier_version_keeps_all_that_it_says(name: str) -> None:
    raw = json.dumps(DOCUMENTS[name]).encode()
    read: object = decode(raw, ROOTS[name]) if name not in CARRIED else msgspec.json.decode(raw, type=ROOTS[name])
    assert without_retired(DOCUMENTS[name], ROOTS[name]) == json.loads(msgspec.json.encode(read))


def without_retired(said: Any, annotation: Any) -> Any:
    """A document less the fields that are retired."""
    kind = next((each for each in types_in(annotation) if each in FIELDS), None)
    if isinstance(said, list):
        return [without_retired(item, annotation) for item in said]
    if kind is None or not isinstance(said, dict):
        return said
    hints = typing.get_type_hints(kind)
    assert all(name in hints or (kind, name) in RETIRED for name in said)
    return {name: without_retired(value, hints[name]) for name, value in said.items() if name in hints}


def test_the_documents_set_every_field_that_was_ever_stored() -> None:
    """One that is at its default would be read as that though its name had changed."""
    unset = {(kind, name) for kind, names in FIELDS.items() for name in names.split()}

    def visit(said: Any, annotation: Any) -> None:
        kind = next((each for each in types_in(annotation) if each in FIELDS), None)
        for item in said if isinstance(said, list) else [said]:
            if kind is None or not isinstance(item, dict):
                continue
            hints = typing.get_type_hints(kind)
            unset.difference_update((kind, name) for name, value in item.items() if value not in (None, "", 0, [], {}))
            for name in item.keys() & hints.keys():
                visit(item[name], hints[name])

    for name, root in ROOTS.items():
        visit(DOCUMENTS[name], root)
    assert unset == set()


def test_a_stored_link_is_read_as_what_it_was() -> None:
    link = decode(json.dumps(DOCUMENTS["links"]).encode(), Link)
    nofollow = Finding(
        "nofollow", Severity.NOTE, "text words", "was words", "now words", "agreed words", edited=True, passing=True
    )
    at = [datetime(2026, 5, 1, 10, minute, tzinfo=UTC) for minute in range(16)]
    assert link.standing == LinkStatus(
        state=LinkState.RECOVERED,
        since=at[3],
        absences=4,
        absent_since=at[5],
        replaced_since=at[6],
        unfollowed_since=at[6],
        presences=6,
        unproven=(nofollow,),
        open=(nofollow,),
        notes=(nofollow,),
        next_look_at=at[7],
        target_look_at=at[8],
        unknown_since=at[9],
        unknown_tries=10,
        unreachable=True,
        snoozed_until=at[11],
        marked_by="U0ADA",
        marked_at=at[12],
        last_present_at=at[13],
        looked_at=at[14],
        lived=timedelta(days=33, hours=1),
    )
    assert link.expected == Expectation(
        anchor="anchor words",
        rel=frozenset({"rel words"}),
        render=True,
        accepted=(Accepted("nofollow", "now words", "U0BO", at[15]),),
        edited=(Edited("nofollow", "now words"),),
        seen_anchor="seen anchor words",
        seen_place=Place.IFRAME,
        lang="de",
        max_outbound=16,
        known_domains=frozenset({"known domains words"}),
        relevance=replace(link.relevance, score=63) if link.relevance else None,
        least_relevance=35,
    )
    assert (link.every, link.terms) == (timedelta(hours=17), Terms(Money(Decimal("120.10"), "EUR"), date(2027, 3, 19)))
