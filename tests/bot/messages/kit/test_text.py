from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.kit import text


@pytest.mark.parametrize(
    ("raw", "cleaned", "why"),
    [
        ("plain", "plain", "nothing to do"),
        ("two\n\nlines\tand a tab", "two lines and a tab", "white space is folded"),
        ("a\u202eb\u2066c\u200f", "abc", "bidirectional characters could turn our words around"),
        ("a\x00b\x1b[31m", "ab[31m", "control characters go"),
        ("half \ud800 pair", "half \ufffd pair", "half a surrogate pair is no text"),
        ("a\u2028b", "a b", "a line separator is white space"),
        ("*bold* <!channel>", "*bold* <!channel>", "formatting is left: plain and rich text do not read it"),
    ],
)
def test_foreign_text_is_cleaned(raw: str, cleaned: str, why: str) -> None:
    assert text.clean(raw, 100) == cleaned, why


@pytest.mark.parametrize(
    ("raw", "most", "shown"),
    [
        ("abcdefgh", 5, "abcd…"),
        ("the river runs past the old mill", 26, "the river runs past the…"),
        ("the river runs past the old mill", 24, "the river runs past the…"),
        ("see https://blog.example/" + "x" * 80, 60, "see https://blog.example/" + "x" * 34 + "…"),
    ],
)
def test_what_is_cut_shows_it_behind_a_word_if_one_ends_shortly_before(raw: str, most: int, shown: str) -> None:
    assert text.clean(raw, most) == shown


@pytest.mark.parametrize(
    ("raw", "harmless"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("*a* _b_ ~c~ `d`", "a b c d"),
        (":skull: 12:30", "skull: 12:30"),
    ],
)
def test_foreign_text_in_mrkdwn_is_bare(raw: str, harmless: str) -> None:
    assert text.bare(raw, 100) == harmless


@given(st.text(), st.integers(1, 50))
def test_bare_text_keeps_its_length_and_no_entity_is_cut(raw: str, most: int) -> None:
    made = text.bare(raw, most)
    assert len(made) <= most
    assert not set(made) & set("<>*_~`")
    assert made.count("&") == sum(made.count(entity) for entity in ("&amp;", "&lt;", "&gt;"))


@pytest.mark.parametrize(
    ("url", "address", "why"),
    [
        ("https://a.example/x", "https://a.example/x", "a plain one"),
        ("https://a.example/x|y>z<w", "https://a.example/x%7Cy%3Ez%3Cw", "nothing breaks out of a link"),
        ("https://a.example/a b", "https://a.example/a%20b", "blanks end an address"),
        ("https://a.example/\u202ex", "https://a.example/x", "nothing turns the text around"),
        ("javascript:alert(1)", None, "only the web is linked"),
        ("ours.example", None, "a bare domain is a target, not an address"),
        ("https://a.example/" + "x" * 3000, None, "longer than a block may carry"),
    ],
)
def test_addresses_for_links(url: str, address: str | None, why: str) -> None:
    assert text.web_address(url) == address, why


@pytest.mark.parametrize(
    ("words", "anchors", "shown", "why"),
    [
        ("a b c [our guide] d e f", (), "a b c [our guide] d…", "near the beginning"),
        ("one two three four [guide] five six", (), "…four [guide] five…", "a little on both sides"),
        ("one two three four [our long guide] five", ("our long guide",), "…[our long guide]…", "more than half of it"),
        (
            "one two three four [a guide far too long to show]",
            ("a guide far too long to show",),
            "…[a guide far too…",
            "cut",
        ),
        ("one [1] two three four [guide] five", ("guide",), "…four [guide] five", "a footnote is not the link"),
        ("one two [a remark of the page's own] three", ("guide",), "one two [a remark…", "nor is a remark"),
    ],
)
def test_the_words_around_a_link_have_its_text_among_them(
    words: str, anchors: tuple[str, ...], shown: str, why: str
) -> None:
    assert text.around(words, 20, anchors) == shown, why


@given(st.text("ab [].", max_size=80), st.text("ab .", min_size=1, max_size=20), st.integers(2, 40))
def test_words_around_a_link_keep_their_length(raw: str, anchor: str, most: int) -> None:
    assert len(text.around(f"{raw}[{anchor}]{raw}", most, [anchor])) <= most


def test_a_link_is_made_of_an_address_and_our_words() -> None:
    assert text.link("https://a.example/?a=1&b=2", "the page") == "<https://a.example/?a=1&amp;b=2|the page>"
    assert text.link("mailto:a@b.example", "the page") == "the page"


def test_times_are_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert text.when(at) == "<!date^1795424400^{date_short_pretty} at {time}|2026-11-23 09:00 UTC>"


@pytest.mark.parametrize(
    ("user", "mention"), [("U012AB", "<@U012AB>"), ("<!here>", "&lt;!here&gt;"), ("ada", "ada"), ("NULL", "NULL")]
)
def test_only_ids_are_mentioned(user: str, mention: str) -> None:
    assert text.person(user) == mention


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/", "a.example"),
        ("http://a.example/x", "a.example/x"),
        ("https://me:pw@a.example/?key=abc", "***@a.example/?key=***"),
        ("https://a.example/" + "x" * 100 + "/end", "a.example/xxxxxxxxx…xxxxxx/end"),
    ],
)
def test_addresses_are_shown_short(url: str, shown: str) -> None:
    assert text.shown_url(url, 30) == shown


def test_a_whole_address_reads_back_as_it_is() -> None:
    assert text.shown_url("http://a.example/x", text.WHOLE) == "http://a.example/x"
    assert text.shown_url("http://a.example/", text.WHOLE) == "http://a.example"
    assert text.shown_url("https://a.example/x", text.WHOLE) == "a.example/x"


def test_pieces_that_do_not_fit_are_left_out_whole() -> None:
    assert text.within(["<@U1>", "&amp;", "<@U2>"], 12) == "<@U1>&amp;…"
