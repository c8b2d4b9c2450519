import pytest

from jobs.units.languages import language_code, one_name


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("PT_br", "pt"),
        (" yue-Hant-HK ", "yue"),
        ("", ""),
        ("und", ""),  # nobody can tell
        ("mul", ""),  # several
        ("zxx", ""),  # no language at all
        ("english", ""),
        ("{{ lang }}", ""),
    ],
)
def test_a_tag_names_one_language_or_none(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize(
    "codes", ["no nb nn", "he iw", "id in", "tl fil", "hr sr bs sh cnr", "zh yue wuu cmn", "ro mo", "yi ji", "jv jw"]
)
def test_codes_of_the_same_language_have_one_name(codes: str) -> None:
    assert len({one_name(code) for code in codes.split()}) == 1


@pytest.mark.parametrize("codes", ["da nb sv", "id ms", "cs sk", "ru uk bg", "sl sh", "es pt gl"])
def test_languages_that_are_only_near_stay_apart(codes: str) -> None:
    names = codes.split()
    assert len({one_name(code) for code in names}) == len(names)
