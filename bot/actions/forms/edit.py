"""The form that changes what was agreed about a link."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.actions.actor import Actor
from bot.actions.forms.add import tell
from bot.actions.forms.fields import Fields, WrongFieldError, at_field, fields_of
from bot.messages.answers.terms import said_terms
from bot.messages.forms import link as forms
from bot.messages.kit.views import View, about_of
from bot.operations.edit import edit_link
from bot.operations.tracked import NotHereError
from bot.request.ask import Request, show_view
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.model.link import Link
from jobs.model.ref import link_ref
from jobs.model.terms import Term, Terms


async def open_edit(request: Request, link: Link, deps: Deps) -> None:
    """Open the form, filled in with what holds now; whether the person may is for the caller to know."""
    await show_view(request, await edit_view(link, deps), deps)


async def edit_view(link: Link, deps: Deps) -> View:
    """The form of a link; what it cost is not asked where its channel hides that."""
    return forms.edit_form(link, hide_costs=await hides_costs(deps.store, link.channel))


async def check(view: Mapping[str, Any], deps: Deps) -> None:
    """Say above the fields what they mean so far."""
    try:
        words = forms.agreement_understood(said_terms(fields_of(view).terms(), deps.now()))
    except WrongFieldError as wrong:
        words = forms.wrong_field(wrong.name, wrong.words)
    await tell(view, words, deps)


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Write what was changed, and have the page checked in that light."""
    about, fields = about_of(view), fields_of(view)
    asker = person.asker_in(str(about.get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.ANCHOR, "You may not change this link."))
        return
    try:
        ref = link_ref(int(about.get("link") or 0))
        await edit_link(ref, lambda link: _as_typed(link, fields), asker, deps)
    except WrongFieldError as wrong:
        await ack(**at_field(wrong.name, wrong.words))
        return
    except NotHereError:
        await ack(**at_field(forms.ANCHOR, "This link is no longer tracked."))
        return
    await ack()  # only now: the form stays, with what was typed, where the writing fails


def _as_typed(link: Link, fields: Fields) -> Link:
    """The link with what was changed in the form; of what a field could not show nothing is lost."""
    expected = link.expected
    if fields.changed(forms.ANCHOR):
        expected = replace(expected, anchor=fields.text(forms.ANCHOR))
    if fields.changed(forms.AGREED):
        offered = frozenset(forms.RELS)
        expected = replace(expected, rel=(expected.rel - offered) | (fields.options(forms.AGREED) & offered))
    edited = _with_terms(replace(link, expected=expected), fields.terms(link.terms))
    edited = replace(edited, guarantee=fields.guarantee().of(edited.guarantee))
    if fields.changed(forms.TAGS):
        edited = replace(edited, tags=(link.tags - fields.tags_shown()) | fields.tags())
    if fields.changed(forms.OWNER):
        edited = replace(edited, owner=fields.person(forms.OWNER))
    return replace(edited, every=fields.every()) if fields.changed(forms.EVERY) else edited


def _with_terms(link: Link, terms: Terms) -> Link:
    """With what was agreed in money and time; with the last day of a guarantee goes all that it says."""
    is_gone = link.terms.guaranteed_until is not None and terms.guaranteed_until is None
    return replace(link.without_terms({Term.GUARANTEE} if is_gone else ()), terms=terms)
