"""The form for files of links: opened empty or with a file of a message; shows what would be done, then does it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.access.permissions import Asker
from bot.actions.actor import Actor
from bot.actions.forms.add import PATIENCE_SECONDS, show_result
from bot.actions.forms.fields import Fields, WrongFieldError, at_field, fields_of
from bot.grammar.addresses import target_of
from bot.grammar.errors import CommandError
from bot.messages.forms import import_ as forms
from bot.messages.forms.link import TARGET
from bot.messages.kit.views import View, about_of, loading, said
from bot.operations.across import known_of
from bot.operations.import_file import ImportChoices, ImportSource, import_links, preview_file, send_rejected
from bot.request.deps import Deps
from bot.slack.files import NoFileError, NotSentError
from jobs.formats.cells import DateOrder
from jobs.formats.preview import ImportPreview, rejected_csv
from jobs.formats.sheet import Field, RefusedFile
from jobs.formats.updates import KnownLinks
from jobs.partners.across import sites_of
from jobs.store.errors import StoreUnwritableError
from jobs.units.currencies import currency_of

_SHOWN_SECONDS = 2.0
_COLUMNS = {Field.PAGE: forms.PAGES, Field.TARGET: forms.TARGETS}


def table_in(message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first file of a message that may be a list of links."""
    files = [each for each in message.get("files") or () if isinstance(each, Mapping)]
    return next((each for each in files if str(each.get("name", "")).lower().endswith(forms.SUFFIXES)), None)


async def open_import(trigger_id: str, channel: str, deps: Deps, file: Mapping[str, Any] | None = None) -> None:
    """Open the form for a channel; whether the person may is for the caller to know."""
    given = file or {}
    view = forms.import_form(channel, str(given.get("id") or ""), str(given.get("name") or ""))
    await deps.client.views_open(trigger_id=trigger_id, view=view)


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Show what would be done; where that was shown, and nothing was changed since, do it."""
    about, fields = about_of(view), fields_of(view)
    asker = person.asker_in(str(about.get("channel")))
    place = forms.ROWS if forms.ROWS in fields.values else TARGET if TARGET in fields.values else forms.PAGES
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(place, "You may not add links here."))
        return
    try:
        source = _source(about, fields)
    except CommandError as wrong:
        await ack(**at_field(TARGET, f"“{wrong.word}” {wrong.why}"))
        return
    except WrongFieldError as wrong_field:
        await ack(**at_field(wrong_field.name, wrong_field.words))
        return
    if not source.file and not source.pasted:
        await ack(**at_field(place, "Upload a file, or paste rows."))
        return
    await ack(response_action="update", view=loading(forms.TITLE, "Reading the list."))
    # The answer travels beside our calls: what we send at once might come before it, and be lost under it.
    await asyncio.sleep(PATIENCE_SECONDS)
    await show_result(str(view["id"]), await _next(str(view["id"]), about, source, asker, deps), deps)


async def _next(view_id: str, about: Mapping[str, Any], source: ImportSource, asker: Asker, deps: Deps) -> View:
    """The preview, or what was done."""
    try:
        asked = await preview_file(source, asker, deps)
    except NoFileError as error:
        return forms.refused_form(str(error), asker.channel)
    if isinstance(asked, RefusedFile):
        return forms.refused_form(asked.why, asker.channel)
    if not _was_shown(about, source, asked):
        known = await known_of(await asyncio.to_thread(sites_of, [row.page for row in asked.new]), asker, deps)
        about_it = {"file": source.file, "target": source.target, "chosen": _chosen(source.choices)}
        return forms.preview_form(asked, known, asker.channel, source.pasted, **about_it)
    bar = asyncio.create_task(_show(view_id, progress := _Progress(), deps))
    try:
        written = await import_links(asked, source, asker, deps, progress)
    except StoreUnwritableError as error:
        return forms.refused_form(f"{error} What was written before stays.", asker.channel)
    finally:
        bar.cancel()
    done = forms.imported(written, asked, deps.config.slack.command)
    if not asked.file.rejected:
        return said(forms.TITLE, done)
    rejected = await asyncio.to_thread(rejected_csv, asked.file)
    try:
        sent = forms.rejected_sent(await send_rejected(rejected, asked.file, asker, deps))
    except NotSentError as error:
        sent = forms.rejected_not_sent(error.trouble)
    return forms.rejected_form(done, rejected, asker.channel, sent)


class _Progress:
    """How far it is."""

    done = of = 0

    def __call__(self, done: int, of: int) -> None:
        self.done, self.of = done, of


async def _show(view_id: str, progress: _Progress, deps: Deps) -> None:
    while True:
        await asyncio.sleep(_SHOWN_SECONDS)
        filled = round(20 * progress.done / max(1, progress.of))
        words = f"{'█' * filled}{'░' * (20 - filled)} {progress.done:,} of {progress.of:,} links"
        await show_result(view_id, loading(forms.TITLE, words), deps)


def _source(about: Mapping[str, Any], fields: Fields) -> ImportSource:
    """What the form names; raises CommandError where its target is none."""
    target = fields.text(TARGET) or str(about.get("target") or "")
    chosen = {each: fields.option(name) for each, name in _COLUMNS.items()}
    return ImportSource(
        file=str(about.get("file") or fields.file(forms.FILE)),
        pasted=fields.text(forms.ROWS),
        target=target_of(target) if target else "",
        mapping={each: int(at) for each, at in chosen.items() if at},
        choices=_choices(about, fields),
    )


def _choices(about: Mapping[str, Any], fields: Fields) -> ImportChoices:
    """What was chosen beside the columns, now or where a field is not shown again before; raises WrongFieldError."""
    before = about.get("chosen") or {}
    typed = {
        forms.MOST: fields.text(forms.MOST),
        forms.CURRENCY: fields.text(forms.CURRENCY),
        forms.ORDER: fields.option(forms.ORDER),
        forms.KNOWN: fields.option(forms.KNOWN),
        forms.BY_CHANNEL: "".join(fields.options(forms.BY_CHANNEL)),
    }
    said = {name: now if name in fields.values else str(before.get(name) or "") for name, now in typed.items()}
    return ImportChoices(
        lost_too=forms.ON in fields.options(forms.LOST_TOO),
        most_per_domain=_most(said[forms.MOST]),
        order=DateOrder(said[forms.ORDER]) if said[forms.ORDER] else None,
        currency=_currency(said[forms.CURRENCY]),
        known=KnownLinks(said[forms.KNOWN] or KnownLinks.LEAVE),
        by_channel=said[forms.BY_CHANNEL] == forms.ON,
    )


def _most(typed: str) -> int:
    if typed and not (typed.isdecimal() and int(typed)):
        raise WrongFieldError(forms.MOST, f"“{typed}” is no number; write for example 3.")
    return int(typed or 0)


def _currency(typed: str) -> str:
    try:
        return currency_of(typed) if typed else ""
    except ValueError as error:
        raise WrongFieldError(forms.CURRENCY, f"“{typed}” {error}.") from None


def _chosen(choices: ImportChoices) -> dict[str, str]:
    """The choices that were shown, to come back; that lost links are tracked too is done as it is ticked."""
    return {
        forms.MOST: str(choices.most_per_domain or ""),
        forms.CURRENCY: choices.currency,
        forms.ORDER: choices.order or "",
        forms.KNOWN: choices.known,
        forms.BY_CHANNEL: forms.ON if choices.by_channel else "",
    }


def _was_shown(about: Mapping[str, Any], source: ImportSource, asked: ImportPreview) -> bool:
    """Whether this is what the person has seen: the same columns, and as many links unless they asked for more."""
    shown = about.get("shown")
    if not isinstance(shown, Mapping) or not asked.does_anything:
        return False
    same = all(shown.get(each) == at for each, at in source.mapping.items())
    same = same and about.get("chosen") == _chosen(source.choices) and about.get("target") == source.target
    return same and (source.choices.lost_too or about.get("rows") == forms.rows_in(asked))
