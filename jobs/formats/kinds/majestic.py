"""Majestic: two generations; some rows hold commas and quotation marks of the anchor as they are."""

from jobs.formats.sheet import Field, Holds, Layout

LAYOUTS = (
    Layout(
        "Majestic backlinks",
        ("Target URL", "Source URL", "Anchor Text", "FlagNoFollow"),
        {
            Field.PAGE: "Source URL",
            Field.TARGET: "Target URL",
            Field.NOFOLLOW: "FlagNoFollow",
            Field.LOST: "FlagDeleted",
        },
        surplus=Field.ANCHOR,
    ),
    Layout(
        "Majestic backlinks",
        ("TargetURL", "SourceURL", "AnchorText", "FlagNoFollow"),
        {
            Field.PAGE: "SourceURL",
            Field.TARGET: "TargetURL",
            Field.NOFOLLOW: "FlagNoFollow",
            Field.LOST: "FlagDeleted",
        },
        surplus=Field.ANCHOR,
    ),
    Layout(
        "Majestic referring domains",
        ("Domain", "TrustFlow", "CitationFlow"),
        {},
        Holds.SOMETHING_ELSE,
        "Take the export of Site Explorer > Backlinks.",
    ),
)
