"""The numbers of a digest: how the links stand, how that came about, and the chart over twelve weeks."""

from collections.abc import Mapping, Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Part, bullets, context, joined_by, line, rich, strong
from bot.messages.kit.chart import Lines, line_chart
from jobs.model.digest import Digest, WeekPoint
from jobs.units.dates import format_day
from jobs.units.english import joined

_MOST_WEEKS = 12
_A_LINE = 2
"""Points that a line in a chart needs."""
_STATES = {
    "live": "live",
    "weakened": "weakened",
    "lost": "lost",
    "replaced": "replaced",
    "pending": "pending",
    "new": "not read yet",
}
"""The counts that make up all links, with how each is called."""
_OF_THESE = {"unreachable": "unreachable for long", "snoozed": "snoozed", "given": "that we give"}
"""Those that say more of links that are counted already."""
_TRACKED = {"added": "added", "untracked": "tracked no longer"}
_STANDING = {
    "placed": "placed",
    "back": "back",
    "lost": "lost",
    "replaced": "with another page in place of theirs",
    "dropped": "tracked no longer",
    "anew": "looked for anew",
}
_WAITING = {
    "pending": "not placed yet",
    "new": "not read yet",
    "lost": "accepted as lost",
    "replaced": "accepted as they are",
}
"""What may be said of links while all is well."""


def how_they_stand(digest: Digest) -> list[Block]:
    """All links by how they stand, which adds up to their number; under it how that came about."""
    counts = digest.counts
    links = [strong(text.several(counts.links, "link")), ": ", *_counted(counts, _STATES)] if counts.links else []
    pages = [strong(text.several(counts.partners, "partner page"))] if counts.partners else []
    told = joined_by([each for each in (links, pages) if each])
    return [rich(line(*(told or ["Nothing is tracked in this channel yet."]))), *_small_print(digest, _OF_THESE)]


def all_well(digest: Digest) -> list[Block]:
    """One line in the place of a page of zeros; small print where links came and went."""
    return [
        rich(line(strong(as_agreed(digest)))),
        *_small_print(digest, {"snoozed": "snoozed", "given": "that we give"}),
    ]


def as_agreed(digest: Digest) -> str:
    """`All 212 links are as agreed.`, or what the others wait for, though nothing is wrong with them."""
    counts = digest.counts
    if not counts.links:
        one = counts.partners == 1
        return "The partner page is within its limit." if one else "All partner pages are within their limits."
    if counts.live == counts.links:
        return "The link is as agreed." if counts.links == 1 else f"{text.all_of(counts.links)} links are as agreed."
    others = joined(f"{number:,} {words}" for name, words in _WAITING.items() if (number := getattr(counts, name)))
    return f"{counts.live:,} of {text.several(counts.links, 'link')} are as agreed; {others}."


def spoken(digest: Digest) -> str:
    """The numbers for a notification."""
    counts = digest.counts
    if digest.is_all_well:
        return as_agreed(digest)
    todo = len(digest.todo) + digest.beyond("todo")
    stand = f"{text.several(counts.links, 'link')}, {counts.live} live, {counts.weakened} weakened, {counts.lost} lost"
    return f"{stand}; {text.several(todo, 'thing')} to do." if todo else f"{stand}."


def _counted(counts: object, names: Mapping[str, str]) -> list[Part]:
    """Those of the counts that are not zero."""
    found = [(getattr(counts, name), words) for name, words in names.items()]
    return joined_by([[strong(f"{number:,}"), f" {words}"] for number, words in found if number])


def _small_print(digest: Digest, of_these: Mapping[str, str]) -> list[Block]:
    """What else is to be said of links that are counted, and how their number came about since the first day."""
    counts = [(getattr(digest.counts, name), words) for name, words in of_these.items()]
    told = [f"{number:,} {words}" for number, words in counts if number]
    lines = [f"Of these {joined(told)}."] if told else []
    return [context(text.escape(each)) for each in (*lines, *_how_it_came(digest))]


def _how_it_came(digest: Digest) -> list[str]:
    """`27 Apr 2026: 205 links; 10 added, 3 tracked no longer: 212 now.`, and the same of those on their pages."""
    moves, counts = digest.moves, digest.counts
    if moves is None or digest.first_day is None:
        return []
    begun = format_day(digest.first_day)
    sums = [
        (f"{begun}: {{}}", counts.links, moves.of_tracked, _TRACKED),
        (f"On their pages on {begun}: {{}}", counts.standing, moves.of_standing, _STANDING),
    ]
    told: list[str] = []
    for leads, now, gained, names in sums:
        found = [f"{number:,} {words}" for name, words in names.items() if (number := getattr(moves, name))]
        if found:
            told.append(f"{leads.format(text.several(now - gained, 'link'))}; {', '.join(found)}: {now:,} now.")
    return told


def chart(series: Sequence[WeekPoint]) -> list[Block]:
    """A line each for live, weakened and lost; none where there are too few weeks for a line."""
    shown = series[-_MOST_WEEKS:]
    values = {name.capitalize(): [getattr(week, name) for week in shown] for name in ("live", "weakened", "lost")}
    return line_chart(Lines(_title(shown), [*map(_label, shown)], values, "links"))


def weeks_as_text(series: Sequence[WeekPoint]) -> list[Block]:
    """The same in words."""
    shown = series[-_MOST_WEEKS:]
    if len(shown) < _A_LINE:
        return []
    rows = [[f"{_label(week)}: {week.live} live, {week.weakened} of them weakened, {week.lost} lost"] for week in shown]
    return [rich(line(strong(_title(shown))), bullets(rows))]


def _title(shown: Sequence[WeekPoint]) -> str:
    return f"The last {len(shown)} weeks"


def _label(point: WeekPoint) -> str:
    return format_day(point.monday).rpartition(" ")[0]
