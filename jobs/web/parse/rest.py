"""What of a page is read only when it is asked for: its text, and where each link stands."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.model.document import Spot, Words
from jobs.web.parse import walk
from jobs.web.parse.addresses import Resolve
from jobs.web.parse.anchors import fold, words_of
from jobs.web.parse.media import applies_to_screen
from jobs.web.parse.scripted import js_links, scripts
from jobs.web.parse.stylesheets import Stylesheet
from jobs.web.parse.surroundings import Surroundings


class TreeRest:
    """The rest of a page, read from its tree, each part once."""

    def __init__(self, tree: LexborHTMLParser, links: Sequence[LexborNode], resolve: Resolve) -> None:
        self._tree = tree
        self._links = links
        self._resolve = resolve

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
    def frames(self) -> tuple[str, ...]:
        """Resolved addresses of frames."""
        kept = self._walked.kept
        return _addresses(kept[walk.IFRAME] + kept[walk.FRAME], self._resolve)

    @cached_property
    def js_links(self) -> tuple[tuple[str, str], ...]:
        """(address, text) of what acts as a link only through a script."""
        return js_links(self._tree, self._resolve)

    def words(self, number: int) -> Words:
        """The words of the link of this number."""
        return words_of(self._links[number])

    def spot(self, number: int) -> Spot:
        """Where the link of this number stands."""
        node = self._links[number]
        parent = node.parent
        assert parent is not None  # a link is never the root
        around = self._surroundings.of(parent)
        hidden = self._surroundings.hides_link(around, node, node.tag_id, node.attributes)
        return Spot(around.place, hidden, self._walked.positions[node.mem_id])

    @cached_property
    def _walked(self) -> walk.Gathered:
        return walk.gather(self._tree)

    @cached_property
    def _scripts(self) -> tuple[int, int]:
        return scripts(self._walked.kept[walk.SCRIPT])

    @cached_property
    def _surroundings(self) -> Surroundings:
        styles = self._walked.html_only(walk.STYLE)
        on_screen = (style.text() for style in styles if applies_to_screen(style.attributes.get("media") or ""))
        return Surroundings(Stylesheet(on_screen))


def _addresses(nodes: Iterable[LexborNode], resolve: Resolve) -> tuple[str, ...]:
    return tuple(
        address
        for node in nodes
        if (source := node.attributes.get("src"))
        for address, is_valid in [resolve(source)]
        if is_valid
    )
