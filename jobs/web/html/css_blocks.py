"""Style sheets cut into rules, each as it stands: the selectors, and the declarations between its braces."""

import re
from collections.abc import Iterator

from jobs.web.html.hidden import declarations, hiding_properties
from jobs.web.html.media_queries import applies_to_screen

Block = tuple[str, str]
"""What stands before the braces of a rule, and between them."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIGNS = ("none", "hidden", "collapse", "clip", "scale", "content-visibility")
_NUMBER_SIGNS = re.compile(r"[:(]\s*-\d"), re.compile(r"opacity\s*:\s*[-+.0]"), re.compile(r"font-size\s*:\s*[+.0]")
"""What a declaration that hides has of. Most of a sheet has none of it, and is only searched."""


def hiding_blocks(css: str) -> Iterator[Block]:
    """The rules of a sheet that hide, in no order, and whether their at-rules apply or not."""
    css = _without_comments(css)
    lowered = css.lower()
    signs = sorted(_signs(lowered if len(lowered) == len(css) else css))
    at = 0  # where the rule before it ends
    for sign in signs:
        if sign < at:
            continue
        end = css.find("}", sign)
        end = len(css) if end < 0 else end
        start = css.rfind("{", at, end)
        if start >= 0 and hiding_properties(declarations(block := css[start + 1 : end])):
            yield css[max(css.rfind("}", at, start), css.rfind("{", at, start), at - 1) + 1 : start], block
        at = end


def blocks_of(css: str) -> Iterator[Block]:
    """Each rule of a sheet that applies on a screen, at-rules opened where they do."""
    around: list[bool] = [True]
    for part in _without_comments(css).split("}"):
        head, brace, block = part.rpartition("{")
        if not brace:
            if len(around) > 1:
                around.pop()
            continue
        if "{" in head:
            *outer, head = head.split("{")
            for each in outer:
                around.append(around[-1] and _enters(each.rpartition(";")[2].strip()))
        if around[-1] and "@" not in head.rpartition(";")[2]:
            yield head, block


def _signs(css: str) -> Iterator[int]:
    for sign in _SIGNS:
        at = css.find(sign)
        while at >= 0:
            yield at
            at = css.find(sign, at + 1)
    for pattern in _NUMBER_SIGNS:
        for found in pattern.finditer(css):
            yield found.start()


def _without_comments(css: str) -> str:
    """Old pages put a sheet between the signs of an HTML comment, which mean nothing there."""
    css = _COMMENT.sub(" ", css) if "/*" in css else css
    return css.replace("<!--", " ").replace("-->", " ") if "<!--" in css else css


def _enters(head: str) -> bool:
    """Whether the rules in a block count: all but those of at-rules that do not apply to a screen."""
    if not head.startswith("@"):
        return False  # rules within a rule: they would need its selector
    name, _, condition = head.partition(" ")
    name, paren, rest = name.partition("(")
    if name.lower() == "@media":
        return applies_to_screen(paren + rest + " " + condition)
    return name.lower() in {"@supports", "@layer", "@container", "@scope"}
