"""`docs/coming-from.md` says of each kind of file what its columns become, and says the truth."""

import re
from pathlib import Path

from jobs.formats.layouts import layouts
from jobs.formats.sheet import Field, Holds

PAPER = Path(__file__).parents[3] / "docs/coming-from.md"
MEANS = {
    Field.PAGE: "the page that carries the link",
    Field.TARGET: "where the link should lead",
    Field.SEEN_TARGET: "where the link should lead, if nothing was agreed",
    Field.CHAIN: "where the link should lead: the first of them; the target that the file names is kept",
    Field.ANCHOR: "agreed anchor text",
    Field.REL: "agreed rel",
    Field.FOLLOW: "agreed rel: `no` means nofollow",
    Field.NOFOLLOW: "agreed rel: nofollow",
    Field.UGC: "agreed rel: ugc",
    Field.SPONSORED: "agreed rel: sponsored",
    Field.COST: "cost",
    Field.CURRENCY: "currency of the cost",
    Field.GUARANTEE: "guaranteed until",
    Field.CLAIM_DAYS: "days in which a breach can be claimed",
    Field.COVERS: "what the guarantee covers",
    Field.REMEDY: "what was promised for a breach",
    Field.OWNER: "owner, if it is a person's id",
    Field.CHANNEL: "channel, if that is chosen",
    Field.TAGS: "tags",
    Field.NOTES: "notes",
    Field.LOST: "lost already: offered, and not tracked unless you say so",
    Field.TYPE: "what is no link in the page is left out",
    Field.DOMAIN: "offered as a domain; no page is made up for it",
    Field.CRAWLED: "when the search engine knew the link",
    Field.INDEXED: "whether the page is indexed, by whom and when",
    Field.INDEXED_ON: "when that was checked",
}


def tables() -> dict[str, set[tuple[str, str]]]:
    """The rows of the table under each heading."""
    found: dict[str, set[tuple[str, str]]] = {}
    for part in re.split(r"^### ", PAPER.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^\| `([^`]+)` \| (.+?) \|$", part, flags=re.MULTILINE)
        found.setdefault(part.splitlines()[0], set()).update((column, means.strip()) for column, means in rows)
    return found


def expected() -> dict[str, set[tuple[str, str]]]:
    made: dict[str, set[tuple[str, str]]] = {}
    for layout in layouts():
        if layout.holds in {Holds.LINKS, Holds.DOMAINS}:
            columns = {*layout.fields.items(), *((each, f"column {at + 1}") for each, at in layout.places.items())}
            made.setdefault(layout.name, set()).update((column, MEANS[each]) for each, column in columns)
    return made


def test_every_column_that_means_something_is_told_and_nothing_else() -> None:
    assert tables() == expected()


def test_every_file_that_is_refused_is_named_with_the_one_to_take() -> None:
    told = PAPER.read_text(encoding="utf-8")
    refused = {(each.name, each.advice) for each in layouts() if each.holds is Holds.SOMETHING_ELSE}
    assert refused
    assert [name for name, advice in refused if f"| {name} | {advice} |" not in told] == []
