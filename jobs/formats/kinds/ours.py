"""Our own files, as an export writes them."""

from jobs.formats.columns import OURS
from jobs.formats.sheet import Field, Layout

LAYOUTS = (
    Layout(
        "Linkwatch",
        OURS,
        {
            Field.PAGE: "source_url",
            Field.TARGET: "target_url",
            Field.ANCHOR: "expected_anchor",
            Field.REL: "expected_rel",
            Field.OWNER: "owner",
            Field.COST: "cost",
            Field.CURRENCY: "currency",
            Field.GUARANTEE: "guaranteed_until",
            Field.CHANNEL: "channel",
            Field.TAGS: "tags",
            Field.NOTES: "notes",
        },
        escaped=True,
    ),
)
