"""The form for files of links: what to import, what would be done, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages.answers.across import KnownSite, known_across
from bot.messages.answers.export import not_sent
from bot.messages.forms.link import TARGET
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, Part, bullets, foreign, line, note, rich, strong, typed
from bot.messages.kit.views import LONGEST_TEXT, View, boxes, choice, field, modal, text_box
from bot.slack.errors import SlackTrouble
from jobs.formats.cells import DateOrder
from jobs.formats.preview import ImportPreview, TakenBack, WrittenImport, columns_said
from jobs.formats.sheet import NO_TARGET, Field, LinkFile
from jobs.formats.updates import KnownLinks
from jobs.model.operation import UNDO_FOR

IMPORT = "form.import"
FILE, ROWS, PAGES, TARGETS, LOST_TOO = "file", "rows", "page_column", "target_column", "lost_too"
MOST, ORDER, CURRENCY, KNOWN, BY_CHANNEL = "most", "order", "currency", "known", "by_channel"
_KNOWN = (
    ("Leave them as they are", KnownLinks.LEAVE),
    ("Fill in what they say nothing of", KnownLinks.FILL),
    ("Change all that the rows say", KnownLinks.REPLACE),
)
_ORDERS = (("Day first: 1 August", DateOrder.DAY_FIRST), ("Month first: January 8", DateOrder.MONTH_FIRST))
TITLE = "Import links"
ON = "on"
SUFFIXES = ("csv", "tsv", "txt", "xlsx", "ods", "xls", "zip", "json")
REJECTED_IN_TERMINAL = "python -m jobs import FILE --channel C0123456789 --rejected rejected.csv"
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
    wrong = [rich(line(foreign(trouble, 500)))] if trouble else []
    return modal(
        TITLE, [*wrong, *(given if file else asked), _target("")], IMPORT, "Preview", channel=channel, file=file
    )


def _target(typed_before: str) -> Block:
    box = text_box(typed_before, "https://ours.example/shop")
    return field(TARGET, "Should link to", box, hint="For rows that name no target: a page, or a domain.")


def preview_form(asked: ImportPreview, known: Sequence[KnownSite], channel: str, pasted: str, **about: Any) -> View:
    """What would be done, and what can be chosen; what is chosen otherwise is shown again before it is done.

    `about` is what the preview was made of, to come back with the form.
    """
    # As it was pasted, tabs and all: they stand between the cells.
    rows = field(ROWS, "Rows", {**text_box(lines=True), "initial_value": pasted})
    count = rows_in(asked)
    return modal(
        TITLE,
        [
            _said([*asked.sentences, *filter(None, [columns_said(asked.file)])]),
            *known_across(known),
            *_columns(asked.file),
            *([_target(about.get("target", ""))] if any(row.why == NO_TARGET for row in asked.file.rejected) else []),
            *_choices(asked, about.get("chosen") or {}),
            *([rows] if pasted else []),
        ],
        IMPORT,
        f"Import {count:,}" if count else "Preview again",
        channel=channel,
        shown={each: asked.file.mapping.get(each, -1) for each in (Field.PAGE, Field.TARGET)},
        rows=count,
        **about,
    )


def _choices(asked: ImportPreview, chosen: Mapping[str, str]) -> list[Block]:
    """What the file leaves open, and what people may want otherwise, as it is chosen now.

    Each is offered where it would change something.
    """
    file = asked.file
    lost = boxes([("Track those as well that the file calls lost", ON)])
    by_channel = boxes([("Each link in the channel that its row names", ON)], [chosen.get(BY_CHANNEL, "")])
    currency = text_box(chosen.get(CURRENCY, ""), "EUR", most=3)
    number = text_box(chosen.get(MOST, ""), "All", most=6)
    offered = [
        (file.asks_order, field(ORDER, "01/08/2026 is", choice(_ORDERS, chosen.get(ORDER, "")))),
        (file.asks_currency, field(CURRENCY, "Currency of amounts that name none", currency)),
        (bool(asked.tracked), field(KNOWN, "Links that are tracked already", choice(_KNOWN, chosen.get(KNOWN, "")))),
        (bool(asked.lost), field(LOST_TOO, "Lost already", lost)),
        (any(row.channel for row in file.rows), field(BY_CHANNEL, "Channels", by_channel)),
        (bool(asked.new or asked.too_many), field(MOST, "Most links of one site", number)),
    ]
    return [each for needed, each in offered if needed]


def rows_in(asked: ImportPreview) -> int:
    """How many links are written to: new ones, and tracked ones of which something is kept."""
    return len(asked.new) + len(asked.updates) + len(asked.told)


def refused_form(why: str, channel: str) -> View:
    """Why nothing can be imported, and room for another file."""
    return import_form(channel, trouble=why)


def rejected_message(name: str, file: LinkFile) -> Message:
    """What stands above the file of rows that could not be used."""
    rows = text.several(len(file.rejected), "row")
    of: list[Part] = [" of ", foreign(file.name, 200)] if file.name else []
    how = " that could not be imported, each with its line and the reason. Mend them there, and import the file."
    return note(strong(name), f": {rows}", *of, how)


def rejected_form(done: Message, rejected: str, channel: str, sent: Message) -> View:
    """What was done, and the rows that could not be used with their reasons, to be mended and imported.

    `sent` says where all of them are as a file; of very many rows those are shown that find room.
    """
    fits = rejected if len(rejected) <= LONGEST_TEXT else rejected[: rejected.rindex("\n", 0, LONGEST_TEXT) + 1]
    more = [rich(line("Below are the first of them."))] if len(fits) < len(rejected) else []
    box = {**text_box(lines=True), "initial_value": fits}
    rows = field(ROWS, "Rows that could not be used", box, hint="Mend them, and import them here.")
    blocks = [*done.blocks, *sent.blocks, *more, rows]
    return modal(TITLE, blocks, IMPORT, "Preview", channel=channel)


def rejected_sent(name: str) -> Message:
    """Where the rows that could not be used are as a file."""
    return note("All rows that could not be used are in ", strong(name), ", which I sent you in a direct message.")


def rejected_not_sent(trouble: SlackTrouble) -> Message:
    """Why they were not sent as a file, and what writes it."""
    return not_sent(trouble, REJECTED_IN_TERMINAL)


def imported(written: WrittenImport, asked: ImportPreview, command: str) -> Message:
    """What was done, and how it is taken back."""
    count = len(written.links)
    words = f"{text.several(count, 'link')} imported; each is checked as soon as its site allows."
    if not count and written.told:
        words = f"What search engines know is kept with {text.several(written.told, 'tracked link')}."
    if written.updated:
        changed = f"{text.several(written.updated, 'tracked link')} changed"
        words = f"{changed}; {words}" if count else f"{changed}."
    undo = f"/{command.lstrip('/')} import undo {written.batch}"
    rest = [sentence for sentence in asked.sentences[1:] if sentence]
    back = [
        line(f"To take all of it back, within {UNDO_FOR.days} days: ", typed(undo)),
        *([bullets([[foreign(each, 500)] for each in rest[:_MOST_SENTENCES]])] if rest else []),
    ]
    return Message(text.escape(words), (rich(line(strong(words))), rich(*back)))


def taken_back(taken: TakenBack) -> Message:
    """What became of taking an import back."""
    if taken.too_old:
        words = f"That import is older than {UNDO_FOR.days} days, and was not taken back."
    elif taken.untold and not taken.removed:
        words = f"What it said of search engines is kept no longer with {text.several(taken.untold, 'link')}."
    elif taken.restored and not taken.removed:
        words = f"{text.several(taken.restored, 'link is', 'links are')} as before that import."
    elif not taken.removed and not taken.kept:
        words = "No link of such an import is tracked here."
    else:
        words = f"{text.several(taken.removed, 'imported link')} tracked no longer."
        words += f" {taken.restored:,} that were tracked before are as they were." if taken.restored else ""
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
