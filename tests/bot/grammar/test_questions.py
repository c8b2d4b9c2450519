"""A question in plain words is answered as the command that comes nearest; what is none is none."""

import pytest

from bot.grammar.list_query import Guess, ListLinks
from bot.grammar.parse import parse
from bot.grammar.values import ParseError
from bot.sandbox.typed import as_sent
from jobs.formats.filters.link_filter import LinkFilter
from jobs.model.link_status import LinkState


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("what's lost?", "list lost"),
        ("What\u2019s lost", "list lost"),
        ("how are we doing?", "stats"),
        ("todo", "digest todo"),
        ("what should I do?", "digest todo"),
        ("what's urgent", "digest todo"),
        ("which lost links are urgent?", "list lost"),
        ("which went nofollow this week?", "list nofollow"),
        ("are any of my links lost or weakened?", "list lost weakened mine"),
        ("is L-12 still live?", "show L-12"),
        ("how is blog.example doing", "show blog.example"),
        ("status of blog.example", "show blog.example"),
        ("who added L-12?", "history L-12"),
        ("when did https://a.example/p change", "history https://a.example/p"),
        ("how many links do we have", "stats"),
        ("which links has @ben", "list <@U0BEN>"),
        ("where are the partner pages?", "list partners"),
        ("wie viele links gibt es?", "stats"),
        ("lost?", "list lost"),
        ('which links are lost "x?', "list lost"),
        ('what is lost in "trail', "list lost"),
        ("is https://a.example/p?x=1&copy=2 live?", "show https://a.example/p?x=1&amp;copy=2"),
        ("status of https://a.example/p?x=1&lt=2", "show https://a.example/p?x=1&amp;lt=2"),
        ('what is lost of tag:"big spring" or tag:"a & b"?', 'list lost tag:"a &amp; b" tag:"big spring"'),
        ("which cost>100 EUR and are lost?", "list lost cost&gt;100 EUR"),
        ("any lost with tag spring?", "list lost tag:spring"),
    ],
)
def test_a_question_is_read_by_the_words_that_we_know(typed: str, command: str) -> None:
    assert parse(as_sent(typed, {}, {"ben": "U0BEN"})) == Guess(command)
    assert not isinstance(parse(command), ParseError | Guess)


@pytest.mark.parametrize("typed", ["what is the meaning of life?", "hello?", "why", "please", "is it raining"])
def test_of_what_we_know_nothing_we_say_so(typed: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert error.why == "is no command."


def test_what_is_no_question_is_read_as_ever() -> None:
    assert parse("lost") == ListLinks(LinkFilter((LinkState.LOST,)))
