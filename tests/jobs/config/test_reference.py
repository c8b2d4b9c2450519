"""`docs/configuration.md` says of each setting what the bot reads, and shows errors as they are."""

from pathlib import Path

import pytest

from jobs.config import ConfigError, load_config
from jobs.config.load import setting_names
from jobs.config.reference import reference_markdown
from jobs.rules import kinds

PAPER = Path(__file__).parents[3] / "docs/configuration.md"
WRONG = "network:\n  tiemout: 3s\ndigest:\n  day: monday\n"


@pytest.mark.parametrize("path", list(setting_names()), ids=".".join)
def test_each_setting_has_a_row_that_says_what_it_takes_and_what_it_is_for(path: tuple[str, ...]) -> None:
    (row,) = [line for line in reference_markdown().splitlines() if line.startswith(f"| `{'.'.join(path)}` |")]
    _, _, takes, what_for = (cell.strip() for cell in row.strip("|").split(" | "))
    assert takes
    assert what_for.strip("| ")


def test_the_errors_that_it_shows_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text(WRONG, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(Path("config.yaml"), {"LINKWATCH_DIGEST__ZONE": "Mars/Base"}, kinds)
    shown = PAPER.read_text(encoding="utf-8").split("```")[1]
    assert caught.value.errors == shown.strip().splitlines()
