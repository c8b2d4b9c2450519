"""Other link monitors: what people bring along when they change over."""

from jobs.formats.sheet import Field, Layout

LAYOUTS = (
    Layout(
        "Linkody",
        ("URL FROM", "EXPECTED LANDING PAGE URL", "EXPECTED FOLLOW"),
        {
            Field.PAGE: "URL FROM",
            Field.TARGET: "EXPECTED LANDING PAGE URL",
            Field.ANCHOR: "EXPECTED ANCHOR",
            Field.FOLLOW: "EXPECTED FOLLOW",
            Field.TAGS: "TAGS",
            Field.NOTES: "NOTES",
            Field.COST: "COST",
            Field.GUARANTEE: "EXPIRES",
        },
    ),
    Layout(
        "TraceLinker",
        ("source_url", "target_url", "anchor_text"),
        {
            Field.PAGE: "source_url",
            Field.TARGET: "target_url",
            Field.ANCHOR: "anchor_text",
            Field.REL: "rel",
            Field.NOTES: "note",
        },
    ),
    Layout(
        "a link monitor's list",
        ("backlink_url", "target_url", "expected_anchor"),
        {Field.PAGE: "backlink_url", Field.TARGET: "target_url", Field.ANCHOR: "expected_anchor"},
    ),
    Layout(
        "a link monitor's list",
        ("source_url", "expected_target_url", "expected_anchor_text"),
        {
            Field.PAGE: "source_url",
            Field.TARGET: "expected_target_url",
            Field.SEEN_TARGET: "target_url",
            Field.ANCHOR: "expected_anchor_text",
            Field.REL: "expected_rel",
            Field.COST: "cost",
        },
    ),
)
