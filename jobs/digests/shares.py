"""What followed links of partner pages pass on, where that changed, for digests and reports."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from jobs.model.partner import Partner
from jobs.model.series import PageSeries, SeriesPoint, ShareLine, SharePoint, weekly
from jobs.store.protocol import Store

_MOST_READ = 40
"""Pages whose series are read: of those that changed since their baseline the ones that changed most."""
_FROM_NOTHING = 2.0
"""Stands for the ratio of a page that passed nothing on before."""
MOST_SHARES = 5
"""Lines of a chart."""


async def read_shares(
    store: Store, partners: Iterable[Partner], since: date, until: date, most: int = MOST_SHARES
) -> tuple[ShareLine, ...]:
    """The partner pages whose links passed on something else on the two days; those first that fell most."""
    refs = {partner.page_url: partner.ref for partner in _changed(partners)}
    return fallen(await store.series(list(refs)[:_MOST_READ]), refs.__getitem__, since, until)[:most]


def fallen(
    series: Iterable[PageSeries], ref_of: Callable[[str], str], since: date, until: date
) -> tuple[ShareLine, ...]:
    """The same of these series (pure)."""
    found: list[tuple[float, ShareLine]] = []
    for each in series:
        then, now = _as_of(each.points, since), _as_of(each.points, until)
        if then and now and then.share != now.share:
            shown = tuple(
                SharePoint(sample.day, sample.point.followed, sample.point.share)
                for sample in weekly(each.points, until)
            )
            line = ShareLine(ref_of(each.page_url), each.page_url, shown)
            found.append((now.share / then.share if then.share else _FROM_NOTHING, line))
    return tuple(line for _, line in sorted(found, key=lambda pair: pair[0]))


def _as_of(points: Sequence[SeriesPoint], day: date) -> SeriesPoint | None:
    """How a page was on a day; None before it was first read."""
    return next((point for point in reversed(points) if point.day <= day), None)


def _changed(partners: Iterable[Partner]) -> list[Partner]:
    """Those that are known to have other links than at their baseline, those that changed most first."""
    known = [each for each in partners if each.outbound is not None and each.baseline_followed != each.outbound]
    return sorted(known, key=lambda each: -abs((each.outbound or 0) - (each.baseline_followed or 0)))
