"""Write `docs/configuration.md` from the settings: each with its default, what it takes and what it is for."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from jobs.config.fields import Takes
from jobs.config.sections import Config

_HEAD = """\
# Every setting

Written from the settings themselves by `make example`, as [config.example.yaml](../config.example.yaml) is. No setting
is needed: `cp config.example.yaml config.yaml`, and keep only what you change.

- **Where it is read from**: `config.yaml` in the folder that the bot is started in; `LINKWATCH_CONFIG` names another
  file. Each setting can come from the environment too, and what the environment says wins: `digest.day` is
  `LINKWATCH_DIGEST__DAY`. Secrets come from there only: `SLACK_BOT_TOKEN`, `SLACK_APP_TOKEN`, `SLACK_SIGNING_SECRET`,
  `BING_API_KEY`, `LINKWATCH_WEBHOOK_SECRET`, `DATABASE_URL`.
- **Durations** are a number and a unit: `30s`, `10m`, `6h`, `3d`, `2w`. **Lists** are written `[one, two]`, in the
  environment with commas: `one,two`. **Pairs** are written `{hidden: note}`, in both.
- **A mistake** keeps the bot from starting (code 78). All are told at once, each with file and line, or the name in the
  environment, and with what to write instead:

```
config.yaml:2: network.tiemout: no such setting; did you mean network.timeout?
config.yaml:4: digest.day: 'monday' must be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'; for example `day: mon`
digest.zone: 'Mars/Base' is not a time zone; write for example Europe/Berlin (set by LINKWATCH_DIGEST__ZONE)
```
"""
_PLAIN: Mapping[Any, str] = {bool: "true or false", int: "a whole number", float: "a number"}


def reference_markdown() -> str:
    """The text of `docs/configuration.md`."""
    return "\n".join([_HEAD, *_top(), *(line for name in Config.model_fields for line in _section(name))]) + "\n"


def _top() -> Iterator[str]:
    yield "## At the top"
    yield from _table((name, Config, name) for name in Config.model_fields if not _is_section(name))


def _section(name: str) -> Iterator[str]:
    section = getattr(Config(), name)
    if not _is_section(name) or Config.model_fields[name].exclude:
        return
    yield from ("", f"## `{name}`", "", " ".join((type(section).__doc__ or "").split()))
    yield from _table((f"{name}.{key}", type(section), key) for key in type(section).model_fields)


def _is_section(name: str) -> bool:
    return isinstance(getattr(Config(), name), BaseModel)


def _table(settings: Iterator[tuple[str, type[BaseModel], str]]) -> Iterator[str]:
    yield from ("", "| setting | default | takes | what it is for |", "|---|---|---|---|")
    defaults = Config().model_dump(mode="json")
    for path, section, key in settings:
        field, first, _, rest = section.model_fields[key], *path.partition(".")
        default = defaults[first][rest] if rest else defaults[first]
        yield f"| `{path}` | {_default(default)} | {_takes(field)} | {field.description} |"


def _default(value: Any) -> str:
    if value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`[{', '.join(map(str, value))}]`" if isinstance(value, list) else f"`{value}`"


def _takes(field: FieldInfo) -> str:
    said = [each.words for each in field.metadata if isinstance(each, Takes)]
    if said:
        return said[-1]
    if isinstance(field.annotation, type) and issubclass(field.annotation, Enum):
        return ", ".join(f"`{each.value}`" for each in field.annotation)
    return _PLAIN.get(field.annotation, "text") + _bounds(field)


def _bounds(field: FieldInfo) -> str:
    named = (("from", "ge"), ("to", "le"))
    found = [(word, getattr(each, bound, None)) for word, bound in named for each in field.metadata]
    words = [f"{word} {value:,}" for word, value in found if value is not None]
    return f", {' '.join(words)}" if words else ""
