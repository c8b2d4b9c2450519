"""Google Search Console: its link files name pages only, and quote nothing."""

from jobs.formats.sheet import Field, Holds, Layout

ENGINE = "Google Search Console"
_ADVICE = "Take Links > Export external links > Latest links."
LAYOUTS = (
    Layout(
        "Search Console, latest links",
        ("Linking page", "Last crawled"),
        {Field.PAGE: "Linking page", Field.CRAWLED: "Last crawled"},
        surplus=Field.PAGE,
        engine=ENGINE,
    ),
    Layout(
        "Search Console, more sample links",
        ("Linking page",),
        {Field.PAGE: "Linking page"},
        surplus=Field.PAGE,
        engine=ENGINE,
    ),
    Layout(
        "Search Console, top linking sites",
        ("Site", "Linking pages", "Target pages"),
        {Field.DOMAIN: "Site"},
        Holds.DOMAINS,
    ),
    Layout("Search Console, top linking text", ("Rank", "Link text"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Search Console, top target pages", ("Target page", "Incoming links"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    *(
        Layout("Search Console, Performance", (first, "Clicks", "Impressions"), {}, Holds.SOMETHING_ELSE, _ADVICE)
        for first in ("Top queries", "Top pages", "Query", "Page", "Date", "Device", "Country", "Search Appearance")
    ),
    Layout("Search Console, page indexing", ("Reason", "Source", "Validation"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Search Console, page indexing", ("Status", "Type", "Validation"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Search Console, page indexing", ("Date", "Not indexed", "Indexed"), {}, Holds.SOMETHING_ELSE, _ADVICE),
)
