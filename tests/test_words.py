"""One thing has one name wherever people read of it: in messages, in the terminal and in the papers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ONE_WORD = {
    "lost": ("dead link", "dead links"),
    "snooze": ("mute", "muted", "silence alerts"),
    "alert": ("alarm message", "warning message"),
    "mail": ("e-mail", "e-mails", "email", "emails"),
    "interval": ("frequency", "cadence", "periodicity"),
    "owner": ("assignee", "responsible person"),
    "partner page": ("partnerpage", "partner-page"),
    "check": ("recheck", "rechecked", "re-check", "rescan"),
    "remove": ("untrack", "untracked"),
    "settings": ("preferences", "prefs"),
}
"""The word that we use, with those that mean the same and that we do not; what people may type is another matter."""
_SPEAKING = ("bot/messages", "bot/commands", "jobs/rules", "jobs/alerts", "jobs/cli")
_CODE = re.compile(r"```.*?```|`[^`\n]*`|<!--.*?-->|\]\([^)\n]*\)", re.DOTALL)
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SPEAKERS = sorted(path for room in _SPEAKING for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", [*PAPERS, *SPEAKERS], ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_has_a_second_name(path: Path) -> None:
    said = path.read_text(encoding="utf-8")
    texts = _sentences(said) if path.suffix == ".py" else [_CODE.sub(" ", said)]
    for text in texts:
        for ours, others in ONE_WORD.items():
            found = next((word for word in others if _says(text, word)), "")
            assert not found, f"{found!r} is called {ours!r} everywhere: {text[:80]!r}"


def test_a_second_name_is_seen() -> None:
    assert _says("Two dead links, at last", "dead links")
    assert not _says("commuted", "mute")
    assert list(_sentences('"""A dead link."""\nx = "An alert by email"\n')) == ["An alert by email"]


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE) is not None


def _sentences(source: str) -> Iterator[str]:
    """The texts in code that people may read: of several words, and no docstrings."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield from [node.value] if " " in node.value.strip() else []
