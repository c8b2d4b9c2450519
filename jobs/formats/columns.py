"""The columns of our own files, in their order: what an export writes, an import takes back (pure)."""

from collections.abc import Mapping, Sequence

from jobs.formats.sheet import Field

OURS = (
    "source_url",
    "target_url",
    "expected_anchor",
    "expected_rel",
    "kind",
    "partner",
    "vendor",
    "campaign",
    "owner",
    "contact",
    "cost",
    "currency",
    "placed_on",
    "agreed_on",
    "guaranteed_until",
    "expires_on",
    "our_page_url",
    "our_target_url",
    "channel",
    "tags",
    "notes",
)
FIELDS: Mapping[Field, str] = {
    Field.PAGE: "source_url",
    Field.TARGET: "target_url",
    Field.ANCHOR: "expected_anchor",
    Field.REL: "expected_rel",
    Field.OWNER: "owner",
    Field.COST: "cost",
    Field.CURRENCY: "currency",
    Field.GUARANTEE: "guaranteed_until",
    Field.CLAIM_DAYS: "guarantee_claim_days",
    Field.COVERS: "guarantee_covers",
    Field.REMEDY: "guarantee_remedy",
    Field.CHANNEL: "channel",
    Field.TAGS: "tags",
    Field.NOTES: "notes",
}
"""Those that a link has a place for; what stands in the others is kept with it as it is."""
ALSO = tuple(FIELDS[each] for each in (Field.CLAIM_DAYS, Field.COVERS, Field.REMEDY))
"""Those of them that a list of ours may lack: an export has them behind the others."""
SHOWN = "linkwatch_"
"""So begin columns of an export that say how a link is: an import leaves them alone."""
KEPT = "kept_"
"""Stands before the name of a kept column that would be taken for one of ours."""


def is_our_header(header: Sequence[str]) -> bool:
    """Whether a row is the header of a list of links of ours, whatever columns stand beside and in whatever order."""
    return set(OURS) <= {name.strip().casefold() for name in header}


def column_of(kept: str) -> str:
    """Under which name an export writes what an import kept."""
    name = kept.strip().casefold()
    return f"{KEPT}{kept}" if name in FIELDS.values() or name.startswith((SHOWN, KEPT)) else kept


def kept_under(column: str) -> str:
    """Under which name an import keeps what stands in a column of ours; empty where it does not.

    A link knows its channel itself: it is the one that it is imported into.
    """
    if column.casefold().startswith(SHOWN) or column == FIELDS[Field.CHANNEL]:
        return ""
    return column[len(KEPT) :] if column.casefold().startswith(KEPT) else column
