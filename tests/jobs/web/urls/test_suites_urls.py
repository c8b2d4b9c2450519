import json
import os
from pathlib import Path

import pytest

from jobs.web.urls import from_person, join, match_key, parse, same_target

SUITES = Path(os.environ.get("LINKWATCH_SUITES") or Path(__file__).parents[5] / "shared" / "suites")


def _suite(name: str) -> list[object]:
    path = SUITES / name
    if not path.exists():
        pytest.skip(f"the conformance suite is not at {path}; set LINKWATCH_SUITES")
    cases: list[object] = json.loads(path.read_text(encoding="utf-8"))
    return cases


def test_every_case_of_the_web_platform_tests() -> None:
    cases = [case for case in _suite("urltestdata.json") if isinstance(case, dict)]
    assert len(cases) == 891
    wrong = [case["input"] for case in cases if _ours(case) != case.get("href")]
    assert wrong == []


def _ours(case: dict[str, str | None]) -> str | None:
    text, base = case["input"], case["base"]
    assert text is not None
    return parse(text) if base is None else join(text, base)


def test_naughty_strings_are_answered_not_raised() -> None:
    for text in map(str, _suite("naughty_strings.json")):
        typed = from_person(text)
        assert bool(typed.url) is (typed.refusal is None), text
        join(text, "https://example.com/", "shift_jis")
        same_target(text, "https://example.com/")
        assert match_key(match_key(text)) == match_key(text)
