"""The recorded answers of npm's is-antibot: its block pages tell nothing of a link, its ordinary pages are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from jobs.model.page import FetchFailure, Headers, Outcome, Page
from jobs.pages.asked import LinkQuestion
from jobs.pages.block_pages import recognise
from jobs.pages.extract import extract
from jobs.web.http.statuses import outcome_of
from tests.tools.node_modules import MODULES, needs_package
from tests.tools.times import NOON

pytestmark = needs_package("is-antibot")
FOLDER = Path(MODULES, "is-antibot", "providers")
TARGET = "https://ours.example/guide"
ASKED = LinkQuestion(TARGET)


def recorded(kind: str) -> list[Any]:
    return [pytest.param(path, id=path.parent.name) for path in sorted(FOLDER.glob(f"*/{kind}.json"))]


def answers(path: Path) -> list[tuple[str, int, Headers, bytes]]:
    """Address, status, headers and body of each answer in a recording that has a body, or of its first one."""
    entries = json.loads(path.read_text("utf-8"))["log"]["entries"]
    told = [
        (
            entry["request"]["url"],
            entry["response"]["status"],
            tuple((each["name"].lower(), each["value"]) for each in entry["response"]["headers"]),
            (entry["response"]["content"].get("text") or "").encode(),
        )
        for entry in entries
    ]
    return [each for each in told if each[3].strip()] or told[:1]


def outcome(url: str, status: int, headers: Headers, body: bytes) -> Outcome:
    """What the answer is for a link that is not found on it."""
    by_status = outcome_of(status, headers)
    if by_status is not Outcome.OK:
        return recognise(FetchFailure(url, by_status, "", NOON, url, status, headers, body=body)).outcome
    if not body.strip():
        return Outcome.NOT_HTML
    return extract(Page(url, url, status, headers, body, NOON), [ASKED]).answers[ASKED.key].shown.outcome


def test_there_are_as_many_as_we_say() -> None:
    assert (len(recorded("failed")), len(recorded("success"))) == (21, 15)


@pytest.mark.parametrize("path", recorded("failed"))
def test_a_block_page_tells_nothing(path: Path) -> None:
    assert all(outcome(*answer).is_unknown for answer in answers(path))


@pytest.mark.parametrize("path", recorded("success"))
def test_an_ordinary_page_is_read(path: Path) -> None:
    url, _, headers, body = answers(path)[0]
    whole = body + f'<p>We bought <a href="{TARGET}">good boots</a>.</p>'.encode()
    read = extract(Page(url, url, 200, headers, whole, NOON), [ASKED])
    assert read.answers[ASKED.key].sighting.present
    assert read.answers[ASKED.key].shown.outcome is Outcome.OK
    assert not extract(Page(url, url, 200, headers, whole, NOON)).alone.outcome.proves_absence
