"""Pages that are empty until a script fills them. A heuristic of ours."""

import re

from jobs.model.document import Document

_LITTLE_TEXT = 200
_LITTLE_TEXT_ASKING = 500
"""A page that asks for JavaScript may hold a header and a footer beside that."""
_LONGEST_NOSCRIPT = 2000
_SHELL = 4000
"""A page whose scripts are still to fill it may show this much of header and footer."""
_WIDGET = 2000
"""With more text than this an element that a script is to fill is a part of the page, not all of it."""
_EMPTY_MAIN = 80
"""Characters outside of header, footer and menus up to which there is nothing yet: "Loading ..."."""
_BUNDLE = 2000
"""Characters of inline script above which a page with little text is built by it."""

_ASKS_FOR_SCRIPTS = re.compile(
    r"(?:enable|turn on|activate|requires?|needs?|without) (?:\w+ ){0,3}java ?script|java ?script (?:is |must be |to be )?"
    r"(?:\w+ )?(?:enabled|required|disabled|needed|turned off)"
    r"|java ?script (?:aktivieren|ist deaktiviert|einschalten|muss)|aktiviere\w* (?:\w+ ){0,3}java ?script"
    r"|activer java ?script|java ?script (?:désactivé|activé)|(?:habilit|activ)\w+ (?:\w+ ){0,2}java ?script"
    r"|attiva\w* java ?script|schakel java ?script|włącz\w* (?:\w+ )?java ?script|включ\w+ java ?script"
    r"|java ?scriptを有効|启用 ?java ?script|啟用 ?java ?script|javascript를",
    re.IGNORECASE,
)


def needs_js(document: Document) -> bool:
    """Whether a page shows next to nothing without scripts: little text, and scripts or words that ask for them."""
    visible = len(document.text)
    has_bundles = document.script_files > 0 or document.script_chars >= _BUNDLE
    if visible < _LITTLE_TEXT and (has_bundles or document.outline.moves_on):
        return True
    if visible < _WIDGET and has_bundles and document.outline.empty_mount:
        return True
    if visible < _SHELL and has_bundles and document.main_chars < _EMPTY_MAIN:
        return True
    asked = document.noscript_text[:_LONGEST_NOSCRIPT] + (document.text if visible < _LITTLE_TEXT else "")
    return visible < _LITTLE_TEXT_ASKING and bool(_ASKS_FOR_SCRIPTS.search(asked))
