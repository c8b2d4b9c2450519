"""A page of which all has been read: a value, without the tree that it was read from."""

from dataclasses import dataclass, field, replace

from jobs.model.document import Document, Framed, Outline, Place, Spot, Words


@dataclass(frozen=True, slots=True)
class Known:
    """The rest of a page that has been read already."""

    text: str
    script_chars: int = 0
    script_files: int = 0
    noscript_text: str = ""
    outline: Outline = field(default_factory=Outline)
    passwords: bool = False
    words_mark: str = ""
    fleeting: tuple[tuple[str, ...], ...] = ()
    main_chars: int = 0
    frames: tuple[str, ...] = ()
    framed: tuple[Framed, ...] = ()
    js_links: tuple[tuple[str, str], ...] = ()
    all_words: tuple[Words, ...] = ()
    spots: tuple[Spot, ...] = ()
    positions: tuple[int, ...] = ()

    def words(self, number: int) -> Words:
        """The words of the link of this number."""
        return self.all_words[number]

    def place(self, number: int) -> Place:
        """In which part of the page the link of this number stands."""
        return self.spots[number].place

    def spot(self, number: int, shown_by: str = "") -> Spot:  # noqa: ARG002 - it is known already
        """Where the link of this number stands."""
        return self.spots[number]

    def sight_mark(self, number: int) -> str:  # noqa: ARG002 - nothing is kept of what it rested on
        """Nothing: what a link's being seen rests on is known while its page is read."""
        return ""

    def position(self, number: int) -> int:
        """Where the text of the link of this number begins in the page's."""
        return self.positions[number]


def read_whole(document: Document) -> Document:
    """The same document with all of it read, as a value that can be kept and compared."""
    numbers = range(len(document.links))
    known = Known(
        document.text,
        document.script_chars,
        document.script_files,
        document.noscript_text,
        document.outline,
        document.passwords,
        document.words_mark,
        document.fleeting,
        document.main_chars,
        document.frames,
        tuple(replace(frame, document=read_whole(frame.document)) for frame in document.framed),
        document.js_links,
        tuple(map(document.words, numbers)),
        tuple(map(document.spot, numbers)),
        tuple(map(document.position, numbers)),
    )
    return replace(document, rest=known)
