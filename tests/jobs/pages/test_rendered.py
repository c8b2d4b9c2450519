"""Which pages a browser draws, and what is believed of what was served and of what was drawn."""

from dataclasses import replace

import pytest

from jobs.model.page import Outcome, Page
from jobs.model.reading import Sighting
from jobs.pages.asked import LinkQuestion
from jobs.pages.evidence import signals
from jobs.pages.extract import extract
from jobs.pages.reading import Reading
from jobs.pages.rendered import Drawing, may_show_more, with_drawing, without_browser
from jobs.web.render.rendering import NotRendered
from tests.tools.times import NOON

URL, OURS = "https://partner.example/walk", "https://ours.example/guide"
LINK = f'<p>Good boots: <a href="{OURS}">our guide</a>, and they last.</p>'
WORDS = "<p>We walked the long ridge above the lake and wore out our soles, so we looked for new ones.</p>" * 9
SCRIPT = "<script src=/app.js></script>"
EMPTY = f"<title>App</title><div id=root></div>{SCRIPT}"
CAPTCHA = "<title>Just a moment...</title><script>window._cf_chl_opt = {}</script>"
ASKED = LinkQuestion(OURS)


def read(html: str, *asked: LinkQuestion) -> Reading:
    page = Page(URL, URL, 200, (("content-type", "text/html; charset=utf-8"),), html.encode(), NOON)
    examined = extract(page, asked or [ASKED])
    return Reading(Outcome.OK, "", examined.facts, page.headers, page=page, examined=examined)


def seen(reading: Reading, asked: LinkQuestion = ASKED) -> Sighting:
    assert reading.examined is not None
    return reading.examined.answers[asked.key].sighting


def joined(served: str, drawn: str, asked: LinkQuestion = ASKED, *, settled: bool = True) -> Reading:
    return with_drawing(read(served, asked), Drawing(read(drawn, asked), settled), [asked])


MARKED = replace(ASKED, render=True)
DRAWN_BEFORE = replace(ASKED, before=replace(read(LINK).examined.answers[ASKED.key].sighting.best, rendered=True))  # type: ignore[union-attr, type-var]


@pytest.mark.parametrize(
    ("html", "asked", "expected"),
    [
        pytest.param(WORDS + LINK, ASKED, False, id="the link is served"),
        pytest.param(WORDS, ASKED, False, id="no link, and no script that could make one"),
        pytest.param(WORDS, MARKED, True, id="no script, but it was asked for"),
        pytest.param(WORDS, DRAWN_BEFORE, True, id="no script, but it was drawn before"),
        pytest.param(WORDS + SCRIPT, ASKED, True, id="no link, and a script"),
        pytest.param(EMPTY, ASKED, True, id="nothing without scripts"),
        pytest.param(CAPTCHA, MARKED, False, id="a challenge is never gone round"),
    ],
)
def test_what_is_drawn(html: str, asked: LinkQuestion, *, expected: bool) -> None:
    assert may_show_more(read(html, asked), asked) is expected


def test_a_page_that_was_refused_is_not_drawn() -> None:
    refused = replace(read(WORDS + SCRIPT), outcome=Outcome.BLOCKED)
    assert not may_show_more(refused, MARKED)


def test_a_link_that_was_only_drawn_is_there_and_says_so() -> None:
    best = seen(joined(EMPTY, WORDS + LINK)).best
    assert best is not None
    assert best.rendered
    assert "rendered" in signals(joined(EMPTY, WORDS + LINK).facts)[0]
    assert best.before.endswith("Good boots: ")


def test_a_link_that_was_served_is_as_it_was_served() -> None:
    reading = joined(WORDS + LINK + SCRIPT, WORDS)
    assert seen(reading) == seen(read(WORDS + LINK + SCRIPT))


def test_what_neither_has_is_absent_as_it_was_served() -> None:
    reading = joined(WORDS + SCRIPT, WORDS)
    assert not seen(reading).present
    assert not seen(reading).undecided
    assert reading.facts == read(WORDS + SCRIPT).facts


def test_a_page_that_was_empty_is_absent_as_it_was_drawn() -> None:
    reading = joined(EMPTY, WORDS)
    assert reading.examined is not None
    assert reading.examined.answers[ASKED.key].shown.outcome is Outcome.OK
    assert reading.facts.text_chars > 500
    assert not seen(reading).undecided


@pytest.mark.parametrize(("served", "asked"), [(EMPTY, ASKED), (WORDS, MARKED), (WORDS, DRAWN_BEFORE)])
def test_nobody_can_tell_while_what_rests_on_scripts_is_loading_or_cannot_be_drawn(
    served: str, asked: LinkQuestion
) -> None:
    loading = joined(served, WORDS, asked, settled=False)
    failed = with_drawing(read(served, asked), NotRendered("the browser hung"), [asked])
    assert "still loading" in seen(loading, asked).undecided
    assert "the browser hung" in seen(failed, asked).undecided


def test_a_browser_that_fails_takes_nothing_from_a_page_that_reads_without() -> None:
    served = read(WORDS + SCRIPT)
    assert with_drawing(served, NotRendered("the browser hung"), [ASKED]) == served


def test_a_challenge_that_only_the_browser_meets_proves_nothing() -> None:
    reading = joined(EMPTY, CAPTCHA)
    assert reading.examined is not None
    assert reading.examined.answers[ASKED.key].shown.outcome is Outcome.BLOCKED


def test_robots_metas_of_both_count() -> None:
    noindex = '<meta name="robots" content="noindex">'
    reading = joined(noindex + EMPTY, '<meta name="robots" content="nofollow">' + WORDS + LINK)
    assert {tag.value for tag in reading.facts.robots} == {"noindex", "nofollow"}


@pytest.mark.parametrize("asked", [MARKED, DRAWN_BEFORE], ids=["marked", "drawn before"])
def test_where_the_browser_was_turned_off_nobody_can_tell(asked: LinkQuestion) -> None:
    assert "none is turned on" in seen(without_browser(read(WORDS + SCRIPT, asked), [asked]), asked).undecided


def test_where_there_never_was_a_browser_all_is_as_it_was_served() -> None:
    for html in (WORDS + SCRIPT, EMPTY):
        assert without_browser(read(html), [ASKED]) == read(html)


def test_where_links_stand_on_a_drawn_page() -> None:
    other = '<p>Others: <a href="https://other.example/">the others</a> walk too.</p>'
    drawn = joined(WORDS + SCRIPT, WORDS + other + LINK + SCRIPT).examined
    assert drawn is not None
    assert (drawn.facts.external, sum(count for _, count in drawn.layout.places)) == (2, 2)
    assert drawn.layout.positions[ASKED.key] == 2


def test_a_link_that_is_served_keeps_its_place_while_another_is_drawn() -> None:
    second = LinkQuestion("https://ours.example/second")
    asked = [ASKED, second]
    drawn = f'<a href="{second.target}">another</a>'
    served, shown = (read(html, *asked) for html in (WORDS + LINK + SCRIPT, WORDS + drawn + LINK))
    found = with_drawing(served, Drawing(shown, settled=True), asked).examined
    assert found is not None
    assert found.layout.positions == {second.key: 1, ASKED.key: 1}
