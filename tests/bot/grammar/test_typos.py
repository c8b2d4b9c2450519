"""What is no command: which one was meant, and what helps where none is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar.parse import parse
from bot.grammar.values import Glance, ParseError
from bot.grammar.verb_words import ABROAD, AT_A_GLANCE, BUTTONS
from bot.grammar.verbs import BY_NAME, VERBS, verb_of
from bot.sandbox.typed import as_sent
from jobs.units.typos import closest, osa_distance

NAMES = tuple(BY_NAME)
ODD_WORDS = """@ben #links tag: finding: owner: cost>100 lost live L-1 P-3 X-2 C-4 2d never to set anchor xyz “a b"
    nofollw ownr:@ben 2026-13-40 claim covers guaranteed placed every 30 all"""
WORDS = sorted({word for verb in VERBS for example in verb.examples for word in example.split()} | {*ODD_WORDS.split()})
"""All that examples are made of, and what is half said or wrong."""


def sent(typed: str) -> str:
    return as_sent(typed, {"links": "C0LINKS"}, {"ben": "U0BEN"})


@pytest.mark.parametrize(
    ("typed", "verb", "why"),
    [
        ("adn", "add", "one letter wrong in the shortest of verbs"),
        ("dad", "add", "two letters have changed places at the beginning"),
        ("ad", "add", "one letter missing"),
        ("lsit", "list", "letters have changed places"),
        ("lst", "list", "one missing"),
        ("lisst", "list", "one too many"),
        ("hlep", "help", "changed places"),
        ("shwo", "show", "changed places"),
        ("remvoe", "remove", "changed places"),
        ("delte", "remove", "a synonym mistyped"),
        ("dlete", "remove", "so too"),
        ("wathc", "add", "so too"),
        ("acept", "accept", "one missing"),
        ("unacept", "unaccept", "one missing"),
        ("digset", "digest", "changed places"),
        ("relvence", "relevance", "two slips in a long word"),
        ("snoo", "snooze", "the beginning of a verb"),
        ("rem", "remove", "the beginning, though rel is nearer"),
        ("add-link", "add", "a verb with more joined to it"),
        ("partner-add", "partner", "so too"),
        ("STAUTS", "status", "in capitals"),
    ],
)
def test_the_verb_that_was_meant_is_suggested(typed: str, verb: str, why: str) -> None:
    error = parse(f"{typed} L-12")
    assert isinstance(error, ParseError)
    assert error.word == typed
    assert f"did you mean {verb}?" in error.why, why
    mended = f"{verb} L-12"
    assert error.mended == ("" if isinstance(parse(mended), ParseError) else mended)
    assert error.example == error.mended or not error.mended
    assert not isinstance(parse(error.example), ParseError)


@pytest.mark.parametrize(
    ("typed", "mended", "why"),
    [
        ("shwo L-1", "show L-1", "the verb alone is put right"),
        ("snooez L-1 <@U0BEN>", "", "what cannot be read even so is not offered"),
        ('asign L-1 anchor "a &amp; b"', 'edit L-1 anchor "a &amp; b"', "as Slack sent it, to be read again"),
        ("help shwo", "help show", "wherever the verb stands"),
        ("list lost weakend", "list lost weakened", "so is a word of a filter, and what is right is kept"),
        ("lost weakend", "lost weakened", "where no verb stands, too"),
        ("export csv lost weakend", "export csv lost weakened", "behind any verb"),
        ("remove lost tga:spring", "remove lost tag:spring", "with its value"),
        ("list lost tga", "", "which nobody makes up"),
        ("list lost hiden", "list lost finding:hidden", "as filters call it"),
        ("list partners weakend", "", "partner pages have no states"),
        ("frobnicate L-1", "", "nobody knows what was meant"),
    ],
)
def test_what_was_typed_is_offered_with_the_verb_put_right(typed: str, mended: str, why: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert error.mended == mended, why


@pytest.mark.parametrize(
    ("typed", "fragment", "why"),
    [
        ("trail", "trail", "a word alone may be part of a site's name"),
        ("show trail-notes", "trail-notes", "and one behind a verb that takes sites"),
        ("list trail", "trail", "which list does, too"),
        ("remove trail", "trail", "and those that change something"),
        ("add trail", "", "what is to be tracked is written in full"),
        ("shwo L-1", "", "a mistyped verb is none"),
        ("list lost weakend", "weakend", "a mistyped filter may be one all the same"),
        ("ab", "", "too short to mean one of many"),
        (" ".join(["trail"] * 50), "", "a whole text is no command"),
    ],
)
def test_a_word_may_be_part_of_a_sites_name(typed: str, fragment: str, why: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert error.fragment == fragment, why


@settings(max_examples=1_000)
@given(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=4))
def test_what_is_shown_as_an_example_is_a_command(verb: str, words: list[str]) -> None:
    error = parse(sent(" ".join([verb, *words])))
    assert not isinstance(error, ParseError) or not isinstance(parse(sent(error.example)), ParseError)


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("mark anchor @ben lost", "mark finding:anchor_changed @ben lost"),
        ("snooze tag: 12h", "snooze tag:spring 7d"),
        ("check partners 3 suspect", "check partner:trail.example"),
        ("edit all price", "edit all cost 120 EUR"),
        ("edit @ben price", "edit @ben cost 120 EUR"),
        ('edit tag "a b" to', 'edit tag "a b" to tag:autumn every 12h'),
        ("edit lost blog.example/post every", "edit tag:spring every 12h"),
        ('list tag "a b', "list lost"),
        ("prospect edit C-4 claim", "prospect edit C-4 contacted next 2027-03-01"),
        ("exchange edit X-2 covers agreed", "exchange edit X-2 until 2027-03-01"),
        ("prospect add a.example/x b.example/y placed", "add https://a.example/x -> ours.example/guide"),
    ],
)
def test_an_example_goes_on_as_the_command_began(typed: str, example: str) -> None:
    error = parse(sent(typed))
    assert isinstance(error, ParseError)
    assert error.example == example
    assert not isinstance(parse(sent(example)), ParseError)


@pytest.mark.parametrize(
    "typed", ["hello", "hi", "let", "me", "thanks", "please", "remember", "no", "frobnicate", "x", "é"]
)
def test_what_is_near_to_nothing_gets_no_misleading_suggestion(typed: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert (error.why, error.example) == ("is no command.", "help")


@pytest.mark.parametrize(
    ("typed", "verb"),
    [
        ("watch", "add"),
        ("track", "add"),
        ("follow", "add"),
        ("ls", "list"),
        ("find", "list"),
        ("info", "show"),
        ("log", "history"),
        ("recheck", "check"),
        ("refresh", "check"),
        ("mute", "snooze"),
        ("pause", "snooze"),
        ("unmute", "unsnooze"),
        ("rm", "remove"),
        ("delete", "remove"),
        ("untrack", "remove"),
        ("assign", "edit"),
        ("report", "report"),
        ("weekly", "digest"),
        ("prefs", "settings"),
        ("health", "status"),
        ("--help", "help"),
        ("—help", "help"),
        ("Add:", "add"),
        ("-", "remove"),
    ],
)
def test_people_have_other_names_for_verbs(typed: str, verb: str) -> None:
    found = verb_of(typed)
    assert found is not None
    assert found.name == verb


@pytest.mark.parametrize("typed", sorted(AT_A_GLANCE))
def test_who_asks_for_numbers_is_told_how_things_stand(typed: str) -> None:
    assert parse(typed) == Glance()
    error = parse(f"{typed} now")
    assert isinstance(error, ParseError)
    assert error.word == "now"


@pytest.mark.parametrize(("typed", "where"), [("ack L-1", "I'm on it"), ("mail L-1", "menu"), ("ack", "Ack all")])
def test_what_is_a_button_is_no_command_and_its_place_is_told(typed: str, where: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert where in error.why
    assert "did you mean" not in error.why
    assert not isinstance(parse(error.example), ParseError)


@pytest.mark.parametrize(
    ("typed", "verb"),
    [
        ("zeig", "show"),
        ("muestra", "show"),
        ("montre", "show"),
        ("lösche", "remove"),
        ("borra", "remove"),
        ("supprime", "remove"),
        ("prüf", "check"),
        ("comprueba", "check"),
        ("vérifiez", "check"),
        ("pausiere", "snooze"),
        ("silencia", "snooze"),
        ("suspends", "snooze"),
        ("akzeptiere", "accept"),
        ("acepta", "accept"),
        ("acceptez", "accept"),
    ],
)
def test_verbs_are_read_as_orders_in_other_languages(typed: str, verb: str) -> None:
    found = verb_of(typed)
    assert found is not None
    assert found.name == verb


def test_no_word_in_another_language_stands_for_two_verbs() -> None:
    words = [word for names in ABROAD.values() for word in names.split()]
    names = [name for verb in VERBS for name in (verb.name, *verb.synonyms)]
    assert sorted(words) == sorted({*words} - {*names})


def test_no_word_is_explained_in_two_ways() -> None:
    names = [*NAMES, *AT_A_GLANCE, *BUTTONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("list", "list", 0),
        ("lsit", "list", 1),
        ("lst", "list", 1),
        ("lisst", "list", 1),
        ("lost", "list", 1),
        ("ilts", "list", 2),
        ("", "list", 4),
    ],
)
def test_slips_are_counted(one: str, other: str, count: int) -> None:
    assert osa_distance(one, other) == count


@given(st.text(max_size=8), st.text(max_size=8))
def test_slips_are_the_same_both_ways_and_none_between_equals(one: str, other: str) -> None:
    assert osa_distance(one, other) == osa_distance(other, one)
    assert (osa_distance(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= osa_distance(one, other) <= max(len(one), len(other))


@given(st.sampled_from([verb.name for verb in VERBS]), st.data())
def test_two_letters_that_changed_places_hide_no_verb(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    typed = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    known = BY_NAME.get(typed) or BY_NAME[closest(typed, NAMES)]
    assert known.name == name


def test_only_the_beginning_of_a_long_word_is_compared() -> None:
    seen: list[int] = []

    class Typed(str):
        __slots__ = ()

        def lower(self) -> str:
            seen.append(len(self))
            return super().lower()

        def __getitem__(self, part: object) -> "Typed":
            return Typed(super().__getitem__(part))  # type: ignore[index]  # as a slice comes in, so it goes on

    assert closest(Typed("x" * 40_000), NAMES) == ""
    assert max(seen) < 100
