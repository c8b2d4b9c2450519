"""Conditions of at-rules, judged for a screen of 1280 x 720 with scripts."""

import pytest

from jobs.web.html.css.conditions import applies_to_screen, is_supported

APPLY = [
    "",
    "all",
    "screen",
    "only screen and (min-width: 600px)",
    "print, screen",
    "not print",
    "(max-width: 80em)",
    "(width >= 600px)",
    "(600px <= width < 1281px)",
    "(orientation: landscape)",
    "(prefers-color-scheme:light)",
    "not all and (max-width: 600px)",
    "not (max-width: 600px)",
    "(max-width: 600px) or (hover: hover)",
    "((min-width: 600px) and (not (max-width: 700px)))",
    "(scripting: enabled)",
]
DO_NOT_APPLY = [
    "print",
    "not screen",
    "(max-width: 600px)",
    "screen and (max-height: 10em)",
    "speech",
    "(width < 600px)",
    "(600px <= width <= 700px)",
    "(orientation: portrait)",
    "(unheard-of: 1)",
    "not all and (min-width: 600px)",
    "(min-width: 600px) and (max-width: 700px) or (hover: hover)",  # the two are not mixed without brackets
    "(scripting: none)",
    "screen or print",
    "(min-width: 1.2.3px)",
]


@pytest.mark.parametrize("query", APPLY)
def test_applies(query: str) -> None:
    assert applies_to_screen(query)


@pytest.mark.parametrize("query", DO_NOT_APPLY)
def test_does_not_apply(query: str) -> None:
    assert not applies_to_screen(query)


@pytest.mark.parametrize(
    ("condition", "supported", "why"),
    [
        ("(display: grid)", True, "every browser has it"),
        ("not (display: grid)", False, "and so its absence is none"),
        ("(display: grid) and (not (display: inline-grid))", False, "one of two"),
        ("(position: sticky) or (position: -webkit-sticky)", True, "either"),
        ("((position: sticky))", True, "in brackets"),
        ("(--css: variables)", True, "a custom property may be anything"),
        ("(-ms-ime-align: auto)", False, "another engine's"),
        ("(-moz-appearance: none)", False, "another engine's"),
        ("(-webkit-touch-callout: none)", False, "of a telephone's browser"),
        ("(font: -apple-system-body)", False, "of a telephone's browser"),
        ("selector(:has(a))", True, "a selector"),
        ("not selector(:has(a))", False, "a selector"),
        ("nonsense", False, "no condition"),
        ("", False, "none at all"),
    ],
)
def test_asks_for_what_is_supported(condition: str, why: str, *, supported: bool) -> None:
    assert is_supported(condition) is supported, why
