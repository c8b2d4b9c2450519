"""What a message names: pages, targets, and pairs of them."""

from typing import Any

import pytest

from bot.actions.links_in_message import LinksInMessage, links_in
from bot.messages.kit.views import LONGEST_TEXT
from tests.bot.messages.test_naughty_strings import OURS
from tests.tools.slack_bot import OTHER, PAGE, TARGET

SITES = ("ours.example",)
A, B = "https://a.example/x", "https://b.example/y"


def said(*lines: str) -> dict[str, Any]:
    """A message of these lines; addresses are marked as Slack marks them."""
    marked = (" ".join(f"<{word}>" if "//" in word else word for word in line.split()) for line in lines)
    return {"text": "\n".join(marked)}


@pytest.mark.parametrize(
    ("message", "found", "why"),
    [
        ({"text": "see <https://a.example/x|x> &amp; <https://a.example/?a=1&amp;copy=2>"}, 2, "marked, escaped"),
        ({"text": "see <https://a.example/x>", "blocks": [{"type": "link", "url": "https://a.example/x"}]}, 1, "once"),
        ({"text": "<mailto:a@b.example|a@b.example> <@U1> <#C1|x> <!here>"}, 0, "no web addresses"),
        ({"blocks": [{"elements": [{"type": "link", "url": "javascript:alert(1)"}]}]}, 0, "not of the web"),
        ({"attachments": [{"text": "<https://a.example/x>"}]}, 1, "an attachment of another app"),
        ({"blocks": [{"type": "plain_text", "text": "<https://a.example/x>"}]}, 0, "plain text is no link"),
        ({}, 0, "an empty message"),
    ],
)
def test_addresses_are_found_where_slack_puts_them(message: dict[str, Any], found: int, why: str) -> None:
    assert len(links_in(message, ()).lines) == found, why


@pytest.mark.parametrize(
    ("addresses", "found", "why"),
    [
        ([PAGE, OTHER], LinksInMessage((PAGE, OTHER)), "pages alone"),
        ([PAGE, TARGET], LinksInMessage((PAGE,), TARGET), "one target is for all"),
        ([TARGET, PAGE, OTHER], LinksInMessage((PAGE, OTHER), TARGET), "wherever it stands"),
        (
            [PAGE, TARGET, OTHER, f"{TARGET}/b"],
            LinksInMessage((f"{PAGE} -> {TARGET}", f"{OTHER} -> {TARGET}/b")),
            "each page with its own",
        ),
        ([TARGET], LinksInMessage(()), "a target alone is no page"),
        ([], LinksInMessage(()), "nothing"),
    ],
)
def test_our_own_addresses_are_targets(addresses: list[str], found: LinksInMessage, why: str) -> None:
    assert links_in(said(*addresses), SITES) == found, why


@pytest.mark.parametrize("text", ["<https://a.example/long-ti…>", "<https://a.example/long-ti>…"])
def test_an_address_that_was_cut_off_comes_into_the_form_which_says_so(text: str) -> None:
    assert links_in({"text": f"see {text}"}, SITES).lines == ("https://a.example/long-ti…",)


def test_what_does_not_fit_is_counted() -> None:
    found = links_in(said(*(f"https://p{number}.example/{'x' * 90}" for number in range(40))), ())
    assert found.left_out == 40 - len(found.lines) > 0
    assert len("\n".join(found.lines)) <= LONGEST_TEXT


@pytest.mark.parametrize("bad", OURS, ids=range(len(OURS)))
def test_foreign_text_in_a_message_harms_nothing(bad: str) -> None:
    found = links_in({"text": bad, "blocks": [{"type": "link", "url": bad, "text": bad}]}, SITES)
    assert all(line.startswith("http") for line in found.lines)


@pytest.mark.parametrize(
    ("lines", "found", "why"),
    [
        ([f"{A} -&gt; {B}"], (f"{A} -> {B}",), "an arrow"),
        ([f"{A} → {B}", f"{B} → {A}"], (f"{A} -> {B}", f"{B} -> {A}"), "each line its own"),
        ([f"{A} {B}"], (f"{A} -> {B}",), "a page and its target, as add takes them"),
        ([f"{TARGET} {A}"], (f"{A} -> {TARGET}",), "ours is the target, wherever it stands"),
        ([f"{TARGET} → {A}"], (f"{TARGET} -> {A}",), "but an arrow says what leads where"),
        ([f"new: {A} → {B} and {PAGE} → {TARGET}"], (f"{A} -> {B}", f"{PAGE} -> {TARGET}"), "in a sentence"),
        ([A, f"→ {B}", PAGE, f"→ {TARGET}"], (f"{A} -> {B}", f"{PAGE} -> {TARGET}"), "the target below its page"),
        ([f"{A} → {B} tag:spring"], (f"{A} → {B} tag:spring",), "with what was agreed"),
        ([f"look at {A} {B}"], (A, B), "words that say nothing of a pair"),
        ([f"{A} and {B}"], (A, B), "two pages"),
        ([f"{A} → {B}", f"{A} → {B}", A], (f"{A} -> {B}",), "each once"),
        ([A, f"{A} → {B}"], (f"{A} -> {B}",), "the pair says more"),
    ],
)
def test_pairs_stay_pairs(lines: list[str], found: tuple[str, ...], why: str) -> None:
    assert links_in(said(*lines), SITES).lines == found, why


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        (
            [
                {
                    "type": "rich_text",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "link", "url": A},
                                {"type": "text", "text": " -> "},
                                {"type": "link", "url": B},
                            ],
                        }
                    ],
                }
            ],
            "an arrow",
        ),
        (
            [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Placed:\n"},
                        {"type": "link", "url": A},
                        {"type": "text", "text": " "},
                        {"type": "emoji", "name": "arrow_right"},
                        {"type": "link", "url": B},
                    ],
                }
            ],
            "an arrow that is an emoji",
        ),
        (
            [
                {
                    "type": "table",
                    "rows": [
                        [
                            {
                                "type": "rich_text",
                                "elements": [
                                    {"type": "rich_text_section", "elements": [{"type": "link", "url": each}]}
                                ],
                            }
                            for each in (A, B)
                        ]
                    ],
                }
            ],
            "two cells of a row",
        ),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": f"<{A}> -&gt; <{B}>"}}], "of another app"),
    ],
)
def test_pairs_are_found_in_blocks(blocks: list[dict[str, Any]], why: str) -> None:
    assert links_in({"text": f"<{A}> <{B}>", "blocks": blocks}, ()).lines == (f"{A} -> {B}",), why


def test_a_bare_domain_stays_one() -> None:
    assert links_in({"text": f"<{A}> -&gt; <http://ours.example|ours.example>"}, ()).lines == (f"{A} -> ours.example",)
