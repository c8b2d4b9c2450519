"""What of a page is read only when it is asked for: its text, and where each link stands."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.model.document import Appearance, Document, Framed, Outline, Place, Spot, Words
from jobs.web.html import shadow_trees, walk
from jobs.web.html.addresses import Resolve
from jobs.web.html.anchors import fold, words_of
from jobs.web.html.css.cascade import Stylesheet
from jobs.web.html.css.conditions import applies_to_screen
from jobs.web.html.first_sight import FirstSight
from jobs.web.html.fleeting import Kinds, fleeting_in
from jobs.web.html.marks import SightMarks, words_mark
from jobs.web.html.modes import is_in_quirks_mode
from jobs.web.html.outline import asks_password, main_chars, outline_of
from jobs.web.html.page_regions import Regions
from jobs.web.html.script_links import js_links, scripts
from jobs.web.html.surroundings import Surroundings, hiding_themselves
from jobs.web.html.tags import Attributes, Named, asked_for, is_foreign, is_in, named, tag_id

_INPUT, _LINK, _STYLE = map(tag_id, ("input", "link", "style"))


class TreeRest:
    """The rest of a page, read from its tree, each part once."""

    def __init__(
        self,
        tree: LexborHTMLParser,
        links: Sequence[LexborNode],
        resolve: Resolve,
        read_frame: Callable[[str], Document],
    ) -> None:
        self._tree = tree
        self._links = links
        self._resolve = resolve
        self._read_frame = read_frame
        self._words: dict[int, Words] = {}
        self._sight_marks: dict[int, str] = {}

    @property
    def text(self) -> str:
        """The visible text, white space folded."""
        return self._walked.text

    @property
    def script_chars(self) -> int:
        """How much script there is."""
        return self._scripts[0]

    @property
    def script_files(self) -> int:
        """How many scripts are loaded from elsewhere."""
        return self._scripts[1]

    @property
    def noscript_text(self) -> str:
        """What stands in noscript elements."""
        return fold(" ".join(node.text(separator=" ") for node in self._walked.kept[walk.NOSCRIPT]))

    @cached_property
    def outline(self) -> Outline:
        """What the page is made of."""
        return outline_of(self._tree)

    @property
    def passwords(self) -> bool:
        """Whether the page has a field for a password."""
        return asks_password(named(_INPUT, self._asked_for))

    @cached_property
    def words_mark(self) -> str:
        """A hash of all that the text is made from."""
        return words_mark(self._root, self._asked_for, self._hiding)

    @property
    def fleeting(self) -> Kinds:
        """What a server may write otherwise at each answer."""
        return fleeting_in(self._root, self._asked_for)

    @cached_property
    def main_chars(self) -> int:
        """How much text stands outside its template."""
        return main_chars(self._tree, self._regions)

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """Resolved addresses of frames."""
        kept = self._walked.kept
        return _addresses(kept[walk.IFRAME] + kept[walk.FRAME], self._resolve)

    @cached_property
    def framed(self) -> tuple[Framed, ...]:
        """The documents that stand in `srcdoc`."""
        return tuple(
            Framed(self._read_frame(markup), sight is Appearance.HIDDEN, sight is Appearance.AT_FIRST)
            for node in self._walked.kept[walk.IFRAME]
            if (markup := node.attributes.get("srcdoc"))
            for sight in [self._surroundings.sight_of(node)]
        )

    @cached_property
    def js_links(self) -> tuple[tuple[str, str], ...]:
        """(address, text) of what acts as a link only through a script."""
        return js_links(self._tree, self._resolve)

    def words(self, number: int) -> Words:
        """The words of the link of this number."""
        if number not in self._words:
            self._words[number] = words_of(self._links[number])
        return self._words[number]

    def place(self, number: int) -> Place:
        """In which part of the page the link of this number stands."""
        return self._regions.of(_parent(self._links[number]))

    def spot(self, number: int, shown_by: str = "") -> Spot:
        """Where the link of this number stands; one whose mark is `shown_by` is known to be shown."""
        node, place = self._links[number], self.place(number)
        known = bool(shown_by) and shown_by == self.sight_mark(number)
        sight = Appearance.SHOWN if known else self._surroundings.sight_of(node)
        by_codes = sight is not Appearance.SHOWN and self._surroundings.asked_codes
        return Spot(place, sight is Appearance.HIDDEN, sight is Appearance.AT_FIRST, by_codes)

    def sight_mark(self, number: int) -> str:
        """A hash of all that tells whether the link of this number is shown."""
        if number not in self._sight_marks:
            self._sight_marks[number] = self._marks.of(self._links[number])
        return self._sight_marks[number]

    def position(self, number: int) -> int:
        """Where the text of the link of this number begins in the page's."""
        return self._walked.positions[self._links[number].mem_id]

    @cached_property
    def _walked(self) -> walk.PageParts:
        return walk.gather(self._root, self._hiding)

    @cached_property
    def _scripts(self) -> tuple[int, int]:
        return scripts(self._walked.kept[walk.SCRIPT])

    @cached_property
    def _root(self) -> LexborNode:
        root = self._tree.root
        assert root is not None  # a parser that keeps to the standard makes an html element of nothing
        return root

    @cached_property
    def _asked_for(self) -> Named:
        return asked_for(self._root)

    @cached_property
    def _hiding(self) -> list[LexborNode]:
        return hiding_themselves(self._root)

    @cached_property
    def _styles(self) -> list[LexborNode]:
        """The style elements that are in force."""
        styles = (style for style in named(_STYLE, self._asked_for) if not is_foreign(style))
        return [style for style in styles if _is_in_force(style.attributes) and not _is_of_shadow_tree(style)]

    @cached_property
    def _reads_all(self) -> bool:
        """Whether the page loads no style sheet."""
        return not any(map(_is_sheet, named(_LINK, self._asked_for)))

    @cached_property
    def _quirks(self) -> bool:
        return is_in_quirks_mode(self._tree)

    @cached_property
    def _marks(self) -> SightMarks:
        return SightMarks(self._styles, f"{self._reads_all} {self._quirks}")

    @cached_property
    def _regions(self) -> Regions:
        return Regions()

    @cached_property
    def _surroundings(self) -> Surroundings:
        in_force, quirks = self._styles, self._quirks
        with_scripts = [style for style in in_force if not is_in(style, walk.NOSCRIPT)]
        first_sight = FirstSight(self._tree, lambda: named(walk.SCRIPT, self._asked_for), quirks=quirks)
        more = in_force if len(in_force) > len(with_scripts) else ()
        every = Stylesheet(map(_text, more), self._root, quirks=quirks)
        sheet = Stylesheet(map(_text, with_scripts), self._root, quirks=quirks)
        reads_all = not sheet.imports and self._reads_all
        return Surroundings(sheet, every, first_sight, quirks=quirks, reads_all=reads_all)


def _is_of_shadow_tree(style: LexborNode) -> bool:
    return style.parent is not None and style.parent.tag == shadow_trees.TAG


def _is_sheet(link: LexborNode) -> bool:
    """Whether a link element loads a style sheet, now or once a script has it do so."""
    attributes = link.attributes
    rel = (attributes.get("rel") or "").lower().split()
    return "stylesheet" in rel or ("preload" in rel and attributes.get("as") == "style")


def _text(style: LexborNode) -> str:
    return style.text() or ""


def _is_in_force(style: Attributes) -> bool:
    """Whether a browser reads a style element as a sheet for a screen."""
    return (style.get("type") or "text/css").strip().lower() == "text/css" and applies_to_screen(
        style.get("media") or ""
    )


def _parent(node: LexborNode) -> LexborNode:
    parent = node.parent
    assert parent is not None  # neither a link nor a frame is ever the root
    return parent


def _addresses(nodes: Iterable[LexborNode], resolve: Resolve) -> tuple[str, ...]:
    return tuple(
        address
        for node in nodes
        if (source := node.attributes.get("src"))
        for address, is_valid in [resolve(source)]
        if is_valid
    )
