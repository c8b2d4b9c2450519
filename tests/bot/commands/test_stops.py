"""What people and phones put behind a word is no part of it, in any verb; what is in quotation marks stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edit_values import Row
from bot.grammar.parse import parse
from bot.grammar.values import Add, AddPartner, Check, ParseError
from bot.grammar.verbs import VERBS
from bot.sandbox.typed import as_sent

CHANNELS, PEOPLE = {"links": "C0LINKS", "client-acme": "C0ACME"}, {"ada": "U0ADA", "ben": "U0BEN"}
OURS = ("ours.example",)
A, B = "https://a.example/p", "https://b.example/q"
TARGET = "https://ours.example/shop"

VALID = (
    *(example for verb in VERBS for example in verb.examples),
    *("add", "partner", "list", "digest", "settings", "status", "help"),
    f"add {A}",
    f"add {A} -> {TARGET}",
    "Add a.example/p → ours.example",
    f"add {A} {TARGET} anchor “garden tools” nofollow-ok #client-acme @ben every 6h tag:spring",
    f"add {A} -> {TARGET} anchor tools every 2 weeks tags spring owner @ben",
    f"add {A} -> {TARGET} cost €120 guaranteed until 1 Mar 2027",
    f"partner add {A} max 80",
    f"partner {A} every 2d #links",
    "partner rm 3 4",
    "partner snooze 3 2 weeks",
    "list",
    "list weakened a.example tag:spring page:2",
    "list tag spring",
    "partners a.example",
    "show 12",
    "show P-3",
    f"check {A}",
    "check all",
    "check L-12 L-13",
    f"relevance {A} {TARGET}",
    "snooze L-12 for a week",
    "snooze L-12 1 month",
    "unsnooze L-12",
    "accept P-3",
    "mark L-12 as lost",
    "edit L-12 owner @ben",
    "edit L-12 anchor none",
    "edit L-12 without tag:x",
    "edit L-12 cost none",
    "edit P-3 max 50 every default",
    "remove L-12 and P-3",
    "digest",
    "digest now",
    "digest on",
    "digest friday at 4 pm Europe/Berlin",
    "settings digest off",
    "settings costs show",
    "help rm",
    "stats",
)


def meant(typed: str) -> object:
    return parse(as_sent(typed, CHANNELS, PEOPLE), OURS)


@pytest.mark.parametrize("typed", VALID)
def test_the_commands_of_these_laws_are_right(typed: str) -> None:
    assert not isinstance(meant(typed), ParseError)


# Dots that follow one another are an ellipsis: behind an address they say that it was cut off for showing.
STOPS = st.text(st.sampled_from(".,;!?…"), min_size=1, max_size=3)
PLAIN_STOPS = STOPS.filter(lambda stops: "…" not in stops and "..." not in stops)


@given(st.sampled_from(VALID), STOPS)
def test_a_command_with_punctuation_behind_a_blank_means_the_same(typed: str, stops: str) -> None:
    assert meant(f"{typed} {stops}") == meant(typed)


@given(st.sampled_from(VALID), PLAIN_STOPS)
def test_so_does_one_with_punctuation_right_behind_it(typed: str, stops: str) -> None:
    assert meant(f"{typed}{stops}") == meant(typed)


ENDS_IN_ADDRESS = tuple(typed for typed in VALID if ".example" in typed.split(" ")[-1])


@given(st.sampled_from([typed for typed in VALID if typed not in ENDS_IN_ADDRESS]), STOPS)
def test_dots_behind_what_is_no_address_cut_nothing_off(typed: str, stops: str) -> None:
    assert meant(f"{typed}{stops}") == meant(typed)


@given(st.sampled_from(VALID), st.data())
def test_and_one_with_punctuation_behind_any_of_its_words(typed: str, data: st.DataObject) -> None:
    words = typed.split(" ")
    stopped = [data.draw(st.sampled_from(["", ".", "!", "?", ";"])) for _ in words]
    inside = {
        at for at, _ in enumerate(words) if sum(word.count("“") + word.count('"') for word in words[: at + 1]) % 2
    }
    said = " ".join(
        word if at in inside else word + stop for at, (word, stop) in enumerate(zip(words, stopped, strict=True))
    )
    assert meant(said) == meant(typed)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("ours.example. cost 120 EUR. guaranteed until 2027-03-01.", "three full stops stand behind three words"),
        ("ours.example. cost €120..", "what is taken out takes its own along"),
        ("ours.example cost 120 EUR…", "an ellipsis behind an amount cuts off no address"),
    ],
)
def test_stops_behind_cost_and_guarantee_are_none_of_the_address_before_them(said: str, why: str) -> None:
    command = meant(f"add blog.example/post -> {said}")
    assert isinstance(command, Add), why
    assert [row.target for row in command.rows] == ["ours.example"], why


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("add <{}>.", "Slack leaves the full stop outside"),
        ("add <{}>,", "and a comma"),
        ("add <{}>;", "a semicolon"),
        ("add <{}>!", "an exclamation mark"),
        ("add <{}>?", "a question mark"),
        ("add <{}> .", "behind a blank"),
        ("add (<{}>)", "brackets"),
        ("add (<{}>).", "and a full stop"),
        ("add [<{}>]", "brackets of any kind"),
        ("add &lt;<{}>&gt;", "as mails write addresses"),
        ("add *<{}>*", "in bold type"),
        ("add `<{}>`", "in code"),
        ("add <{}>。", "of the East"),
        ("add {}.", "where Slack marks nothing"),
    ],
)
def test_an_address_is_freed_of_what_stands_around_it(sent: str, why: str) -> None:
    assert parse(sent.format(A), OURS) == Add((Row(A, "ours.example"),)), why
    target = sent.format(TARGET).replace("add ", f"add <{A}> -&gt; ")
    assert parse(target, OURS) == Add((Row(A, TARGET),)), why
    assert parse(sent.format(A).replace("add", "check")) == Check(place=A), why
    assert parse(sent.format(A).replace("add", "partner add")) == AddPartner((A,)), why


@pytest.mark.parametrize(
    ("sent", "page", "why"),
    [
        (
            "add “<https://a.example/Yahoo>!”",
            "https://a.example/Yahoo!",
            "in quotation marks it is a part of the address",
        ),
        ('add "<https://a.example/Warner_Bros>."', "https://a.example/Warner_Bros.", "a full stop too"),
        ("add <https://a.example/Yahoo!|Yahoo!>", "https://a.example/Yahoo!", "so it is within Slack's markup"),
        ("add <https://a.example/a_(b)>.", "https://a.example/a_(b)", "brackets that belong to it stay"),
        ("add “<https://a.example>.”", "https://a.example/", "a domain ends in none"),
    ],
)
def test_what_may_be_a_part_of_an_address_stays(sent: str, page: str, why: str) -> None:
    assert parse(sent, OURS) == Add((Row(page, "ours.example"),)), why


@pytest.mark.parametrize(
    ("typed", "row", "why"),
    [
        ('anchor "Wow!"', Row(A, TARGET, "Wow!"), "in quotation marks a mark is the text's"),
        ('"Wow!".', Row(A, TARGET, "Wow!"), "only what stands behind them is none"),
        ("anchor Wow!", Row(A, TARGET, "Wow"), "without them it is no part of the word"),
        ("tag:spring.", Row(A, TARGET, tags=frozenset({"spring"})), "nor of a tag"),
        ('tag:"u.s."', Row(A, TARGET, tags=frozenset({"u.s."})), "but in quotation marks"),
        ("tag:a,b.", Row(A, TARGET, tags=frozenset("ab")), "commas between tags stay what they are"),
    ],
)
def test_texts_and_tags_end_where_they_end(typed: str, row: Row, why: str) -> None:
    assert meant(f"add {A} -> {TARGET} {typed}") == Add((row,)), why


def test_a_cell_of_a_table_is_whole() -> None:
    pasted = f"add\n| Page | Target | Anchor |\n|--|--|--|\n| {A} | {TARGET} | Quoi de neuf ? Tout, (presque). |"
    assert meant(pasted) == Add((Row(A, TARGET, "Quoi de neuf ? Tout, (presque)."),))


def test_numbers_of_a_pasted_list_are_none_of_its_words() -> None:
    assert meant(f"add\n1. {A}\n2) {B}\n• {A}x") == Add(tuple(Row(page, "ours.example") for page in (A, B, f"{A}x")))
