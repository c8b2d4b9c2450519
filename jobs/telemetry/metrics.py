"""What Prometheus reads: counted as it happens, and measured when it asks. Label values are names of ours only."""

from collections.abc import Container, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from jobs import VERSION
from jobs.model.page import Outcome
from jobs.telemetry.vitals import TroubleKind, Vitals

_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class CheckCounts:
    """Counts checks: how they ended, and how long they took."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._checks = Counter("linkwatch_checks", "Checks of pages", ["outcome"], registry=self.registry)
        self._seconds = Histogram(
            "linkwatch_check_seconds",
            "From asking for a page to its result being stored",
            buckets=_SECONDS,
            registry=self.registry,
        )
        for outcome in Outcome:
            self._checks.labels(outcome)

    def checked(self, outcome: Outcome, seconds: float) -> None:
        """A page was checked, in so many seconds."""
        self._checks.labels(outcome).inc()
        self._seconds.observe(seconds)


def exposition(counts: CheckCounts, vitals: Vitals, found: Container[TroubleKind]) -> bytes:
    """All of it in Prometheus's text format."""
    now = CollectorRegistry()
    now.register(_Measured(vitals, found))
    return generate_latest(counts.registry) + generate_latest(now)


class _Measured(Collector):
    def __init__(self, vitals: Vitals, found: Container[TroubleKind]) -> None:
        self._vitals, self._found = vitals, found

    def collect(self) -> Iterator[Metric]:
        """Each measure, as it is now."""
        vitals = self._vitals
        line, waiting = vitals.line, vitals.waiting
        yield _labelled("linkwatch_build_info", "The version that runs", "version", {VERSION: 1})
        yield _gauge(
            "linkwatch_slack_connected", "Whether Slack can reach the bot, or another one answers", line.is_connected
        )
        yield _gauge("linkwatch_slack_connection_age_seconds", "Since when that is so", self._age(line.since))
        yield _gauge(
            "linkwatch_oldest_due_seconds", "How long the longest waiting page is due", vitals.overdue.total_seconds()
        )
        yield _labelled("linkwatch_stored", "How many of each are stored", "what", dict(vitals.totals))
        yield _gauge("linkwatch_outbox_age_seconds", "Age of the oldest unsaid message", self._age(waiting.oldest))
        yield _gauge("linkwatch_outbox_failing", "Messages that failed and are tried again", waiting.failing)
        yield _gauge("linkwatch_store_bytes", "Size of the store on disk", vitals.store_bytes)
        in_trouble = {kind.value: int(kind in self._found) for kind in TroubleKind}
        yield _labelled("linkwatch_trouble", "Whether somebody has to look", "kind", in_trouble)

    def _age(self, since: datetime | None) -> float:
        return max((self._vitals.at - since).total_seconds(), 0.0) if since else 0.0


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _labelled(name: str, says: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family
