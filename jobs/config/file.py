"""Read a configuration file as text by key, with the line that each key stands on."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Lines = Mapping[tuple[str, ...], int]
"""Key by key, as in `("digest", "day")`; items of a list by their number. Lines are counted from 1."""

_DEEPEST = 3
"""A section, a setting, and an item or pair of it."""
_LOOKS_LIKE = "a setting looks like this: `digest:` and below it `  day: mon`"


class FileError(Exception):
    """The file cannot be used; the message names it, the line where that is known, and what to do."""


def read_yaml(path: Path) -> tuple[dict[str, Any], Lines]:
    """The values of a file, every one as text, and where each stands.

    Raises:
        FileError: where it cannot be read or is not YAML of keys and values.
    """
    try:
        text = path.read_text(encoding="utf-8")
        # BaseLoader keeps every scalar as text: 10:00 stays a time of day, `no` stays a word until a setting reads it.
        loader = _Loader(text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else None
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror}); copy config.example.yaml to begin with") from None
    except UnicodeDecodeError:
        raise FileError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except RecursionError:
        raise FileError(f"{path}: is not YAML: it is nested too deeply; {_LOOKS_LIKE}") from None
    except yaml.YAMLError as error:
        raise FileError(f"{path}:{_where(error)}") from None
    if not values:
        return {}, {}
    if not isinstance(values, dict):
        raise FileError(f"{path}: holds no settings; {_LOOKS_LIKE}")
    return values, dict(_lines(node, ()))


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{mark.line + 1}:{mark.column + 1}: is not YAML: {problem}" if mark else f" is not YAML: {problem}"


def _lines(node: yaml.Node | None, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if len(key) == _DEEPEST:
        return
    below: list[tuple[str, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        below = [(name.value, name, value) for name, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        below = [(str(number), item, item) for number, item in enumerate(node.value)]
    for name, stands, value in below:
        yield (*key, name), stands.start_mark.line + 1
        yield from _lines(value, (*key, name))


class _Loader(yaml.BaseLoader):
    """Text only, and no key twice: YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Refuse a key that is there already; the signature is PyYAML's."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is one word, such as `day`", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)
