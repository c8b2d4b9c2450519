"""Semrush: backlinks, and the backlink audit with other capitals."""

from jobs.formats.sheet import Field, Holds, Layout

LAYOUTS = (
    Layout(
        "Semrush backlinks",
        ("Page ascore", "Source url", "Target url"),
        {
            Field.PAGE: "Source url",
            Field.TARGET: "Target url",
            Field.NOFOLLOW: "Nofollow",
            Field.UGC: "Ugc",
            Field.SPONSORED: "Sponsored",
            Field.LOST: "Lost link",
        },
    ),
    Layout(
        "Semrush backlink audit",
        ("Source URL", "Target URL", "No Follow"),
        {Field.PAGE: "Source URL", Field.TARGET: "Target URL", Field.NOFOLLOW: "No Follow"},
    ),
    Layout(
        "Semrush anchors",
        ("Anchor", "Domains", "Backlinks"),
        {},
        Holds.SOMETHING_ELSE,
        "Take the export of Backlink Analytics > Backlinks.",
    ),
    Layout(
        "Semrush referring domains",
        ("Domain ascore", "Domain", "Backlinks"),
        {},
        Holds.SOMETHING_ELSE,
        "Take the export of Backlink Analytics > Backlinks.",
    ),
)
