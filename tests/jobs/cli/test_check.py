"""One look at one link, from readings that are already there."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from jobs.cli.check_arguments import main
from jobs.cli.checked import CheckResult, Wanted, as_json, check_once
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.page import FetchFailure, Headers, Outcome, Page
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from tests.tools.times import NOON

PAGE = "https://partner.example/walks"
TARGET = "https://ours.example/guide"
STORY = "<p>" + "The river runs past the old mill, and the path follows it for an hour or two. " * 5
GOOD = f"{STORY}<a href='{TARGET}'>a guide</a>"


def read(url: str, html: str, headers: Headers = ()) -> Reading:
    page = Page(url, url, 200, (("content-type", "text/html; charset=utf-8"), *headers), html.encode(), NOON)
    examined = extract(
        page,
        [LinkQuestion(to, anchor) for to in (TARGET, "ours.example") for anchor in ("", "A Guide", "the best guide")],
    )
    return Reading(Outcome.OK, "", examined.facts, page.headers, page=page, examined=examined)


def failed(url: str, outcome: Outcome, status: int | None = None) -> Reading:
    failure = FetchFailure(url, outcome, "why", NOON, url, status)
    return Reading(outcome, "why", failure_facts(failure), failure=failure)


async def look(
    page: Reading, target: Reading | None = None, expected: Expectation | None = None, to: str = TARGET
) -> CheckResult:
    answers: Mapping[str, Reading] = {PAGE: page, TARGET: target or read(TARGET, STORY)}

    async def read_one(
        url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = (), *, owner: bool = False
    ) -> Reading:
        return answers[url]

    return await check_once(read_one, Wanted(PAGE, to, expected or Expectation()), with_target=True)


def kinds(seen: CheckResult) -> set[str]:
    return {finding.kind for finding in seen.findings}


@pytest.mark.parametrize(
    ("html", "link", "code", "found"),
    [
        pytest.param(GOOD, "present", 0, set(), id="present and well"),
        pytest.param(
            GOOD.replace("guide'", "guide/?utm_source=x'"), "present", 0, {"variant"}, id="a note changes nothing"
        ),
        pytest.param(GOOD.replace("<a ", "<a rel=nofollow "), "present", 1, {"nofollow"}, id="weakened"),
        pytest.param(STORY, "absent", 1, {"missing"}, id="absent"),
        pytest.param("<title>Page not found</title>", "absent", 1, {"missing"}, id="soft 404"),
        pytest.param("<script>window._cf_chl_opt={}</script>", "unknown", 3, set(), id="a challenge"),
        pytest.param("<div id=root></div><script src=/main.js></script>", "unknown", 3, set(), id="a shell"),
    ],
)
async def test_pages(html: str, link: str, code: int, found: set[str]) -> None:
    seen = await look(read(PAGE, html))
    assert (seen.link, seen.exit_code, kinds(seen)) == (link, code, found)


async def test_a_link_that_another_one_may_be_is_unknown_with_the_reason() -> None:
    page = read(PAGE, STORY)
    assert page.examined is not None
    answers = {
        key: replace(each, sighting=replace(each.sighting, undecided="our site could not be read"))
        for key, each in page.examined.answers.items()
    }
    seen = await look(replace(page, examined=replace(page.examined, answers=answers)))
    assert (seen.link, seen.exit_code, seen.reason) == ("unknown", 3, "our site could not be read")


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_failures_prove_absence_or_nothing(outcome: Outcome) -> None:
    if outcome in {Outcome.OK, Outcome.REPLACED}:  # that a page is another one takes its past, which only the bot has
        return
    seen = await look(failed(PAGE, outcome))
    proved = outcome in {Outcome.GONE, Outcome.SOFT_404, Outcome.PARKED}
    assert seen.outcome is outcome
    assert (seen.link, seen.exit_code) == (("absent", 1) if proved else ("unknown", 3))
    assert kinds(seen) == ({"missing"} if proved else set())


@pytest.mark.parametrize(("html", "link", "code"), [(GOOD, "present", 0), (STORY, "unknown", 3)])
async def test_a_page_cut_short_proves_presence_only(html: str, link: str, code: int) -> None:
    whole, cut = read(PAGE, html), failed(PAGE, Outcome.TRUNCATED, 200)
    seen = await look(replace(cut, examined=whole.examined))
    assert (seen.link, seen.exit_code, seen.findings) == (link, code, ())


async def test_what_was_agreed_is_no_finding() -> None:
    page = read(PAGE, GOOD.replace("<a ", "<a rel=nofollow "))
    seen = await look(page, expected=Expectation(anchor="A Guide", rel=frozenset({"nofollow"})))
    assert (seen.exit_code, seen.findings) == (0, ())


async def test_another_anchor_than_agreed_is_weakened() -> None:
    seen = await look(read(PAGE, GOOD), expected=Expectation(anchor="the best guide"))
    assert [(f.kind, f.severity, f.agreed, f.now) for f in seen.findings] == [
        ("anchor_changed", Severity.WEAKENED, "the best guide", "a guide")
    ]


async def test_headers_of_the_page_count() -> None:
    seen = await look(read(PAGE, GOOD, (("x-robots-tag", "googlebot: noindex"),)))
    assert (seen.exit_code, kinds(seen)) == (1, {"noindex"})


class TestTarget:
    async def test_gone_is_a_finding(self) -> None:
        seen = await look(read(PAGE, GOOD), failed(TARGET, Outcome.GONE, 404))
        assert (seen.link, seen.exit_code, kinds(seen)) == ("present", 1, {"target_gone"})

    async def test_its_noindex_is_not_the_page_s(self) -> None:
        seen = await look(read(PAGE, GOOD), read(TARGET, STORY + "<meta name=robots content=noindex>"))
        assert kinds(seen) == {"target_noindex"}

    @pytest.mark.parametrize("outcome", [Outcome.DNS_ERROR, Outcome.TIMEOUT, Outcome.CONNECTION_ERROR, Outcome.BLOCKED])
    async def test_that_we_cannot_reach_proves_nothing(self, outcome: Outcome) -> None:
        seen = await look(read(PAGE, GOOD), failed(TARGET, outcome))
        assert (seen.link, seen.exit_code, seen.findings) == ("present", 0, ())

    async def test_says_nothing_where_no_link_leads_to_it(self) -> None:
        seen = await look(read(PAGE, STORY), failed(TARGET, Outcome.GONE, 404))
        assert kinds(seen) == {"missing"}

    async def test_a_bare_domain_is_no_page(self) -> None:
        seen = await look(read(PAGE, GOOD), to="ours.example")
        assert (seen.link, seen.target) == ("present", None)


async def test_json_has_the_promised_keys() -> None:
    written = json.loads(json.dumps(as_json(await look(read(PAGE, GOOD.replace("<a ", "<a rel='ugc,nofollow' "))))))
    assert {"outcome", "link", "findings", "evidence"} <= written.keys()
    assert (written["outcome"], written["link"]) == ("ok", "present")
    keys = {"kind", "severity", "text", "was", "now", "agreed"}
    assert [finding.keys() for finding in written["findings"]] == [keys] * 2
    assert written["evidence"]["link"]["rel"] == ["ugc", "nofollow"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param([PAGE], id="no target"),
        pytest.param(["nonsense", TARGET], id="no address"),
        pytest.param([PAGE, "two words"], id="no address as target"),
        pytest.param(["http://", TARGET], id="half an address"),
        pytest.param([PAGE, TARGET, "--nonsense"], id="unknown option"),
    ],
)
def test_wrong_arguments_end_with_2_and_an_example(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "for example: python -m jobs check" in capsys.readouterr().err
