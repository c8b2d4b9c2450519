"""`python -m jobs findings`: every kind of finding in words, as `docs/findings.md` holds them."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from enum import Enum
from types import MappingProxyType
from typing import Any

from jobs.cli.common import parser, write_json, write_lines
from jobs.model.findings import About
from jobs.rules import NamedRule, rules

_HEADINGS = {
    About.LINK: "About the link",
    About.PAGE: "About the page that it stands on",
    About.TARGET: "About the target, our own page",
    About.PARTNER: "About partner pages, and the company a link keeps",
    About.EXCHANGE: "About exchanges",
}

_PREFACE = (
    "# Findings",
    "",
    "Every kind of finding in the rules' own words, as `python -m jobs findings` tells them, each with what the bot",
    "said of a page or a deal of its tests. `python -m tests.tools.renew_findings` writes this page anew.",
    "",
    "A **lost** link counts as absent; a **weakened** one is there, probably worth less; a **note** is good to know.",
    "Alerts go to the channel at once; the rest waits for the digest. `alerts.severity` and `alerts.silent` in",
    "the configuration change both. We say only what can be read: whether a page *may* be indexed, not whether it is.",
    "",
    "What holds for all: nothing is found on a page that could not be read. A loss is told when it was confirmed",
    "(`checks.confirm`), a weakening when a second check saw it again (`checks.confirm_weakened`).",
)


def main(arguments: Sequence[str]) -> int:
    """Write the list; always 0."""
    given = parser("findings", "List every kind of finding.", "python -m jobs findings").parse_args(arguments)
    if given.json:
        write_json(every_kind())
    else:
        write_lines(as_markdown().splitlines())
    return 0


def every_kind() -> list[dict[str, Any]]:
    """The list as JSON takes it."""
    return [{"kind": named.kind, "found": found(named), **_plain(asdict(named.rule))} for named in rules()]


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON takes them: what has no word of its own is called as the code calls it."""
    return {name: value.name.lower() if isinstance(value, Enum) else value for name, value in facts.items()}


def as_markdown(examples: Mapping[str, Sequence[str]] = MappingProxyType({})) -> str:
    """The list as Markdown; `examples` are lines of a message for each kind that has one."""
    return "\n".join(_lines(examples))


def found(named: NamedRule) -> str:
    """When a finding of this kind is made, in the words of its check; empty where no page shows it."""
    return " ".join((inspect.getdoc(named.check) or "").split()) if named.check else ""


def _lines(examples: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from _PREFACE
    for about, heading in _HEADINGS.items():
        yield from ("", f"## {heading}")
        for named in rules():
            if named.rule.about is about:
                yield from _entry(named, examples.get(named.kind, ()))


def _entry(named: NamedRule, example: Sequence[str]) -> Iterator[str]:
    rule = named.rule
    told = "alerted at once" if rule.alerts else "in the digest"
    basis = ", a rule of thumb of ours" if rule.heuristic else ""
    yield from ("", f"### `{named.kind}`: {rule.title}", "", f"*{rule.severity}, {told}{basis}.* {rule.means}", "")
    yield from (" ".join(filter(None, (found(named), rule.unless))), "")
    if example:
        yield from (*(f"> {line}  " for line in example[:-1]), f"> {example[-1]}", "")
    yield f"What to do: {rule.todo}"
