"""What a case is told with beside its own links."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jobs.alerts.cases import with_replacements
from jobs.model.case import Case
from jobs.model.document import Canonical
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import NewLink
from jobs.model.our_page import OurPage
from jobs.model.page import Outcome
from jobs.model.replacement import HowKnown, Replacement
from jobs.model.write import Write
from tests.tools.nouns import facts, incident, link, page
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

GONE = Finding("target_gone", Severity.WEAKENED, "The target no longer exists: 404.")
ABOUT = incident(1, 2, kind=IncidentKind.TARGET, findings=(GONE,))
NEAR = "https://ours.example/shop/garden-tools"
LINKS = (link(1, target="https://ours.example/garden-tools"), link(2, target="https://ours.example/boats"))


@pytest.mark.parametrize(
    ("about", "outcome", "expected"),
    [
        pytest.param(
            ABOUT,
            Outcome.OK,
            {"https://ours.example/garden-tools": Replacement(NEAR, HowKnown.WORDS)},
            id="one of ours has the same words",
        ),
        pytest.param(ABOUT, Outcome.GONE, {}, id="which is gone too"),
        pytest.param(replace(ABOUT, status=IncidentStatus.RECOVERED), Outcome.OK, {}, id="it is over"),
        pytest.param(replace(ABOUT, findings=()), Outcome.OK, {}, id="it is not gone"),
    ],
)
async def test_another_page_of_ours_may_take_the_place_of_one_that_is_gone(
    tmp_path: Path, about: Incident, outcome: Outcome, expected: dict[str, Replacement]
) -> None:
    store = await open_store(tmp_path)
    for url in (NEAR, "https://ours.example/about"):
        ours = OurPage(url, page(url=url, last_outcome=outcome))
        await store.write(Write(our_pages=[ours]))
    found = await with_replacements(store, Case(about, LINKS))
    await store.close()
    assert found.instead == expected


TOOLS, NEW = "https://ours.example/garden-tools", "https://ours.example/tools"


@pytest.mark.parametrize(
    ("read", "new", "expected", "why"),
    [
        ({"final_url": NEW}, Outcome.OK, Replacement(NEW, HowKnown.REDIRECT), "it led there"),
        ({"canonicals": (Canonical("link", NEW),)}, Outcome.OK, Replacement(NEW, HowKnown.CANONICAL), "its canonical"),
        ({"final_url": NEW}, None, Replacement(NEW, HowKnown.REDIRECT), "nobody has read that one"),
        ({"final_url": NEW}, Outcome.GONE, Replacement(NEAR, HowKnown.WORDS), "that one is gone too"),
        ({}, Outcome.OK, Replacement(NEAR, HowKnown.WORDS), "it stood for itself"),
    ],
)
async def test_what_a_page_of_ours_led_to_comes_before_a_guess(
    tmp_path: Path, read: dict[str, Any], new: Outcome | None, expected: Replacement, why: str
) -> None:
    store = await open_store(tmp_path)
    was = page(url=TOOLS, last_outcome=Outcome.GONE, facts=facts(**{"url": TOOLS, "final_url": TOOLS} | read))
    pages = [was, page(url=NEW, last_outcome=new)]
    for target in (TOOLS, NEW):
        await store.add_link(NewLink("C0LINKS", "https://blog.example/post", target), NOON)
    await store.write(Write(pages=pages, our_pages=[OurPage(NEAR, page(url=NEAR))]))
    found = await with_replacements(store, Case(ABOUT, LINKS))
    await store.close()
    assert found.instead[TOOLS] == expected, why
