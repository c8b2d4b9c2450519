"""What a case is told with beside its own links."""

from dataclasses import replace
from pathlib import Path

import pytest

from jobs.alerts.cases import with_replacements
from jobs.model.case import Case
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.our_page import OurPage
from jobs.model.page import Outcome
from jobs.model.write import Write
from jobs.store.tiny.store import open_tiny
from tests.tools.nouns import incident, link, page

GONE = Finding("target_gone", Severity.WEAKENED, "The target no longer exists: 404.")
ABOUT = incident(1, 2, kind=IncidentKind.TARGET, findings=(GONE,))
LINKS = (link(1, target="https://ours.example/garden-tools"), link(2, target="https://ours.example/boats"))


@pytest.mark.parametrize(
    ("about", "outcome", "expected"),
    [
        pytest.param(
            ABOUT,
            Outcome.OK,
            {"https://ours.example/garden-tools": "https://ours.example/shop/garden-tools"},
            id="one of ours has the same words",
        ),
        pytest.param(ABOUT, Outcome.GONE, {}, id="which is gone too"),
        pytest.param(replace(ABOUT, status=IncidentStatus.RECOVERED), Outcome.OK, {}, id="it is over"),
        pytest.param(replace(ABOUT, findings=()), Outcome.OK, {}, id="it is not gone"),
    ],
)
async def test_another_page_of_ours_may_take_the_place_of_one_that_is_gone(
    tmp_path: Path, about: Incident, outcome: Outcome, expected: dict[str, str]
) -> None:
    store = await open_tiny(tmp_path)
    for url in ("https://ours.example/shop/garden-tools", "https://ours.example/about"):
        ours = OurPage(url, page(url=url, last_outcome=outcome))
        await store.write(Write(our_pages=[ours]))
    found = await with_replacements(store, Case(about, LINKS))
    await store.close()
    assert found.instead == expected
