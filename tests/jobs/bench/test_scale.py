"""What more links need follows from what was measured, whatever the size of the store that was measured."""

from jobs.bench._scale import Measured, what_they_need

MILLION = Measured(1_000_000, size_gb=4.0, digests_s=30.0, results=1_000.0, log_kb=10.0, host_jobs=100.0)
HALF = Measured(500_000, size_gb=2.0, digests_s=15.0, results=1_000.0, log_kb=10.0, host_jobs=100.0)


def test_a_day_of_ten_million_looks() -> None:
    _, ten, _ = what_they_need(MILLION)
    assert (ten.name, ten.value) == ("worked out: 10,000,000 links a day", 115.7)
    assert ten.unit == (
        "looks a second (11.6% of the results), 11.6 host jobs (11.6%), 116 with a link to a host (115.7%), "
        "40.0 GB, 100 GB of log (1.16 MB a second), digests 300 s (5.0 min)"
    )


def test_it_is_the_same_from_a_store_of_half_the_size() -> None:
    assert what_they_need(HALF) == what_they_need(MILLION)
