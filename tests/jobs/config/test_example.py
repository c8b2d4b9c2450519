from pathlib import Path

import pytest

from jobs.config import Config, load_config
from jobs.config.load import setting_names
from jobs.rules import kinds

EXAMPLE = Path(__file__).parents[3] / "config.example.yaml"


def test_the_example_loads_and_holds_the_defaults() -> None:
    assert load_config(EXAMPLE, {}, kinds) == Config()


@pytest.mark.parametrize("path", list(setting_names()), ids=".".join)
def test_every_setting_is_in_the_example_with_a_comment_above(path: tuple[str, ...]) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    section = lines.index(f"{path[0]}:") if len(path) > 1 else 0
    at = next(n for n in range(section, len(lines)) if lines[n].strip().startswith(f"{path[-1]}:"))
    assert lines[at - 1].strip().startswith("# ")
