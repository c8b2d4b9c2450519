"""The report as HTML: whole, harmless whatever pages and people wrote, and nothing in it that leaves it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from jobs.digests.reports.html.charts import step_of
from jobs.digests.reports.html.document import report_html
from jobs.digests.reports.html.markup import Markup, address, tag, together
from jobs.digests.reports.report import Report
from jobs.model.channel import ChannelSettings, Logo
from jobs.model.link_status import LinkState
from jobs.model.reading import Sighting
from tests.tools.nouns import seen
from tests.tools.reports import busy_month, event, report_of, stood

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;"
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "p", "b"}
ELEMENTS |= {"h1", "h2", "table", "thead", "tbody", "tr", "th", "td", "small", "span", "a", "img", "dl", "dt", "dd"}
ELEMENTS |= {"svg", "text", "line", "path", "circle", "rect"}


def tree(report: Report) -> LexborHTMLParser:
    return LexborHTMLParser(report_html(report).decode())


def test_every_link_and_happening_is_a_row() -> None:
    report = report_of(*busy_month(live=40))
    page = tree(report)
    assert len(page.css("table.standings tbody tr")) == len(report.standings) == 48
    assert len(page.css("table.happenings tbody tr")) == len(report.happenings) == 7
    heads = [node.text() for node in page.css("h2")]
    assert "Placed: 2" in heads
    assert "Lost: 1" in heads
    assert "All links at the end of the month: 48" in heads


def test_it_says_that_nothing_was_lost() -> None:
    page = tree(report_of([event(1, "added", -9), event(1, "live", -9)], [stood(1, LinkState.LIVE, -9)]))
    assert "Lost" in [node.text() for node in page.css("h2")]
    assert "None in this month." in page.body.text() if page.body else False


def test_costs_are_shown_only_where_they_are_not_hidden() -> None:
    events, links = busy_month()
    assert b"Cost" in report_html(report_of(events, links))
    hidden = report_html(report_of(events, [each.without_cost() for each in links]))
    assert b"Cost" not in hidden
    assert b"EUR" not in hidden


@given(st.text() | st.just(ATTACK), st.text(), st.text() | st.just(ATTACK))
def test_foreign_words_make_no_element_and_no_attribute(client: str, page: str, words: str) -> None:
    link = stood(1, LinkState.LOST, 5, page_url=f"https://a.example/{page}", target=words)
    link = replace(link, sighting=Sighting(seen(text=words, rel=("nofollow",)), 1))
    events = [event(1, "added", -9), event(1, "live", -9), event(1, "lost", 5, words)]
    report = report_of(events, [link], chosen=ChannelSettings(client=client))
    shown = tree(replace(report, logo=Logo("image/gif", b"GIF89a")))
    assert {node.tag for node in shown.css("*")} <= ELEMENTS
    for node in shown.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
    assert {str(node.attributes["href"]).split(":")[0] for node in shown.css("a")} <= {"https", "http"}


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = tree(replace(report_of(*busy_month()), logo=Logo("image/png", b"\x89PNG")))
    [policy] = page.css("meta[http-equiv]")
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert [node.attributes["src"] for node in page.css("[src]")] == ["data:image/png;base64,iVBORw=="]
    assert page.css("script, link, iframe, object") == []
    assert b"@import" not in report_html(report_of([]))
    assert b"url(" not in report_html(report_of([]))


@pytest.mark.parametrize(
    ("url", "html"),
    [
        ("https://a.example/x?y=1&z", '<a href="https://a.example/x?y=1&amp;z" rel="noopener noreferrer nofollow">'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("ours.example", "ours.example"),
        ("https://a.example/?token=abc", "https://a.example/?token=***"),  # a secret is neither shown nor linked
    ],
)
def test_only_web_addresses_can_be_clicked(url: str, html: str) -> None:
    assert address(url).startswith(html)


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = tag("b", "1 < 2")
    assert together(["a & ", inner]) == "a &amp; <b>1 &lt; 2</b>"
    assert tag("p", inner, class_="x", data_label='"') == '<p class="x" data-label="&quot;"><b>1 &lt; 2</b></p>'
    assert isinstance(inner, Markup)


@given(st.integers(0, 10**9))
def test_an_axis_has_whole_numbers_and_few_marks(top: int) -> None:
    step = step_of(top)
    assert step >= 1
    assert top <= 4 * step
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert step == 1 or top > step  # no finer one than is needed
