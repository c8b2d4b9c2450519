"""Bing Webmaster Tools: three files, and the answers of its API."""

from jobs.formats.sheet import Field, Holds, Layout

ENGINE = "Bing Webmaster Tools"
LAYOUTS = (
    Layout(
        "Bing backlinks",
        ("Source Url", "Anchor text", "Target Url"),
        {Field.PAGE: "Source Url", Field.TARGET: "Target Url"},
        engine=ENGINE,
    ),
    Layout("Bing API, GetUrlLinks", ("AnchorText", "Url"), {Field.PAGE: "Url"}, engine=ENGINE),
    Layout("Bing referring domains", ("Domain", "Backlinks Count"), {Field.DOMAIN: "Domain"}, Holds.DOMAINS),
    Layout(
        "Bing anchor texts",
        ("Anchor", "Backlinks Count"),
        {},
        Holds.SOMETHING_ELSE,
        "Take Backlinks > Pages > Download.",
    ),
)
