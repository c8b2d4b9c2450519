import pytest

from bot.bench import slack
from jobs.bench import Figure


def test_each_verb_that_reads_is_measured_at_each_size_beside_its_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def measured(_module: str, *arguments: str) -> dict[str, list[float]]:
        asked.append(arguments)
        waits = {"/links list": [12.0, 41.0], "Home: opened": [11.0, 15.0]}
        return {"soak": {"grown": [3.0]}, "report": {"took": [900.0, 950.0], "held": [60.0, 45.0]}}.get(
            arguments[0], waits
        )

    monkeypatch.setattr(slack, "in_own_process", measured)
    figures = slack.run()
    reports = [("report", "100000", verb) for verb in slack.REPORTS]
    assert asked == [("speed", "100"), ("speed", "20000"), ("speed", "100000"), *reports, ("soak",)]
    assert Figure("20,000 links: /links list, p95", 41.0, "ms", "at most 40", ok=False) in figures
    assert Figure("100 links: Home: opened, p95", 15.0, "ms", "at most 40", ok=True) in figures
    assert Figure("100,000 links: /links history, p50", 900.0, "ms", "no aim", ok=True) in figures
    digest = f"100,000 links: /links digest now, {slack.REPORTS['digest now']} times"
    assert Figure(f"{digest}: wait of everybody else, p99", 60.0, "ms", "at most 50", ok=False) in figures
    assert Figure(f"{digest}: longest work at a stretch", 45.0, "ms CPU", "at most 50", ok=True) in figures
    assert figures[-1].ok


async def test_the_bench_asks_a_bot_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack, "ASKED", 2)
    monkeypatch.setattr(slack, "SIZES", (20,))
    monkeypatch.setattr(slack, "SOAK", 24)
    monkeypatch.setattr(slack, "WARM_UP", 8)
    monkeypatch.setitem(slack.REPORTS, "digest now", 2)
    waits = await slack._waits(20)
    assert [asked for asked in waits if asked.startswith("/")] == [f"/links {verb}" for verb in slack.VERBS]
    assert "Home: another page" in waits
    assert all(0 < median <= high for median, high in waits.values())
    assert list(await slack._soak()) == ["grown"]
    assert all(held > 0 for held in (await slack._holds(20, "digest now"))["held"])
