"""Screaming Frog, of our own crawl or a partner's: `All Inlinks`, with a title line before 2018."""

from jobs.formats.sheet import Field, Layout

CRAWL = Layout(
    "Screaming Frog, all inlinks",
    ("Type", "Source", "Destination", "Anchor"),
    {Field.PAGE: "Source", Field.TARGET: "Destination", Field.TYPE: "Type"},
    links=frozenset({"hyperlink", "ahref", "href"}),
)
LAYOUTS = (CRAWL,)
