"""The index gives every link that leads to a target, and so few others that many targets cost hardly more than one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.page import Page
from jobs.pages import find_link
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.link_index import LinkIndex
from jobs.web.html.parse import parse
from jobs.web.urls import Degree, TargetMatch, same_target
from tests.tools.times import NOON

OWN = "https://partner.example/walks/"
TARGETS = (
    "https://ours.example/guide",
    "http://www.ours.example/guide/?utm_source=x",
    "https://ours.example/a%20b?q=%C3%BC#part",
    "ours.example",
    "ours.example/guide",
    "https://bücher.example/guide",
    "blog.bücher.example",
    "https://partner.example/walks/1",
    "https://192.0.2.7:8080/guide",
    "blogspot.com",
    "no address at all",
    "",
)
ADDRESSES = (
    "https://ours.example/guide",
    "https://OURS.example./guide/?fbclid=1",
    "//ours.example/a b?q=ü#part",
    "https://shop.ours.example/",
    "https://xn--bcher-kva.example/guide",
    "https://bücher.example/guide#x",
    "https://blog.bücher.example/",
    "1",
    "/out?u=https%3A%2F%2Fours.example%2Fguide",
    "/out?u=https%253A%252F%252Fours.example%252Fguide",
    "/go?url=aHR0cHM6Ly9vdXJzLmV4YW1wbGUvZ3VpZGU=",
    "https://www.google.com/url?q=https://b%C3%BCcher.example/guide",
    "http://192.0.2.7:8080/guide",
    "https://a.blogspot.com/",
    "https://ours.example.evil.example/guide",
    "https://evil.example/?ours.example/guide",
    "mailto:me@ours.example",
    "http://[broken",
    "",
)
_LEADS = {Degree.EXACT, Degree.VARIANT, Degree.REDIRECTOR}


@pytest.mark.parametrize("target", TARGETS)
@given(hrefs=st.lists(st.sampled_from(ADDRESSES), max_size=8))
def test_every_link_that_leads_to_a_target_is_found(target: str, hrefs: list[str]) -> None:
    page = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    links = parse(page.encode(), url=OWN, content_type="text/html; charset=utf-8").links
    leading = [n for n, each in enumerate(links) if each.valid and same_target(each.href, target).degree in _LEADS]
    may_lead = LinkIndex(links).may_lead(target)
    assert [number for number in may_lead if number in leading] == leading
    assert may_lead == sorted(set(may_lead))


@pytest.mark.parametrize(
    "base",
    [
        pytest.param("https://ours{}.example/guide", id="each of a site of its own"),
        pytest.param("https://ours.example/guide-{}", id="all of one site"),
        pytest.param(f"{OWN}{{}}", id="all of the page's own site"),
    ],
)
def test_twenty_targets_are_compared_with_their_own_links_alone(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    targets = [base.format(number) for number in range(20)]
    others = [f"{OWN}other-{number}" for number in range(300)]
    body = "".join(f'<p><a href="{href}">x</a>' for href in (*targets, *others)).encode()
    compared = list[tuple[str, str]]()

    def counted(href: str, target: str) -> TargetMatch:
        compared.append((href, target))
        return same_target(href, target)

    monkeypatch.setattr(find_link, "same_target", counted)
    page = Page(OWN, OWN, 200, (("content-type", "text/html"),), body, NOON)
    answers = extract(page, [LinkQuestion(target) for target in targets]).answers
    assert all(answer.sighting.present for answer in answers.values())
    assert set(compared) == {(target, target) for target in targets}
    assert len(compared) == len(targets)
