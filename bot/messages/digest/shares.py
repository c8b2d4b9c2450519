"""What links of partner pages pass on, in a digest: how that changed since its first day, with a chart."""

from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Part, bullets, context, line, rich, strong, web_link
from bot.messages.kit.chart import SHARE, Lines, day_names, in_percent, line_chart
from jobs.model.channel import DigestEvery
from jobs.model.series import ShareLine
from jobs.units.dates import format_day
from jobs.units.english import percent

_TITLE = "What a link of partner pages passes on"
_LONGEST_NAME = 20
"""Characters that the name of a line in a chart may have."""
_THUMB = "By our rule of thumb: 0.85 / followed links out. It says nothing of what the page itself is worth."


def shares(lines: Sequence[ShareLine], every: DigestEvery) -> list[Block]:
    """The chart with its words; none where nothing changed."""
    return [*_chart(lines), *shares_in_words(lines, every)]


def shares_in_words(lines: Sequence[ShareLine], every: DigestEvery) -> list[Block]:
    """Each page as it is and as it was first; the lines of the chart are about the same."""
    if not lines:
        return []
    told = bullets(_line(each) for each in lines)
    return [rich(line(strong(f"Partner pages whose links changed this {every}")), told), context(text.escape(_THUMB))]


def _line(each: ShareLine) -> list[Part]:
    first, now = each.points[0], each.points[-1]
    passes = f"{percent(now.share)} each of {text.several(now.followed, 'followed link')}"
    was = f"; {format_day(first.day)}: {percent(first.share)} of {first.followed:,}"
    return [strong(each.ref), " ", web_link(each.page_url, 60), f": {passes}{was}"]


def _chart(lines: Sequence[ShareLine]) -> list[Block]:
    """A line for each page; pages that are tracked for a shorter time begin later, which a chart cannot show."""
    days = [point.day for point in max((each.points for each in lines), key=len, default=())]
    values = {
        f"{each.ref} {text.host_of(each.page_url)}"[:_LONGEST_NAME]: [in_percent(point.share) for point in each.points]
        for each in lines
        if [point.day for point in each.points] == days
    }
    return line_chart(Lines(_TITLE, day_names(days), values, SHARE)) if values else []
