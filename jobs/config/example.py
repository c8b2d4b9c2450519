"""Write `config.example.yaml` from the settings themselves, so that it cannot fall behind."""

import textwrap
from typing import Any

from pydantic import BaseModel

from jobs.config.sections import Config

_HEAD = """\
# Linkwatch: every setting with its default. Copy this file to config.yaml and keep only what you change.
# Each can be set from the environment too: `digest: {day: tue}` is LINKWATCH_DIGEST__DAY=tue.
# Secrets come from the environment only: SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET,
# BING_API_KEY, LINKWATCH_WEBHOOK_SECRET, DATABASE_URL.
# Durations are a number and a unit: 30s, 10m, 6h, 3d, 2w.
"""


def example_yaml() -> str:
    """The text of `config.example.yaml`: each key with its default and, above it, what it is for."""
    defaults = Config().model_dump(mode="json")
    parts = [_HEAD]
    for name, field in Config.model_fields.items():
        value = getattr(Config(), name)
        if field.exclude:
            continue
        if isinstance(value, BaseModel):
            parts.append(f"\n# {_flat(type(value).__doc__)}\n{name}:")
            parts += [_setting(key, type(value), defaults[name][key], "  ") for key in type(value).model_fields]
        else:
            parts.append("\n" + _setting(name, Config, defaults[name], ""))
    return "\n".join(parts) + "\n"


def _setting(key: str, section: type[BaseModel], default: Any, indent: str) -> str:
    about = section.model_fields[key].description or ""
    comment = textwrap.fill(about, 110, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ")
    return f"{comment}\n{indent}{key}: {_scalar(default)}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, dict):
        return "{}"
    text = str(value)
    return f'"{text}"' if text == "" or ":" in text else text


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())
