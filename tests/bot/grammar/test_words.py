"""Typed text as words: quotation marks of any shape, arrows, and what Slack makes of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.quotes import quoted
from bot.grammar.words import Sort, Word, as_typed, words_of

PLAIN, QUOTED, UNCLOSED, ARROW = Sort.PLAIN, Sort.QUOTED, Sort.UNCLOSED, Sort.ARROW


def told(line: str) -> list[tuple[Sort, str]]:
    return [(word.sort, word.text) for word in words_of(line)]


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ('"garden tools"', "garden tools"),
        ("“garden tools”", "garden tools"),
        ("„Gartengeräte“", "Gartengeräte"),
        ("„Gartengeräte”", "Gartengeräte"),
        ("”trädgård”", "trädgård"),
        ("« outils de jardin »", "outils de jardin"),
        ("»Gartengeräte«", "Gartengeräte"),
        ("‘garden tools’", "garden tools"),
        ("‚Gartengeräte‘", "Gartengeräte"),
        ("'garden tools'", "garden tools"),
        ("’trädgård’", "trädgård"),
        ("‹outils›", "outils"),
        ("›Gartengeräte‹", "Gartengeräte"),
        ('"tools”', "tools"),
        ("‘tools'", "tools"),
        ("‘it’s here’", "it’s here"),
        ("'Fellside's guide'", "Fellside's guide"),
        ('"Fellside\'s guide"', "Fellside's guide"),
        ('«5" wide»', '5" wide'),
        ('"5"" wide"', '5" wide'),
        ('"he said ""yes"""', 'he said "yes"'),
        ('"garden tools "', "garden tools"),
        ('""', ""),
        ("“see ‘this’”", "see ‘this’"),
    ],
)
def test_quotes_of_any_shape_open_and_close(typed: str, inside: str) -> None:
    assert told(typed) == [(QUOTED, inside)]
    assert told(f"anchor {typed}, tag:x") == [(PLAIN, "anchor"), (QUOTED, inside), (PLAIN, "tag:x")]
    assert told(f"tag:{typed}|") == [(PLAIN, "tag:"), (QUOTED, inside), (Sort.CELL, "|")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("’s-Hertogenbosch", [(PLAIN, "’s-Hertogenbosch")]),
        ("'s-Hertogenbosch tag:'x'", [(PLAIN, "'s-Hertogenbosch"), (PLAIN, "tag:"), (QUOTED, "x")]),
        ("rock 'n' roll", [(PLAIN, "rock"), (QUOTED, "n"), (PLAIN, "roll")]),
        ("the dogs' bowl", [(PLAIN, "the"), (PLAIN, "dogs'"), (PLAIN, "bowl")]),
        ("it’s", [(PLAIN, "it’s")]),
        ("'til\tdogs'", [(PLAIN, "'til"), (Sort.CELL, "\t"), (PLAIN, "dogs'")]),
        ('5"', [(PLAIN, '5"')]),
    ],
)
def test_an_apostrophe_is_no_quote(typed: str, words: list[tuple[Sort, str]]) -> None:
    assert told(typed) == words


@pytest.mark.parametrize(
    ("typed", "rest"),
    [('"open', '"open'), ('"open tag:"x"', '"open tag:"x"'), ("‚open", "‚open"), ("« open", "« open")],
)
def test_a_quote_that_is_not_closed_is_told(typed: str, rest: str) -> None:
    assert told(f"anchor {typed}") == [(PLAIN, "anchor"), (UNCLOSED, rest)]


@pytest.mark.parametrize(
    "arrow",
    ["->", "-->", "---->", "=>", "–>", "—>", "−>", "→", "⇒", "➡", "➡\ufe0f", ":arrow_right:", ">", ">>", "»", "›"],
)
def test_arrows_of_any_shape_stand_between_addresses(arrow: str) -> None:
    sent = arrow.replace(">", "&gt;")
    for typed in (f"a.example {sent} b.example", f"<https://a.example> {sent} <https://b.example>"):
        assert [sort for sort, _ in told(typed)] == [PLAIN, ARROW, PLAIN]
    assert [sort for sort, _ in told(f"<https://a.example>{sent}<https://b.example>")] == [PLAIN, ARROW, PLAIN]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a.example/x-&gt;b.example", [(PLAIN, "a.example/x"), (ARROW, "->"), (PLAIN, "b.example")]),
        (
            "https://a.example/x&gt;https://b.example",
            [(PLAIN, "https://a.example/x"), (ARROW, ">"), (PLAIN, "https://b.example")],
        ),
        ("a.example/x&gt;y", [(PLAIN, "a.example/x>y")]),
        ("«a» » «b»", [(QUOTED, "a"), (ARROW, "»"), (QUOTED, "b")]),
        ("»<https://a.example>«", [(QUOTED, "https://a.example")]),
    ],
)
def test_what_only_looks_like_an_arrow_is_none(typed: str, words: list[tuple[Sort, str]]) -> None:
    assert told(typed) == words


@pytest.mark.parametrize(
    ("sent", "around", "why"),
    [
        ("<https://a.example/p>.", ("", "."), "Slack leaves a full stop outside"),
        ("(<https://a.example/p>),", ("(", "),"), "brackets around it"),
        ("&lt;<https://a.example/p>&gt; !", ("<", "> !"), "as mails write it; a blank before the mark, as in French"),
        ("a.example/p...", ("", "..."), "not marked"),
        ('"a text"?', ("", "?"), "a quotation"),
        ("<@U0B|ben>;", ("", ";"), "a person"),
        ("L-12…", ("", "…"), "what phones make of dots"),
        ("it’s.", ("", "."), "an apostrophe inside is none"),
    ],
)
def test_what_stands_around_a_word_is_none_of_it_and_is_not_lost(sent: str, around: tuple[str, str], why: str) -> None:
    [word] = words_of(sent)
    assert (word.before, word.behind) == around, why
    assert word.in_its_sentence == as_typed(sent)


@pytest.mark.parametrize("alone", ["?", "...", ", x", "! x"])
def test_what_stands_alone_at_the_beginning_of_a_line_is_a_word(alone: str) -> None:
    assert words_of(alone)[0].is_stop


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ("<#C0X|links>", Word(Sort.CHANNEL, "C0X", "#links")),
        ("<@U0B|ben>", Word(Sort.PERSON, "U0B", "@ben")),
        ("<@U0B>", Word(Sort.PERSON, "U0B", "@U0B")),
        ("&lt;@U0B&gt;", Word(Sort.PERSON, "U0B", "@U0B")),
        ("&lt;#C0X&gt;", Word(Sort.PLAIN, "<#C0X>")),
        ("<!channel>", Word(Sort.CALL, "@channel")),
        ("<!here|here>", Word(Sort.CALL, "@here")),
        ("<!subteam^S1|@team>", Word(Sort.CALL, "@team")),
        ("<mailto:a@b.example|a@b.example>", Word(Sort.PLAIN, "a@b.example")),
        ("<https://a.example/x?a=1&amp;b=2>", Word(Sort.PLAIN, "https://a.example/x?a=1&b=2")),
        ("<http://a.example|a.example>:8080/x", Word(Sort.PLAIN, "a.example:8080/x")),
        ("<http://a.example|a.example>:8080", Word(Sort.PLAIN, "a.example:8080")),
        ("<http://a.example|a.example>:8080/x?a=1&amp;b=2.", Word(Sort.PLAIN, "a.example:8080/x?a=1&b=2")),
        ("<http://a.example>:8080/x", Word(Sort.PLAIN, "http://a.example:8080/x")),
        ('<https://a.example/x?q=>"y"', Word(Sort.PLAIN, 'https://a.example/x?q="y"')),
        ('<https://a.example/x?q="y">', Word(Sort.PLAIN, 'https://a.example/x?q="y"')),
    ],
)
def test_slacks_marks_are_read_as_what_they_name(sent: str, word: Word) -> None:
    assert words_of(sent) == [word]


def test_a_port_is_a_part_of_the_address_in_a_sentence_too() -> None:
    sent = "(<http://a.example|a.example>:8080/x) -&gt; <http://b.example|b.example>:90, <http://c.example|c.example>:x"
    assert told(sent) == [
        (PLAIN, "a.example:8080/x"),
        (ARROW, "->"),
        (PLAIN, "b.example:90"),
        (PLAIN, "c.example"),
        (PLAIN, ":x"),
    ]


@given(st.text(st.characters(exclude_characters="<>&\t", exclude_categories=["Cc", "Cs", "Zl", "Zp"])).map(str.strip))
def test_what_is_written_in_quotes_reads_back(text: str) -> None:
    assert told(f"x {quoted(text)} y") == [(PLAIN, "x"), (QUOTED, text), (PLAIN, "y")]
