"""The form for lists of search engines: files of one day, or of two to be compared."""

from bot.messages.forms.link import TARGET
from bot.messages.kit.blocks import Block, foreign, line, rich
from bot.messages.kit.views import View, field, modal, text_box

DISCOVER = "form.discover"
FILES = "files"
TITLE = "Discover links"
_SUFFIXES = ("csv", "tsv", "txt", "xlsx", "zip", "json")
_MOST_FILES = 10
_SAYS = (
    "From Search Console: Links > Export external links (latest links, more sample links), and the exports of top "
    "linking sites, top linking text and top target pages. From Bing: Backlinks > Download."
)


def discover_form(channel: str, *, trouble: str = "") -> View:
    """Ask for lists; files of two days are compared, and one of a later day with the one before."""
    element: Block = {"type": "file_input", "filetypes": list(_SUFFIXES), "max_files": _MOST_FILES}
    hint = "Files of one day belong together. A later day is compared with the earlier one, or with what I kept."
    site = field(
        TARGET,
        "Your site",
        text_box("", "ours.example"),
        hint="Where the names of the files do not begin with it, and the bot knows several sites of yours, or none.",
    )
    wrong = [rich(line(foreign(trouble, 500)))] if trouble else []
    files = field(FILES, "Lists", element, hint=hint, optional=False)
    return modal(TITLE, [*wrong, rich(line(_SAYS)), files, site], DISCOVER, "Compare", channel=channel)
