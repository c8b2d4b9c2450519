"""The local Slack in light and dark: each colour has its counterpart, and words can be read on what is behind them."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[3] / "bot/sandbox/page_files/page.css"
READABLE = 4.5
"""The least contrast of words: WCAG 2.2, success criterion 1.4.3."""


INKS = ("ink", "soft", "accent", "red", "well")
PAPERS = ("paper", "raised", "shade", "yours")


def themes() -> list[dict[str, str]]:
    """The colours by name, of the light theme and of the dark one."""
    roots = re.findall(r":root \{(.*?)\}", CSS.read_text(encoding="utf-8"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", root)) for root in roots]


def test_each_colour_has_its_counterpart() -> None:
    light, dark = themes()
    assert light.keys() == dark.keys()


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > len("#fff") else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("words", "behind"),
    [
        *(
            (ink, paper)
            for ink in ("ink", "soft", "accent", "red", "well")
            for paper in ("paper", "raised", "shade", "yours")
        ),
        *(("ink", alert) for alert in ("wash", "bad", "good", "info", "warn", "plain", "pre")),
        ("side-ink", "side"),
        ("current-ink", "current"),
        ("code-ink", "code"),
        ("bad-ink", "bad"),
        ("foreign-ink", "foreign"),
        ("accent", "mention"),
    ],
)
def test_words_can_be_read(theme: int, words: str, behind: str) -> None:
    colours = themes()[theme]
    lighter, darker = sorted((luminance(colours[words]), luminance(colours[behind])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= READABLE
