"""Whether what hides a link is undone before anyone minds: by a script of the page, or by a visitor who opens it.

A heuristic: no script is run. Nobody hides what people came for, so what holds most of the page's text is a start
state wherever the page has scripts; a part of it is one where the page says so, by the names that the usual scripts
go by, by a script that names it, or by a rule that shows it once a class is added or the pointer is on it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.web.html.css.cascade import Declared
from jobs.web.html.css.selectors import Added
from jobs.web.html.css.syntax import words
from jobs.web.html.modes import without_case
from jobs.web.html.tags import SILENT, TEXT, Attributes, tag_ids

WHOLE_PAGE = tag_ids("html body main")
"""The elements that hold what people came for."""
_OPENED = tag_ids("details")
_MOST_OF_TEXT = 0.5
_CLOAKS = re.compile(
    r"(?<![a-z])(?:x-cloak|v-cloak|ng-cloak|cloak|cloaked|no-?js|async-hide|js-loading|is-loading|loading|preload|preloading"
    r"|unresolved|fouc|no-fouc|not-ready|aos(?:-[a-z]+)?|data-aos|data-sal|sal|wow|scroll-?reveal|reveal|fade-?in(?:-?[a-z]+)?"
    r"|fade-?up|animate-on-scroll|animated?|data-animate|to-animate|lazy|lazyload|motion|wf-loading|hydrat[a-z]*"
    r"|elementor-invisible|et_animated|invisible-until-ready|js-hidden|data-reveal|appear|data-appear|in-view|will-animate"
    r"|swiper-slide|carousel-item|data-cloak|page-transition|barba-container|skeleton|anti-?click-?jack|antiframe)(?![a-z])",
    re.IGNORECASE,
)
"""What the usual scripts call that which they show later, in classes, ids, attributes and selectors."""
_PANELS = re.compile(
    r"(?<![a-z])(?:tab-?pane|tab-?panel|tab-?content|panel-collapse|accordion[a-z_-]*|collapse|collapsible|dropdown(?:-menu)?"
    r"|sub-?menu|mega-?menu|off-?canvas|drawer|modal|popup|lightbox|mobile-(?:nav|menu)|toggle-?content|expandable|spoiler"
    r"|read-?more|show-?more|faq-?answer)(?![a-z])",
    re.IGNORECASE,
)
"""What sites call the parts that a visitor opens."""
_STREAMED = re.compile(r"[SP]:[0-9a-f]+")
"""The ids of what React streams, hidden until its script puts it in place."""
_TOO_COMMON = frozenset(words("content container wrapper header footer main page body text link links menu item"))
_LEAST_NAME = 4
_NAME = re.compile(r"[.#\[]([\w-]+)")
_HIDES = re.compile(r"[^;\n]{0,60}(?:display|visibility)[\"']?\s*[=:,]\s*[\"'](?:none|hidden)|[^;\n]{0,20}\.hide\(")
_OF_NAMES = re.compile(r"[\w-]")
_LONGEST_SCRIPTS = 500_000


@dataclass(frozen=True, slots=True)
class Hider:
    """An element that hides a link, and by what."""

    node: LexborNode
    attributes: Attributes
    declared: Declared
    selectors: str
    """Of the rules that may hide it."""


class FirstSight:
    """What is known of the scripts of a page and of what its visitors can open."""

    def __init__(
        self, tree: LexborHTMLParser, find_scripts: Callable[[], Sequence[LexborNode]], *, quirks: bool
    ) -> None:
        """`find_scripts` is only called where something is hidden; in quirks mode the case of names tells nothing."""
        self._tree = tree
        self._find_scripts = find_scripts
        self._fold: Callable[[str], str] = without_case if quirks else str
        self.asked_codes = False
        """Whether anything was sought in the codes of the scripts by now."""

    @cached_property
    def _scripts(self) -> list[LexborNode]:
        return [script for script in self._find_scripts() if is_run(script.attributes)]

    @property
    def has_scripts(self) -> bool:
        """Whether anything could be shown by a script."""
        return bool(self._scripts)

    @cached_property
    def added(self) -> Added:
        """The classes and states that are on the page: all others may be added."""
        classes, states = set[str](), set[str]()
        for node in self._tree.css("*"):
            for name, value in node.attributes.items():
                if name == "class":
                    classes.update(self._fold(value or "").split())
                elif name.startswith(("aria-", "data-")) or name == "open":
                    states.update((name, f"{name}={value or ''}"))
        return Added(frozenset(classes), frozenset(states), by_scripts=self.has_scripts)

    def undoes(self, hiders: Iterable[Hider]) -> bool:
        """Whether each of these is shown in time, as far as the page tells."""
        return all(self._opens(each) or (self.has_scripts and self._shows(each)) for each in hiders)

    def _opens(self, hider: Hider) -> bool:
        """Whether a visitor opens it without a script of the page's, as a `details`."""
        parent = hider.node.parent
        if hider.attributes.get("hidden") == "until-found":
            return True
        if parent is not None and parent.tag_id in _OPENED and "open" not in parent.attributes:
            return True
        return self._is_named_by(hider, ("popovertarget", "commandfor"))

    def _shows(self, hider: Hider) -> bool:
        names = " ".join(
            (hider.selectors, *(f"{name} {value or ''}" for name, value in hider.attributes.items() if name != "style"))
        )
        return (
            hider.attributes.get("role") in {"tabpanel", "dialog", "menu"}
            or hider.node.tag == "dialog"
            or bool(_CLOAKS.search(names) or _PANELS.search(names))
            or bool(_STREAMED.fullmatch(hider.attributes.get("id") or ""))
            or _is_start_state(hider.declared)
            or self._holds_most(hider.node)
            or self._is_named_by(
                hider, ("aria-controls", "data-target", "data-bs-target", "data-toggle-target", "href")
            )
            or self._is_named_in_script(hider)
        )

    def _holds_most(self, node: LexborNode) -> bool:
        whole = self._letters
        return node.tag_id in WHOLE_PAGE or (whole > 0 and words_in(node) >= _MOST_OF_TEXT * whole)

    @cached_property
    def _letters(self) -> int:
        return words_in(self._tree.body) if self._tree.body else 0

    def _is_named_by(self, hider: Hider, attributes: Sequence[str]) -> bool:
        name = hider.attributes.get("id") or ""
        if not name or not re.fullmatch(r"[\w-]+", name):
            return False
        wanted = (f'[{each}="{name}"],[{each}="#{name}"]' for each in attributes)
        return self._tree.css_first(",".join(wanted)) is not None

    def _is_named_in_script(self, hider: Hider) -> bool:
        own = [hider.attributes.get("id") or "", *(hider.attributes.get("class") or "").split()]
        named = {
            *own,
            *_NAME.findall(hider.selectors),
            *(name for name in hider.attributes if name.startswith("data-")),
        }
        wanted = {name for name in named if len(name) >= _LEAST_NAME and name.lower() not in _TOO_COMMON}
        self.asked_codes = self.asked_codes or bool(wanted)
        return any(_is_shown_in(self._code, self._fold(name)) for name in wanted)

    @cached_property
    def _code(self) -> str:
        return self._fold("\n".join(script.text() or "" for script in self._scripts)[:_LONGEST_SCRIPTS])


def is_run(attributes: Attributes) -> bool:
    """Whether a browser runs a script element: data are none."""
    kind = (attributes.get("type") or "module").strip().lower()
    return kind in {
        "module",
        "text/javascript",
        "application/javascript",
        "text/ecmascript",
        "application/x-javascript",
    }


def _is_shown_in(code: str, name: str) -> bool:
    """Whether a script speaks of a name, and not to hide what has it."""
    at = code.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_OF_NAMES.match(code, at - 1, at) if at else None) and not _OF_NAMES.match(code, end):
            return not _HIDES.match(code, end)
        at = code.find(name, end)
    return False


def _is_start_state(declared: Declared) -> bool:
    """Transparent, with what is to move: so animations begin."""
    hides = declared.get("opacity", "1").strip("0.%") == "" or declared.get("visibility") == "hidden"
    moves = any(
        declared.get(name, "none") not in {"none", "auto", "inherit"}
        for name in ("transform", "transition", "will-change", "animation-name", "translate", "scale", "filter")
    )
    return hides and moves


def words_in(node: LexborNode) -> int:
    """How many words stand in an element, hidden or not."""
    total, silent = 0, 0
    for inner in node.traverse(include_text=True):
        if inner.tag_id == TEXT and inner.parent is not None and inner.parent.tag_id not in SILENT:
            total += len((inner.text_content or "").split())
        else:
            silent += 1
    return total
