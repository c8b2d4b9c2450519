"""A rehearsal, and the links between our pages, in words of ours, for Slack and the terminal alike (pure)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from jobs.exchanges.ours.inside import BrokenPage, InsideLinks, Orphan
from jobs.exchanges.ours.rehearsal import LinkedAddress, Lot, Rehearsal, Rehearsed
from jobs.units.dates import format_day
from jobs.units.english import several
from jobs.web.urls import mask

MOST_NAMED = 20
_TITLES = {
    Lot.MISSING: "not in the list",
    Lot.HOME: "sent to the home page",
    Lot.CATCH_ALL: "sent where many others are sent",
    Lot.LOOP: "in a circle",
    Lot.GONE: "gone on purpose",
    Lot.FAILS: "the new site has no such page",
    Lot.CHAIN: "more than one redirect",
    Lot.MOVES_FOR_NOW: "a temporary redirect",
}


def rehearsal_words(rehearsal: Rehearsal, unread: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """Heads with their sentences, the worst first; `unread` are sentences about lines that say nothing."""
    broken, saved = rehearsal.broken, rehearsal.saved
    flawed = [each for each in saved if each.advice]
    stays = [each for each in rehearsal.rehearsed if each.fate is Lot.STAYS]
    told = [
        _part(f"Breaks: {_counted(rehearsal, broken)}", map(_broken, broken), len(broken)),
        _part(f"Works, and can be better: {_counted(rehearsal, flawed)}", map(_flawed, flawed), len(flawed)),
        (f"Saved by the list: {_counted(rehearsal, saved)}", _best(saved)),
        (f"Stays as it is: {_counted(rehearsal, stays)}", []),
        ("The list", [*_of_list(rehearsal), *unread]),
    ]
    empty = {f"{head}: {_counted(rehearsal, ())}" for head in ("Works, and can be better", "Stays as it is")}
    return [(head, said) for head, said in told if head not in empty]


def verdict_words(rehearsal: Rehearsal) -> str:
    """The rehearsal in a sentence."""
    of = several(rehearsal.links, "link")
    if not rehearsal.rehearsed:
        return "No tracked link leads to a page of ours that could move."
    if not rehearsal.broken:
        return f"None of {of} would break."
    return f"{rehearsal.links_of(rehearsal.broken):,} of {of} would break."


def linked_words(linked: LinkedAddress) -> str:
    """`14 links of 9 sites`."""
    return f"{several(linked.links, 'link')} of {several(linked.sites, 'site')}"


def _counted(rehearsal: Rehearsal, some: Sequence[Rehearsed]) -> str:
    if not some:
        return "nothing"
    return f"{several(len(some), 'address', 'addresses')}, {several(rehearsal.links_of(some), 'link')}"


def _part(head: str, said: Iterable[str], count: int) -> tuple[str, list[str]]:
    shown = [sentence for _, sentence in zip(range(MOST_NAMED), said, strict=False)]
    return head, [*shown, *([f"And {count - len(shown):,} more."] if count > len(shown) else [])]


def _broken(each: Rehearsed) -> str:
    way = f" -> {mask(each.ends_at)}" if each.way else ""
    likely = f" A redirect to {mask(each.suggested)} may save them: a guess by its words." if each.suggested else ""
    about = f"{linked_words(each.linked)}, {_TITLES[each.fate]}."
    return f"{mask(each.linked.url)}{way}: {about}{_behind(each.advice)}{likely}"


def _flawed(each: Rehearsed) -> str:
    title = _TITLES.get(each.fate, "one redirect")
    return (
        f"{mask(each.linked.url)} -> {mask(each.ends_at)}: {linked_words(each.linked)}, {title}.{_behind(each.advice)}"
    )


def _behind(advice: str) -> str:
    return f" {advice}" if advice else ""


def _best(saved: Sequence[Rehearsed]) -> list[str]:
    """The redirects on which most links hang."""
    links = Counter[tuple[int, str]]()
    for each in saved:
        links[each.lines[0], each.ends_at] += each.linked.links
    return [
        f"Line {line}, to {mask(end)}, saves {several(count, 'link')}." for (line, end), count in links.most_common(3)
    ]


def _of_list(rehearsal: Rehearsal) -> list[str]:
    said = [f"{several(rehearsal.rules, 'redirect')}; {rehearsal.unused:,} of them no tracked link needs."]
    for first, second in rehearsal.twice[:MOST_NAMED]:
        said.append(f"Lines {first.line} and {second.line} send {mask(first.old)} to two places; the first counts.")
    return said


def inside_words(found: InsideLinks) -> tuple[str, list[tuple[str, str]]]:
    """What the links between our pages have wrong in a sentence, and line by line, each under its head."""
    broken = f"Broken, and linked from pages of ours: {len(found.broken):,}"
    lonely = f"Pages that none of ours links to: {len(found.orphans):,}"
    rows = [(broken, broken_words(each)) for each in found.broken]
    rows += [(lonely, orphan_words(each)) for each in found.orphans]
    if not rows:
        return f"Nothing is wrong between {several(found.read, 'page')} of ours", []
    return f"{several(len(found.broken), 'broken page')}, {several(len(found.orphans), 'page')} without links", rows


def broken_words(page: BrokenPage) -> str:
    """A broken page with who links to it."""
    others = f"; {several(page.links, 'link')} of {several(page.sites, 'other site')} too" if page.links else ""
    named = ", ".join(map(mask, page.linked_by))
    more = f" and {page.pages - len(page.linked_by):,} more" if page.pages > len(page.linked_by) else ""
    by = f"{several(page.pages, 'page')} of ours {'links' if page.pages == 1 else 'link'} to it ({named}{more})"
    return f"{mask(page.url)} {page.why.rstrip('.')}, since {format_day(page.since)}. {by}{others}."


def orphan_words(page: Orphan) -> str:
    """A page that none of ours links to."""
    listed = f"found {format_day(page.since)}" if page.since else "no list names it either"
    others = f"; {several(page.links, 'tracked link')} of other sites {_lead(page.links)} there" if page.links else ""
    return f"{mask(page.url)}: {listed}{others}."


def inside_doubts(found: InsideLinks) -> str:
    """What that rests on, and what nobody can tell."""
    read = f"{several(found.read, 'page')} of ours read, as they are served, without scripts."
    if found.not_known:
        return f"{read} Which pages have no link is not known: {found.not_known}."
    return read


def _lead(links: int) -> str:
    return "leads" if links == 1 else "lead"
