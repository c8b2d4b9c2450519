"""`python -m jobs findings`: every kind of finding in words, as `docs/findings.md` holds them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

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
    "Every kind of finding, written by `python -m jobs findings` from the rules themselves.",
    "",
    "A **lost** link counts as absent; a **weakened** one is there, probably worth less; a **note** is good to know.",
    "Alerts go to the channel at once; the rest waits for the digest. `alerts.severity` and `alerts.silent` in",
    "the configuration change both. We say only what can be read: whether a page *may* be indexed, not whether it is.",
)


def main(arguments: Sequence[str]) -> int:
    """Write the list; always 0."""
    given = parser("findings", "List every kind of finding.", "python -m jobs findings").parse_args(arguments)
    if given.json:
        write_json([{"kind": named.kind, **asdict(named.rule)} for named in rules()])
    else:
        write_lines(as_markdown().splitlines())
    return 0


def as_markdown() -> str:
    """The list as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield from _PREFACE
    for about, heading in _HEADINGS.items():
        yield from ("", f"## {heading}")
        for named in rules():
            if named.rule.about is about:
                yield from _entry(named)


def _entry(named: NamedRule) -> Iterator[str]:
    rule = named.rule
    told = "alerted at once" if rule.alerts else "in the digest"
    basis = ", a rule of thumb of ours" if rule.heuristic else ""
    yield from ("", f"### `{named.kind}`: {rule.title}", "", f"*{rule.severity}, {told}{basis}.* {rule.means}", "")
    yield f"What to do: {rule.todo}"
