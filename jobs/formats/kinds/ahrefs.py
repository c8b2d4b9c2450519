"""Ahrefs: what stands on the page is the first of the redirect chain; `Target URL` is where the chain ends."""

from jobs.formats.sheet import Field, Holds, Layout

_ADVICE = "Take the export of Site Explorer > Backlinks."
LAYOUTS = (
    Layout(
        "Ahrefs backlinks",
        ("Referring page URL", "Target URL"),
        {
            Field.PAGE: "Referring page URL",
            Field.TARGET: "Target URL",
            Field.CHAIN: "Redirect Chain URLs",
            Field.TYPE: "Type",
            Field.NOFOLLOW: "Nofollow",
            Field.UGC: "UGC",
            Field.SPONSORED: "Sponsored",
            Field.LOST: "Lost status",
        },
    ),
    Layout(
        "Ahrefs backlinks",
        ("Referring Page URL", "Link URL", "Link Anchor"),
        {Field.PAGE: "Referring Page URL", Field.TARGET: "Link URL", Field.LOST: "Day Lost"},
    ),
    Layout("Ahrefs anchors", ("Anchor", "Links to target"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Ahrefs anchors", ("Anchor", "Referring domains"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout(
        "Ahrefs referring domains", ("Referring domain", "Dofollow ref. domains"), {}, Holds.SOMETHING_ELSE, _ADVICE
    ),
    Layout("Ahrefs referring domains", ("Domain", "DR", "Dofollow ref. domains"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Ahrefs referring domains", ("Domain", "Domain rating"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Ahrefs referring domains", ("Domain", "DR", "Links to target"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Ahrefs referring IPs", ("IP", "Ref. domains"), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Ahrefs referring IPs", ("Referring IP",), {}, Holds.SOMETHING_ELSE, _ADVICE),
    Layout("Ahrefs referring IPs", ("Ref. IP",), {}, Holds.SOMETHING_ELSE, _ADVICE),
)
