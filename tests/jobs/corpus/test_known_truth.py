"""Pages of known truth, from the page's bytes to outcome, presence and findings."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.model.link import Expectation
from jobs.model.page import Headers, Hop, Outcome, Page
from jobs.pages.asked import Classified
from jobs.pages.classify import classify, classify_for
from jobs.pages.find_link import find_link
from jobs.pages.page_facts import links_out, page_facts
from jobs.rules import findings
from jobs.web.html.parse import parse
from tests.tools.times import NOON

PAGE = "https://partner.example/walks"
TARGET = "https://ours.example/guide"
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Truth:
    file: str
    present: bool
    kinds: str = ""
    outcome: Outcome = Outcome.OK
    headers: Headers = ()
    anchor: str = ""
    final_url: str = PAGE

    def __str__(self) -> str:
        return self.file + "".join(f" {name}" for name, _ in self.headers) + (" redirected" * (self.final_url != PAGE))

    @property
    def row(self) -> str:
        """Its line in docs/corpus.md."""
        beside = [f"`{name}: {value}`" for name, value in self.headers]
        beside += [f"ends at `{self.final_url}`"] * (self.final_url != PAGE)
        beside += [f"“{self.anchor}” was agreed"] * bool(self.anchor)
        link = "there" if self.present else "unknown" if self.outcome.is_unknown else "absent"
        cells = (f"`{self.file}`", "; ".join(beside), self.outcome.value, link, self.kinds.replace(" ", ", "))
        return f"| {' | '.join(cells)} |"


X_ROBOTS = "x-robots-tag"

TRUTHS = [
    Truth("plain", present=True),
    Truth("plain", present=True, anchor="The  River Guide"),
    Truth("plain", present=True, kinds="anchor_changed", anchor="best river guide"),
    Truth("absent", present=False, kinds="missing"),
    Truth("rel_with_comma", present=True, kinds="nofollow ugc"),
    Truth("rel_nofollow_upper", present=True, kinds="nofollow"),
    Truth("rel_sponsored", present=True, kinds="sponsored"),
    Truth("rel_noopener", present=True),
    Truth("meta_nofollow", present=True, kinds="page_nofollow"),
    Truth("meta_none", present=True, kinds="noindex page_nofollow"),
    Truth("googlebot_noindex", present=True, kinds="noindex"),
    Truth("otherbot_noindex", present=True),
    Truth("noindex_in_comment", present=True),
    Truth("unavailable", present=True, kinds="noindex"),
    Truth("available", present=True),
    Truth("plain", present=True, kinds="noindex", headers=((X_ROBOTS, "noindex"),)),
    Truth("plain", present=True, kinds="page_nofollow", headers=((X_ROBOTS, "googlebot: nofollow"),)),
    Truth("plain", present=True, headers=((X_ROBOTS, "otherbot: noindex, nofollow"),)),
    Truth("canonical_other_host", present=True, kinds="canonical_elsewhere"),
    Truth("canonical_itself", present=True),
    Truth("plain", present=True, kinds="canonical_elsewhere",
          headers=(("link", '<https://original.example/walks>; rel="canonical"'),)),
    Truth("display_none", present=True, kinds="hidden"),
    Truth("style_rule_hides", present=True, kinds="hidden"),
    Truth("hidden_attribute", present=True, kinds="hidden"),
    Truth("base_href", present=True),
    Truth("relative_protocol", present=True),
    Truth("variants", present=True, kinds="variant"),
    Truth("escaped_href", present=True),
    Truth("entities_in_href", present=True),
    Truth("two_links", present=True, kinds="duplicate"),
    Truth("in_footer", present=True),
    Truth("in_noscript", present=True, kinds="in_noscript"),
    Truth("in_comment", present=False, kinds="missing"),
    Truth("in_template", present=False, kinds="missing"),
    Truth("in_script", present=False, kinds="missing"),
    Truth("image_link", present=True),
    Truth("empty_anchor", present=True, kinds="anchor_empty"),
    Truth("text_only", present=False, kinds="text_only"),
    Truth("wrong_target", present=False, kinds="wrong_target"),
    Truth("longer_address", present=False, kinds="missing"),
    Truth("substring_only", present=False, kinds="missing"),
    Truth("onclick_only", present=False, kinds="js_only"),
    Truth("redirector", present=True, kinds="via_redirect"),
    Truth("share_button", present=False, kinds="missing"),
    Truth("refresh_away", present=True, kinds="meta_refresh_away"),
    Truth("broken_html", present=True),
    Truth("area", present=True),
    Truth("plain", present=True, kinds="source_redirected", final_url="https://partner.example/old/walks"),
    Truth("plain", present=True, final_url="https://www.partner.example/walks/", kinds="source_redirected"),
    Truth("absent", present=False, kinds="missing source_redirected", final_url="https://partner.example/old/walks"),
    Truth("rel_ugc", present=True, kinds="ugc"),
    Truth("rel_ugc", present=True, kinds="noindex ugc", headers=((X_ROBOTS, "NOINDEX"),)),
    Truth("robots_upper_case", present=True, kinds="noindex"),
    Truth("robots_twice", present=True, kinds="noindex"),
    Truth("visibility_hidden", present=True, kinds="hidden"),
    Truth("in_textarea", present=False, kinds="missing"),
    Truth("conditional_comment", present=False, kinds="missing"),
    Truth("svg_link", present=False, kinds="missing"),
    Truth("spaces_in_href", present=True),
    Truth("backslashes", present=True),
    Truth("unquoted", present=True),
    Truth("utf_16", present=True),
    Truth("refresh_in_noscript", present=True),
    Truth("nofollow_and_plain", present=True, kinds="duplicate"),
    Truth("other_host_like_ours", present=False, kinds="missing"),
    # Found is present, whatever else the page holds.
    Truth("link_beside_challenge", present=True),
    Truth("link_on_not_found", present=True),
    # What stands in the stead of the page.
    Truth("challenge", present=False, outcome=Outcome.BLOCKED),
    Truth("absent", present=False, outcome=Outcome.BLOCKED, headers=(("cf-mitigated", "challenge"),)),
    Truth("js_shell", present=False, outcome=Outcome.NEEDS_JS),
    Truth("soft_404", present=False, kinds="missing", outcome=Outcome.SOFT_404),
    Truth("soft_404_german", present=False, kinds="missing", outcome=Outcome.SOFT_404),
    Truth("absent", present=False, kinds="missing", outcome=Outcome.SOFT_404, final_url="https://partner.example/"),
    Truth("absent", present=False, outcome=Outcome.BLOCKED, final_url="https://login.example/signin?next=%2Fwalks"),
    Truth("parked", present=False, kinds="missing", outcome=Outcome.PARKED),
    Truth("soft_404_french", present=False, kinds="missing", outcome=Outcome.SOFT_404),
    Truth("captcha_wall", present=False, outcome=Outcome.BLOCKED),
    Truth("article_about_404", present=False, kinds="missing"),
]  # fmt: skip


@pytest.mark.parametrize("truth", TRUTHS, ids=str)
def test_page_is_read_for_what_it_is(truth: Truth) -> None:
    hops = () if truth.final_url == PAGE else (Hop(PAGE, 301, truth.final_url),)
    body = (FOLDER / f"{truth.file}.html").read_bytes()
    page = Page(PAGE, truth.final_url, 200, truth.headers, body, NOON, hops)
    document = parse(body, url=page.final_url, content_type="text/html", headers=page.headers)
    sighting = find_link(document, TARGET, truth.anchor)
    alone = classify(page, document)
    reading = Classified(Outcome.OK) if sighting.present else classify_for(sighting, page, document, alone)
    facts = page_facts(page, document, links_out(document.links, page.final_url), reading)
    found = findings(Expectation(anchor=truth.anchor), sighting, facts)
    assert reading.outcome is truth.outcome, reading.reason
    assert sighting.present is truth.present
    assert sorted(finding.kind for finding in found) == sorted(truth.kinds.split())


def test_the_table_in_the_docs_holds_what_the_corpus_holds() -> None:
    lines = (FOLDER.parents[2] / "docs/corpus.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("| `")] == [truth.row for truth in TRUTHS]
    files = {truth.file for truth in TRUTHS}
    assert files == {path.stem for path in FOLDER.glob("*.html")}
    assert len(files) >= 60
