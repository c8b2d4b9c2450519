"""Read the YAML file and the environment; say everything that is wrong at once."""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from jobs.config.sections import Config, Secrets

if TYPE_CHECKING:
    from jobs.config.file import Lines

EXIT_CONFIG = 78
"""EX_CONFIG of sysexits.h: a service manager can tell "mend the configuration" from a crash."""

_PREFIX = "LINKWATCH_"
_NOT_SETTINGS = frozenset({"LINKWATCH_SUITES", "LINKWATCH_CASES", "LINKWATCH_CONFIG", "LINKWATCH_WEBHOOK_SECRET"})
"""Names that are not settings: where the conformance suites and cases lie, which file to read, and a secret."""

_DATABASE = ("postgresql://", "postgres://")
_NO_DATABASE = (
    "DATABASE_URL: is no address of a PostgreSQL database; write for example postgresql://user:password@host/name, or "
    "unset it, and all is kept in the folder store.path names"
)
_PLAIN = {
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_parsing": "is not a number",
    "bool_parsing": "is neither true nor false",
    "string_type": "is not a single word or text",
    "tuple_type": "is not a list",
    "dict_type": "is not a set of `key: value` pairs",
    "model_type": "is not a section with keys below it",
    "too_short": "must not be empty",
    "string_pattern_mismatch": "is not written as it should be",
}
"""Our words for pydantic's, where its own speak of Python."""


class ConfigError(Exception):
    """The configuration cannot be used; `errors` holds a line for each fault, with its place in the file."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load_config(path: Path | None, env: Mapping[str, str], kinds: Callable[[], Sequence[str]]) -> Config:
    """Read `path` (None: defaults only) and `env`; what the environment says wins.

    `kinds` gives the kinds of finding that a setting may name; it is called only where one does.

    Raises:
        ConfigError: with every fault: unknown sections and keys, unknown `LINKWATCH_*` names, wrong values.
    """
    errors: list[str] = []
    values, lines = _read(path, errors) if path else ({}, {})
    if (database := env.get("DATABASE_URL")) and not database.startswith(_DATABASE):
        errors.append(_NO_DATABASE)
    origins = _merge_environment(values, env, errors)
    values["secrets"] = {name: env[name.upper()] for name in Secrets.model_fields if env.get(name.upper())}
    try:
        config = Config.model_validate(values, context={"kinds": kinds})
    except ValidationError as error:
        for fault in _own_faults(error.errors()):
            key = tuple(str(part) for part in fault["loc"] if part != "[key]")
            origin = _origin(key, origins)
            place = "" if origin else _place(path, lines, key)
            errors.append(f"{place}{_explain(fault, key)}{f' (set by {origin})' if origin else ''}")
    if errors:
        raise ConfigError(errors)
    return config


def _read(path: Path, errors: list[str]) -> tuple[dict[str, Any], "Lines"]:
    """What the file says, without secrets; of one that cannot be used the fault, and nothing."""
    from jobs.config.file import FileError, read_yaml

    try:
        values, lines = read_yaml(path)
    except FileError as error:
        errors.append(str(error))
        return {}, {}
    if values.pop("secrets", None) is not None:
        place = _place(path, lines, ("secrets",))
        errors.append(f"{place}secrets: come from the environment only; set for example SLACK_BOT_TOKEN")
    # A section whose every line is commented out reads as empty text.
    return {key: ({} if value == "" and _is_section(key) else value) for key, value in values.items()}, lines


def _place(path: Path | None, lines: "Lines", key: tuple[str, ...]) -> str:
    """`config.yaml:12: ` of a key that the file has, or of the nearest one above it; nothing where there is none."""
    known = (lines.get(key[:length]) for length in range(len(key), 0, -1))
    line = next(filter(None, known), None)
    return f"{path}:{line}: " if line else ""


def _is_section(key: str) -> bool:
    return key in _sections() and key != "secrets"


def _sections() -> dict[str, type[BaseModel]]:
    fields = Config.model_fields.items()
    return {
        name: field.annotation
        for name, field in fields
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }


def setting_names() -> Iterator[tuple[str, ...]]:
    """The path of every setting, such as `("digest", "day")`; secrets are left out."""
    sections = _sections()
    for name in Config.model_fields:
        if name not in sections:
            yield (name,)
        elif name != "secrets":
            yield from ((name, key) for key in sections[name].model_fields)


def environment_name(path: tuple[str, ...]) -> str:
    """The environment's name of a setting: `LINKWATCH_DIGEST__DAY`."""
    return _PREFIX + "__".join(path).upper()


def _merge_environment(values: dict[str, Any], env: Mapping[str, str], errors: list[str]) -> dict[str, str]:
    """Lay the environment over `values`; gives back which key came from which name."""
    known = {environment_name(path): path for path in setting_names()}
    origins: dict[str, str] = {}
    for name in sorted(env):
        if not name.upper().startswith(_PREFIX) or name in _NOT_SETTINGS:
            continue
        path = known.get(name)
        if path is None:
            errors.append(f"{name}: no such setting{_did_you_mean(name, known)}")
            continue
        section: Any = values if len(path) == 1 else values.setdefault(path[0], {})
        if isinstance(section, dict):  # otherwise the file's own fault is told
            section[path[-1]] = env[name]
            origins[".".join(path)] = name
    return origins


def _did_you_mean(word: str, known: Mapping[str, object]) -> str:
    if near := difflib.get_close_matches(word, known, n=1, cutoff=0.75):
        return f"; did you mean {near[0]}?"
    (nearest,) = difflib.get_close_matches(word, known, n=1, cutoff=0)
    return f"; there is for example {nearest}"


def _own_faults(faults: Sequence[Any]) -> list[Any]:
    """Without what only follows from others: a list is not too short because an item of it will not do."""
    blamed = {fault["loc"][:-1] for fault in faults}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in blamed]


def _origin(path: tuple[str, ...], origins: Mapping[str, str]) -> str:
    """The name in the environment that a value came from; empty where the file said it."""
    key = ".".join(path)
    return next((name for origin, name in origins.items() if key.startswith(origin)), "")


def _explain(fault: Any, path: tuple[str, ...]) -> str:
    key = ".".join(path)
    if fault["type"] == "extra_forbidden":
        known = {".".join(setting): None for setting in setting_names()} | dict.fromkeys(_sections())
        return f"{key}: no such setting{_did_you_mean(key, known)}"
    reason = _PLAIN.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    if reason.startswith("input should be "):
        reason = f"must be {reason.removeprefix('input should be ')}"
    hint = "" if "for example" in reason else f"; for example {_example(path)}"
    return f"{key}: {_shown(fault['input'])} {_joined(reason)}{hint}"


def _joined(reason: str) -> str:
    return reason if reason.startswith(("is ", "must ")) or reason[:1] == "'" else f"will not do: {reason}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004  # enough to know it again


def _example(path: tuple[str, ...]) -> str:
    section = _sections().get(path[0])
    if section is None:
        return f"`{path[0]}: [example.com]`"
    if len(path) == 1:
        key = next(iter(section.model_fields))
        return f"`{path[0]}:` and below it `  {key}: {section().model_dump(mode='json')[key]}`"
    default = section().model_dump(mode="json").get(path[1], "")
    shown = ", ".join(map(str, default)) if isinstance(default, list) else default
    return f"`{path[1]}: {shown if shown != '' else 'a word'}`"
