from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.parse import parse
from bot.commands.values import (
    Accept,
    Add,
    AddPartner,
    Beside,
    Check,
    Command,
    Compare,
    DigestAt,
    DigestNow,
    DigestSwitch,
    Glance,
    Help,
    Kind,
    ListLinks,
    ListPartners,
    Mark,
    OpenAdd,
    ParseError,
    Ref,
    Remove,
    Row,
    Show,
    Snooze,
    Status,
    Unsnooze,
)
from bot.commands.verbs import VERBS
from jobs.config.fields import Weekday
from jobs.model.standing import LinkState

A, B = "https://a.example/p", "https://b.example/q"
OURS = "https://ours.example/shop"
L12, L13, P3 = Ref(Kind.LINK, 12), Ref(Kind.LINK, 13), Ref(Kind.PARTNER, 3)


@pytest.mark.parametrize(
    ("typed", "command", "why"),
    [
        ("", Glance(), "the bare command"),
        ("add", OpenAdd(), "nothing named to add: a modal asks"),
        ("  \n ", Glance(), "blanks are nothing"),
        ("help", Help(), ""),
        ("?", Help(), "a synonym"),
        ("help rm", Help("remove"), "help takes synonyms too"),
        ("LIST", ListLinks(), "verbs fold case"),
        ("ls lost", ListLinks(LinkState.LOST), "a synonym"),
        ("list gone", ListLinks(LinkState.LOST), "a state under another name"),
        ("list snoozed tag:Spring a.example", ListLinks(None, Beside.SNOOZED, "a.example", "spring"), "all filters"),
        ("list <http://a.example|a.example> page:3", ListLinks(domain="a.example", page=3), "Slack links domains"),
        ("list partners", ListPartners(), ""),
        ("partners", ListPartners(), "the bare noun lists"),
        ("partner list a.example", ListPartners("a.example"), ""),
        ("show L-12", Show(L12), ""),
        ("show l\u201312", Show(L12), "a keyboard made a dash of the hyphen"),
        ("show 12", Show(L12), "a bare number is a link's"),
        ("info p3", Show(P3), ""),
        ("rm L-12, L-13 and P-3", Remove((L12, L13, P3)), "several at once"),
        ("delete L-12 L-12", Remove((L12,)), "each once"),
        ("partner remove P-3", Remove((P3,)), "verb after noun"),
        ("check all", Check(), ""),
        ("check L-12", Check(refs=(L12,)), ""),
        (f"check <{A}>", Check(place=A), ""),
        ("check a.example", Check(place="a.example"), "a domain stays one"),
        (f"relevance <{A}|a> <{OURS}>", Compare(A, OURS), ""),
        ("relevance a.example/p", Compare(A, ""), "the target may be missing"),
        ("snooze L-12 3d", Snooze((L12,), timedelta(days=3)), ""),
        ("mute L-12 for 2 weeks", Snooze((L12,), timedelta(weeks=2)), "spoken"),
        ("unsnooze L-12", Unsnooze((L12,)), ""),
        ("accept L-12", Accept((L12,)), ""),
        ("mark L-12 as lost", Mark((L12,), live=False), ""),
        ("digest", DigestNow(), ""),
        ("digest off", DigestSwitch(on=False), ""),
        ("digest mon 09:00 Europe/Berlin", DigestAt(Weekday.MON, time(9), "Europe/Berlin"), ""),
        ("digest Europe/berlin Friday at 4pm", DigestAt(Weekday.FRI, time(16), "Europe/Berlin"), "in any order"),
        ("digest tue 8.30", DigestAt(Weekday.TUE, time(8, 30), ""), "the zone may be missing"),
        ("status", Status(), ""),
        ("partner add a.example/p max 80", AddPartner((A,), 80), ""),
        (f"partner <{A}> limit:5 every 2d <#C0X|x>", AddPartner((A,), 5, "C0X", timedelta(days=2)), "without add"),
    ],
)
def test_a_command_is_understood(typed: str, command: Command, why: str) -> None:
    assert parse(typed) == command, why


@pytest.mark.parametrize(
    ("typed", "rows", "why"),
    [
        (f"add <{A}> -&gt; <{OURS}>", [Row(A, OURS)], "as Slack sends it"),
        ("add a.example/p → ours.example/shop", [Row(A, OURS)], "no scheme, an arrow"),
        ("add a.example/p=>ours.example/shop", [Row(A, OURS)], "no blanks"),
        ("add a.example/p to ours.example/shop", [Row(A, OURS)], "in words"),
        ("add a.example/p ours.example/shop", [Row(A, OURS)], "no arrow at all"),
        (f"add {A} -> <http://ours.example|ours.example>", [Row(A, "ours.example")], "a bare domain stays one"),
        (f"add {A} -> https://ours.example/", [Row(A, "https://ours.example/")], "an address stays one"),
        (f"add {A}", [Row(A, "our.example")], "our site is the target of rows that name none"),
        (f"add {A} -> {OURS}\n{B} -> {OURS}", [Row(A, OURS), Row(B, OURS)], "several lines"),
        (f"add\n{A}\t{OURS}\r\n{B}\t{OURS}", [Row(A, OURS), Row(B, OURS)], "cells of a sheet"),
        (f"add -> {OURS}\n{A}\n{B}", [Row(A, OURS), Row(B, OURS)], "one target for all"),
        (f"add {A}\n-> {OURS}", [Row(A, OURS)], "the target on the next line"),
        (f"add {A} -> {OURS} {B} -> {OURS}", [Row(A, OURS), Row(B, OURS)], "several pairs on one line"),
        (
            f"add tag:x\n| Page | Target | Anchor |\n|---|:--|--:|\n| {A} | {OURS} | our shop |\n| {B} | {OURS} | |",
            [Row(A, OURS, "our shop", tags=frozenset("x")), Row(B, OURS, tags=frozenset("x"))],
            "a Markdown table with a heading",
        ),
        (f"add\n- {A} {OURS}\n2. {B} {OURS}", [Row(A, OURS), Row(B, OURS)], "a pasted list"),
        (f"add {A},{OURS}\n{B} ; {OURS}", [Row(A, OURS), Row(B, OURS)], "commas and semicolons between"),
        (f"add Target\tSource URL\n{OURS}\t{A}", [Row(A, OURS)], "columns the other way round"),
        (
            f"add {A} -> {OURS} anchor “see ours.example”",
            [Row(A, OURS, "see ours.example")],
            "smart quotes keep what is inside",
        ),
        (
            f'add {A} -> {OURS} anchor "visit <http://ours.example|ours.example> -&gt; &amp; <@U1|ada>"',
            [Row(A, OURS, "visit ours.example -> & @ada")],
            "Slack marks are undone inside quotes",
        ),
        (f"add {A} -> {OURS} anchor:shop «»", [Row(A, OURS, "")], "an empty anchor is none"),
        (
            f"add {A} {OURS} nofollow-ok UGC_OK sponsored-ok <#C0X|x> <@U0B|ben> every 6h tag:a,b tag:C",
            [
                Row(
                    A,
                    OURS,
                    "",
                    frozenset({"nofollow", "ugc", "sponsored"}),
                    "C0X",
                    "U0B",
                    timedelta(hours=6),
                    frozenset({"a", "b", "c"}),
                )
            ],
            "every option",
        ),
    ],
)
def test_rows_are_understood(typed: str, rows: list[Row], why: str) -> None:
    assert parse(typed, ("our.example",)) == Add(tuple(rows)), why


@pytest.mark.parametrize(
    ("typed", "word", "why", "example"),
    [
        ("lst", "lst", "did you mean list?", "list lost"),
        ("frobnicate", "frobnicate", "is no command.", "help"),
        ("export", "export", "is no command.", "help"),
        (f"{A} -> {OURS}", "", "begin with add", f"add {A} -> {OURS}"),
        ("L-12", "L-12", "say what to do with it", "show L-12"),
        ("list loost", "loost", "did you mean lost?", "list lost"),
        ("show", "", "Say which one", "show L-12"),
        ("show L-1 L-2", "L-2", "one too many", "show L-12"),
        ("snooze L-12", "", "for how long", "snooze L-12 3d"),
        ("snooze L-12 forever", "forever", "is not a duration", "snooze L-12 3d"),
        ("snooze L-12 900d", "900d", "a year is the most", "snooze L-12 3d"),
        ("mark L-12", "", "either live or lost", "mark L-12 live"),
        ("mark L-12 dead", "dead", "neither live nor lost", "mark L-12 live"),
        ("mark P-3 live", "P-3", "is a partner page", "mark L-12 live"),
        ("digest sometime", "sometime", "neither a day", "digest mon 09:00 Europe/Berlin"),
        ("digest mon", "", "a day and a time", "digest mon 09:00 Europe/Berlin"),
        ("digest mon 25:00", "25:00", "neither a day", "digest mon 09:00 Europe/Berlin"),
        ("status now", "now", "more than this needs", "status"),
        (f"add {A} -> {OURS} frob", "frob", "neither an address nor an option", VERBS[0].examples[0]),
        (f"add {A} {B} {OURS}", OURS, "one address too many", VERBS[0].examples[0]),
        (f"add {A}", A, "has no target", VERBS[0].examples[0]),
        (f"add mailto://x -> {OURS}", "mailto://x", "only http and https", VERBS[0].examples[0]),
        (f"add https://u:p@a.example/ -> {OURS}", "https://u:p@a.example/", "user name", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} #nowhere", "#nowhere", "is no channel that Slack knows", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} @nobody", "@nobody", "is no person that Slack knows", VERBS[0].examples[0]),
        (f'add {A} -> {OURS} "open', '"open', "not closed", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} every 5m", "5m", "between 1h and 30d", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} every 6", "6", "is not a duration", VERBS[0].examples[0]),
        ("partner add a.example max lots", "lots", "not a number of links", "partner add"),
        ("relevance", "", "no page", "relevance"),
        ("relevance spade", "spade", "neither an address", "relevance"),
    ],
)
def test_an_error_names_the_wrong_word_and_shows_a_right_one(typed: str, word: str, why: str, example: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert error.word == word
    assert why in error.why
    assert error.example.startswith(example)
    assert error.typed == typed, "nothing typed is lost"


def test_several_sites_of_ours_are_asked_for() -> None:
    error = parse(f"add {A}", ("one.example", "two.example"))
    assert isinstance(error, ParseError)
    assert "one.example, two.example" in error.why


def test_too_many_rows_are_sent_in_parts() -> None:
    error = parse("add\n" + f"{A} {OURS}\n" * 501)
    assert isinstance(error, ParseError)
    assert "500" in error.why


def test_an_error_repeats_what_was_typed_as_it_was_seen() -> None:
    error = parse("add <http://a.example|a.example> frob -&gt; &amp;")
    assert isinstance(error, ParseError)
    assert error.typed == "add a.example frob -> &"


@pytest.mark.parametrize("example", [example for verb in VERBS for example in verb.examples])
def test_every_example_is_right(example: str) -> None:
    assert not isinstance(parse(example), ParseError)


def test_no_synonym_means_two_things() -> None:
    names = [name for verb in VERBS for name in (verb.name, *verb.synonyms)]
    assert len(names) == len(set(names))


@given(st.text() | st.from_regex(r"(add|list|snooze|partner|digest) [\s\S]*"))
def test_any_text_gets_a_command_or_a_readable_error(typed: str) -> None:
    found = parse(typed)
    if isinstance(found, ParseError):
        assert found.why
        assert not isinstance(parse(found.example.replace("<", "").replace(">", "")), Glance)


@given(
    st.sampled_from([ListLinks(LinkState.LOST), ListLinks(None, Beside.SNOOZED, "a.example", "x"), ListPartners("a.b")])
)
def test_a_list_says_how_to_ask_for_itself(listed: ListLinks | ListPartners) -> None:
    assert parse(str(listed)) == listed
