"""The form for files of links: what to import, what would be done, what was done."""

from collections.abc import Sequence

from bot.messages.forms.link import TARGET
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, bullets, foreign, line, rich, strong, typed
from bot.messages.kit.views import View, boxes, choice, field, modal, text_box
from jobs.formats.preview import KEPT_FOR, ImportPreview, TakenBack, WrittenImport
from jobs.formats.sheet import Field, LinkFile

IMPORT = "form.import"
FILE, ROWS, PAGES, TARGETS, LOST_TOO = "file", "rows", "page_column", "target_column", "lost_too"
TITLE = "Import links"
ON = "on"
SUFFIXES = ("csv", "tsv", "txt", "xlsx", "ods", "xls", "zip", "json")
_MOST_COLUMNS = 100
_MOST_SENTENCES = 15


def import_form(channel: str, file: str = "", name: str = "", *, trouble: str = "") -> View:
    """Ask for a file or pasted rows; one that is given already is only named."""
    element: Block = {"type": "file_input", "filetypes": list(SUFFIXES), "max_files": 1}
    hint = "CSV, XLSX, ODS, XLS or ZIP: an export of Search Console, Bing, Ahrefs and others, or a list of your own."
    asked = [
        field(FILE, "File", element, hint=hint),
        field(ROWS, "Or rows, pasted", text_box("", "https://blog.example/post, https://ours.example/", lines=True)),
    ]
    given = [rich(line(strong("File "), foreign(name or file, 200)))]
    target = field(
        TARGET,
        "Should link to",
        text_box("", "https://ours.example/shop"),
        hint="For rows that name no target: a page, or a domain.",
    )
    wrong = [rich(line(foreign(trouble, 500)))] if trouble else []
    return modal(TITLE, [*wrong, *(given if file else asked), target], IMPORT, "Preview", channel=channel, file=file)


def preview_form(asked: ImportPreview, channel: str, file: str, pasted: str, target: str) -> View:
    """What would be done; the columns can be said to hold something else, which is shown again before it is done."""
    lost = field(LOST_TOO, "Lost already", boxes([("Track those as well that the file calls lost", ON)]))
    # As it was pasted, tabs and all: they stand between the cells.
    rows = field(ROWS, "Rows", {**text_box(lines=True), "initial_value": pasted})
    count = rows_in(asked)
    return modal(
        TITLE,
        [
            _said(asked.sentences),
            *_columns(asked.file),
            *([lost] if asked.lost else []),
            *([rows] if pasted else []),
        ],
        IMPORT,
        f"Import {count:,}" if count else "Preview again",
        channel=channel,
        file=file,
        target=target,
        shown={each: asked.file.mapping.get(each, -1) for each in (Field.PAGE, Field.TARGET)},
        rows=count,
    )


def rows_in(asked: ImportPreview) -> int:
    """How many links are written to: new ones, and tracked ones of which something is kept."""
    return len(asked.new) + len(asked.told)


def refused_form(why: str, channel: str) -> View:
    """Why nothing can be imported, and room for another file."""
    return import_form(channel, trouble=why)


def imported(written: WrittenImport, asked: ImportPreview, command: str) -> Message:
    """What was done, and how it is taken back."""
    count = len(written.links)
    words = f"{text.several(count, 'link')} imported; each is checked as soon as its site allows."
    if not count and written.told:
        words = f"What search engines know is kept with {text.several(written.told, 'tracked link')}."
    undo = f"/{command.lstrip('/')} import undo {written.batch}"
    rest = [sentence for sentence in asked.sentences[1:] if sentence]
    back = [
        line(f"To take all of it back, within {KEPT_FOR.days} days: ", typed(undo)),
        *([bullets([[foreign(each, 500)] for each in rest[:_MOST_SENTENCES]])] if rest else []),
    ]
    return Message(text.escape(words), (rich(line(strong(words))), rich(*back)))


def taken_back(taken: TakenBack) -> Message:
    """What became of taking an import back."""
    if taken.too_old:
        words = f"That import is older than {KEPT_FOR.days} days, and was not taken back."
    elif taken.untold and not taken.removed:
        words = f"What it said of search engines is kept no longer with {text.several(taken.untold, 'link')}."
    elif not taken.removed and not taken.kept:
        words = "No link of such an import is tracked here."
    else:
        words = f"{text.several(taken.removed, 'imported link')} tracked no longer."
    kept = f"Changed by people since, and still tracked: {', '.join(taken.kept[:50])}." if taken.kept else ""
    lines = [line(strong(words)), *([line(kept)] if kept else [])]
    return Message(text.escape(words), (rich(*lines),))


def _said(sentences: Sequence[str]) -> Block:
    first, *others = sentences
    listed = [bullets([[foreign(each, 500)] for each in others[:_MOST_SENTENCES]])] if others else []
    return rich(line(strong(text.clean(first, 300))), *listed)


def _columns(file: LinkFile) -> list[Block]:
    """Which column holds page and target, to be corrected; nothing where there is one column."""
    width = max([len(file.header), *(at + 1 for at in file.mapping.values())])
    names = [file.header[at] if at < len(file.header) else "" for at in range(min(width, _MOST_COLUMNS))]
    options = [(f"{at + 1}: {name}" if name else f"Column {at + 1}", str(at)) for at, name in enumerate(names)]
    if len(options) < 2 or not file.mapping:  # noqa: PLR2004  # nothing to choose
        return []
    page, target = file.mapping.get(Field.PAGE), file.mapping.get(Field.TARGET)
    return [
        field(PAGES, "Column of the pages", choice(options, "" if page is None else str(page))),
        field(TARGETS, "Column of the targets", choice(options, "" if target is None else str(target))),
    ]
