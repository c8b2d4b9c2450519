import pytest

from jobs.relevance.words import RARE, compound_parts, stem_zipf_values, stems_of, words, zipf_values


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Battery, battery!", ["battery", "battery"]),
        ("STRASSE Straße", ["strasse", "strasse"]),  # folded as the word lists are
        ("in 2024 a 5G e-bike", ["in", "5g", "bike"]),  # bare numbers and single letters say too little
        ("snake_case", ["snake", "case"]),
        ("cafe\u0301 ﬁn", ["café", "fin"]),  # composed and decomposed are one word
        ("हिन्दी भाषा।", ["हिन्दी", "भाषा"]),  # vowel signs belong to their word, the danda does not
        ("שָׁלוֹם", ["שָׁלוֹם"]),
        ("电动车", ["电动", "动车"]),
        ("車", ["車"]),
        ("iPhoneの電池", ["iphone", "の電", "電池"]),
        ("ไฟฟ้า", ["ไฟฟ้", "ฟฟ้า"]),
        ("", []),
        ("... 123 !!", []),
    ],
)
def test_text_is_cut_into_terms(text: str, terms: list[str]) -> None:
    assert [word.term for word in words(text)] == terms


def test_only_what_is_cut_by_length_is_called_a_gram() -> None:
    assert [(word.written, word.is_gram) for word in words("Bike 电池")] == [("Bike", False), ("电池", True)]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("fahrradwerkstatt", ("fahrrad", "werkstatt")),
        ("arbeitszeit", ("arbeit", "zeit")),  # the link s
        ("strassenbahn", ("strasse", "bahn")),  # the link n, and ss as the list spells it
        ("versicherung", ()),  # more usual than anything inside it
        ("fahrrad", ()),  # "rad" is too short to be cut off
        ("xqzvbnmk", ()),
        ("", ()),
    ],
)
def test_german_compounds_split_where_both_parts_are_usual_words(word: str, parts: tuple[str, ...]) -> None:
    assert compound_parts(word, zipf_values("de"), RARE) == parts


def test_word_lists_know_everyday_words_as_frequent() -> None:
    zipf = zipf_values("en")
    assert zipf["the"] > 7 > zipf["bicycle"] > RARE


def test_a_language_without_a_list_borrows_its_relatives_or_has_none() -> None:
    assert zipf_values("hr") == zipf_values("sh") != {}
    assert zipf_values("yue") == zipf_values("zh") != {}
    assert zipf_values("th") == zipf_values("und") == {}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "batteries", "battery"), ("de", "häuser", "haus"), ("fr", "vigneronnes", "vigneron")],
)
def test_forms_of_one_word_share_a_stem(language: str, one: str, other: str) -> None:
    stems = stems_of((one, other), language)
    assert stems[one] == stems[other]
    assert stem_zipf_values(language)[stems[other]] >= zipf_values(language)[other]


@pytest.mark.parametrize("language", ["zh", "th", "und", ""])
def test_a_language_without_a_stemmer_has_no_stems(language: str) -> None:
    assert stems_of(("battery",), language) == {}
    assert stem_zipf_values(language) == {}


def test_half_a_character_has_no_stem() -> None:
    assert stems_of(("caf\ud800",), "en") == {}
