"""What more links need, worked out from what was measured (pure): the figures of `docs/scaling.md`."""

from dataclasses import dataclass

from jobs.bench import Figure

DAY_SECONDS = 86_400
LINKS_OF_A_HOST = 10
_MINUTE = 60
_GIGA, _KILO, _MEGA = 1e9, 1e3, 1e6
_SIZES = (1_000_000, 10_000_000, 100_000_000)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run measured, with `links` links."""

    links: int
    size_gb: float
    digests_s: float
    """Of all channels, one after the other."""
    results: float
    """A second."""
    log_kb: float
    """Of the server's log, for a result."""
    host_jobs: float
    """A second."""


def what_they_need(measured: Measured) -> list[Figure]:
    """A line for each size: every link on a page of its own, ten to a host, one look a day, spread evenly."""
    return [Figure(f"worked out: {links:,} links a day", *_needed(measured, links)) for links in _SIZES]


def _needed(measured: Measured, links: int) -> tuple[float, str, str, bool]:
    looks, times = links / DAY_SECONDS, links / measured.links
    jobs = looks / LINKS_OF_A_HOST
    log = looks * measured.log_kb
    said = [
        f"looks a second ({_share(looks, measured.results)} of the results)",
        f"{jobs:,.1f} host jobs ({_share(jobs, measured.host_jobs)})",
        f"{looks:,.0f} with a link to a host ({_share(looks, measured.host_jobs)})",
        f"{times * measured.size_gb:,.1f} GB",
        f"{log * DAY_SECONDS * _KILO / _GIGA:,.0f} GB of log ({log * _KILO / _MEGA:,.2f} MB a second)",
        f"digests {times * measured.digests_s:,.0f} s ({times * measured.digests_s / _MINUTE:,.1f} min)",
    ]
    return round(looks, 1), ", ".join(said), "no aim", True


def _share(asked: float, measured: float) -> str:
    return f"{asked / measured:.1%}"
