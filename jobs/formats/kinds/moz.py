"""Moz: six lines above the header, and addresses without a scheme."""

from jobs.formats.sheet import Field, Holds, Layout

LAYOUTS = (
    Layout(
        "Moz inbound links",
        ("URL", "Anchor Text", "Spam Score", "Target URL"),
        {Field.PAGE: "URL", Field.TARGET: "Target URL"},
    ),
    Layout(
        "Moz linking domains",
        ("Root Domain", "Domain Authority", "Linking Domains"),
        {},
        Holds.SOMETHING_ELSE,
        "Take Inbound Links > Export CSV.",
    ),
)
