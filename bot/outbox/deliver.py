"""One claimed notice on its way into Slack: what becomes of it is the notice that is given back."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.messages.answers.sharing import from_json
from bot.outbox.find_posted import find_posted, metadata_of
from bot.outbox.post import address_of, call, log
from bot.outbox.quiet import held
from bot.outbox.render import render
from bot.outbox.retries import is_out_of_date
from bot.outbox.sender import Sender, fingerprint, remember
from bot.rerouting.rerouted import rerouted_in, rerouted_message, shown_together
from bot.slack.errors import CALL_ERRORS, PERHAPS, ErrorMeaning, Failure, SlackTrouble, gave_no_word, trouble_of
from bot.slack.post_access import is_direct
from jobs.alerts.costs import hides_costs
from jobs.alerts.escalate import still_untaken
from jobs.alerts.escalation import is_answered
from jobs.alerts.groups import join_late, part_changed, parts_of
from jobs.alerts.notified import notified_state_of
from jobs.alerts.quiet import rings
from jobs.model.incident import Incident, NotifiedState
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.notice_key import CatchUpKey, EscalationKey, RemindKey, ReplyKey, UntakenKey
from jobs.model.parse_notice_key import digest_week, parse_notice_key
from jobs.model.write import Write

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
SNOOZE_ASKED = timedelta(hours=1)
AN_HOUR = timedelta(hours=1)
MOST_HELD_UP = 5
"""So many tries of one message hold up its channel where Slack answers them with a word: about a minute."""


async def deliver(sender: Sender, notice: Notice) -> Notice:
    """Post, edit or reply; gives the notice back as it has to be written."""
    incident = await sender.store.incident(notice.incident_id) if notice.incident_id else None
    notice = _begun(replace(notice, held=False))
    if is_out_of_date(notice, incident, sender.clock.now()) or await _is_answered(sender, notice, incident):
        return _superseded(notice, "nothing to say by now")
    if waiting := await held(sender, notice, incident):
        return waiting
    if notice.incident_id:
        return await _about(sender, notice, incident) if incident else _superseded(notice, "its incident is gone")
    if notice.kind is NoticeKind.DIGEST and notice.error and await _is_overtaken(sender, notice):
        return _superseded(notice, "a newer one is there")
    if notice.kind is NoticeKind.ANSWER and await _tells_costs_hidden_since(sender, notice):
        return _superseded(notice, "costs are hidden now")
    return await _post(sender, notice, None)


def _begun(notice: Notice) -> Notice:
    """A reminder is as old as its first try: it was asked for long ago, and must outlive a failure all the same."""
    is_first = not (notice.error or notice.doubtful)
    if is_first and notice.claimed_at and isinstance(parse_notice_key(notice.key), RemindKey):
        return replace(notice, created_at=notice.claimed_at)
    return notice


async def _is_answered(sender: Sender, notice: Notice, incident: Incident | None) -> bool:
    """Whether this calls somebody to an alert that does not wait for them any more."""
    key = parse_notice_key(notice.key)
    if isinstance(key, UntakenKey):
        return not notice.doubtful and not await still_untaken(sender.store, notice, sender.clock.now())
    about = await sender.store.incident(key.incident_id) if isinstance(key, EscalationKey) else incident
    if about is None or notice.doubtful or not isinstance(key, EscalationKey | ReplyKey):
        return False
    return is_answered(notice, about, await parts_of(sender.store, about), sender.clock.now())


async def _tells_costs_hidden_since(sender: Sender, answer: Notice) -> bool:
    """Whether a shared answer may tell costs that its channel has come to hide while it could not be posted."""
    return not from_json(answer.payload).hides_costs and await hides_costs(sender.store, answer.channel)


async def _about(sender: Sender, notice: Notice, incident: Incident) -> Notice:
    if notice.kind is NoticeKind.CARD and incident.message_ts:
        # Told in this one's place while this one could not be: the message is there, or was deleted.
        notice = replace(notice, kind=NoticeKind.EDIT)
    if (
        notice.kind is NoticeKind.CARD
        and not notice.doubtful
        and await join_late(sender.store, incident, notice, sender.clock.now())
    ):
        return _superseded(notice, "posted in one message with others")
    if incident.group:
        return await _of_group(sender, notice, incident)
    if notice.kind is NoticeKind.EDIT:
        return await _edit(sender, notice, incident)
    if notice.kind is NoticeKind.REPLY and not incident.message_ts:
        return await _without_message(sender, notice, incident)
    return await _post(sender, notice, incident)


async def _is_overtaken(sender: Sender, digest: Notice) -> bool:
    """Whether, while this one could not be said, a newer one came to be said in its channel."""
    channel = digest.channel
    others = [*await sender.store.notices(channel=channel), *await sender.store.notices(dead=True, channel=channel)]
    return any(digest_week(other.key) > digest_week(digest.key) for other in others)


async def _of_group(sender: Sender, notice: Notice, part: Incident) -> Notice:
    """What concerns one incident of several in a message: its lines go into that message's thread."""
    group = await sender.store.incident(part.group)
    if group and group.message_ts and notice.kind is NoticeKind.REPLY:
        return await _post(sender, notice, replace(part, message_ts=group.message_ts))
    await part_changed(sender.store, part, sender.clock.now())
    return _superseded(notice, "posted in one message with others")


async def _edit(sender: Sender, notice: Notice, incident: Incident) -> Notice:
    if not incident.message_ts:
        return await _without_message(sender, notice, incident)
    notified = await _notified_of(sender, incident)
    message = await render(sender.store, notice, incident, sender.clock.now(), partial(address_of, sender))
    shown = sender.shown.get(incident.id)
    if shown and shown.look == fingerprint(message):
        return _superseded(notice, "shown already")
    try:
        await call(sender, message, notice.channel, ts=incident.message_ts)
    except CALL_ERRORS as error:
        trouble = trouble_of(error)
        if trouble.meaning is ErrorMeaning.NO_MESSAGE:
            return await _after_removal(sender, notice, incident)
        return _failed(notice, trouble, sender.clock.now())
    remember(sender, incident, message, notified)
    return _sent(notice, incident.message_ts)


async def _after_removal(sender: Sender, notice: Notice, incident: Incident) -> Notice:
    """Somebody deleted the message: good news gets a new one, anything else was not wanted."""
    if incident.status.is_open or incident.batch:
        return _superseded(notice, "the message was deleted")
    return await _post(sender, replace(notice, kind=NoticeKind.CARD), incident)


async def _without_message(sender: Sender, notice: Notice, incident: Incident) -> Notice:
    """An edit or a reply to what was never told: a card of its own says it all, where it still matters.

    An edit in doubt may have put that card there already.
    """
    if notice.kind is NoticeKind.EDIT and (incident.status.is_open or notice.doubtful):
        return await _post(sender, replace(notice, kind=NoticeKind.CARD), incident)
    return _superseded(notice, "never posted")


async def _post(sender: Sender, notice: Notice, incident: Incident | None) -> Notice:
    """A new message, once: after doubt it is looked for first."""
    thread_ts = incident.message_ts if incident and notice.kind is NoticeKind.REPLY else ""
    posting = False
    try:
        if notice.doubtful and (finished := await _looked_for(sender, notice, thread_ts)):
            return finished
        if finished := await _needless(sender, notice, incident):
            return finished
        notified = await _notified_of(sender, incident) if incident else {}
        message = await render(sender.store, notice, incident, sender.clock.now(), partial(address_of, sender))
        thread = _thread(notice, incident, sender.clock.now()) if incident and thread_ts else {}
        posting = True
        ts = await call(sender, message, notice.channel, name=notice.key, metadata=metadata_of(notice), **thread)
    except CALL_ERRORS as error:
        trouble = trouble_of(error)
        if thread_ts and trouble.meaning is ErrorMeaning.NO_MESSAGE:
            return _superseded(notice, "the message was deleted")
        unsure = _in_doubt(notice) if trouble.failure is Failure.UNKNOWN and posting else notice
        return _failed(unsure, trouble, sender.clock.now())
    if incident and notice.kind is NoticeKind.CARD:
        remember(sender, incident, message, notified)
    return _sent(notice, ts)


def _thread(reply: Notice, incident: Incident, now: datetime) -> dict[str, str | bool]:
    """Where a line goes."""
    return {"thread_ts": incident.message_ts, "reply_broadcast": rings(reply, incident, now)}


async def _needless(sender: Sender, notice: Notice, incident: Incident | None) -> Notice | None:
    """The finished notice where there is nothing to be said, or not now."""
    now = sender.clock.now()
    if notice.kind is NoticeKind.REROUTED and await rerouted_message(sender.store, rerouted_in(notice), now) is None:
        return _superseded(notice, "nothing to say by now")
    if incident is None or notice.kind is not NoticeKind.CARD or incident.message_ts:
        return None
    if not incident.status.is_open and incident.batch is None:
        return _superseded(notice, "over before it was posted")
    return _asleep(notice, incident, now) if incident.is_snoozed(now) else None


async def _looked_for(sender: Sender, notice: Notice, thread_ts: str) -> Notice | None:
    """The finished notice where Slack has the message, or where we must not try again; None: post it."""
    try:
        found = await find_posted(sender.client, notice, thread_ts, sender.clock.now())
    except CALL_ERRORS as error:
        trouble = trouble_of(error)
        if trouble.failure in {Failure.RETRY, Failure.UNKNOWN}:
            raise
        if not is_direct(notice.channel):  # how it is in channels is not learnt from those
            sender.can_look = sender.can_look and trouble.meaning is not ErrorMeaning.NO_SCOPE
        return _unfound(sender, notice, f"cannot look whether it was posted ({trouble.word})")
    if not found.ts:
        return None if found.read_all else _unfound(sender, notice, "too much was said since to look for it in all")
    if notice.kind is NoticeKind.CARD:  # it shows what was true when it was posted
        catch_up = Notice(
            str(CatchUpKey(notice.key)), notice.channel, NoticeKind.EDIT, notice.created_at, notice.incident_id
        )
        await sender.store.write(Write(notices=[catch_up]))
    return _sent(notice, found.ts)


def _unfound(sender: Sender, notice: Notice, why: str) -> Notice | None:
    """Nobody can tell whether Slack has it: the setting says whether it is posted again."""
    if sender.at_most_once:
        log.warning("%s: %s; it is not posted again, and may be missing (slack.at_most_once)", notice.key, why)
        return replace(notice, status=NoticeStatus.DEAD, error=f"{PERHAPS} (at most once is set)")
    log.warning("%s: %s; it is posted, and may repeat", notice.key, why)
    return None


def _asleep(notice: Notice, incident: Incident, now: datetime) -> Notice:
    """Nobody was told of it before somebody wanted quiet: it waits for the end of that, or for who ends it before."""
    soon = now + SNOOZE_ASKED
    until = min(incident.snoozed_until or soon, soon)
    return replace(notice, status=NoticeStatus.READY, not_before=until, attempts=0, failing_since=None)


async def _notified_of(sender: Sender, incident: Incident) -> dict[str, NotifiedState]:
    """What a message that is rendered right after this tells at least."""
    parts = await shown_together(sender.store, incident)
    return {part.id: notified_state_of(part, sender.clock.now()) for part in parts}


def _sent(notice: Notice, ts: str) -> Notice:
    return replace(
        notice, status=NoticeStatus.SENT, ts=ts, error="", doubtful=False, doubtful_at=None, failing_since=None
    )


def _superseded(notice: Notice, why: str) -> Notice:
    return replace(notice, status=NoticeStatus.SUPERSEDED, error=why)


def _failed(notice: Notice, trouble: SlackTrouble, now: datetime) -> Notice:
    """Again soon, or dead: then it is tried ever more seldom."""
    said = f"{trouble.word} ({trouble.detail})" if trouble.detail else trouble.word
    if trouble.failure in {Failure.PERMANENT, Failure.AUTH}:
        return replace(notice, status=NoticeStatus.DEAD, error=said, failing_since=None)
    failing = replace(notice, failing_since=notice.failing_since or notice.claimed_at or now)
    holds = holds_channel(failing, trouble, now)
    return replace(
        failing,
        status=NoticeStatus.RETRY if holds else NoticeStatus.READY,
        not_before=now + (trouble.wait or wait_before(failing, trouble.word, now)),
        error=said,
    )


def _in_doubt(notice: Notice) -> Notice:
    """Slack may have taken what was just tried."""
    return replace(notice, doubtful=True, doubtful_at=notice.claimed_at)


def holds_channel(failing: Notice, trouble: SlackTrouble, now: datetime) -> bool:
    """Whether the messages behind this one wait for it, so that they come in order.

    Not for long: what Slack refuses again and again may be this one message. What is behind a change of a message that
    stands need not wait for it at all, unless Slack asks us to wait.
    """
    if gave_no_word(trouble.word) and failing.kind is not NoticeKind.EDIT:
        return now - (failing.failing_since or now) < AN_HOUR
    return failing.attempts < MOST_HELD_UP and (trouble.wait is not None or failing.kind is not NoticeKind.EDIT)


def wait_before(failing: Notice, word: str, now: datetime) -> timedelta:
    """Up to five minutes, and after an hour of failing a quarter of the time for which it has failed, up to an hour.

    Where Slack gives no word it is likely away as a whole, and is soon to be heard that it is back.
    """
    wait = backoff(failing.attempts - 1)
    if gave_no_word(word):
        return wait
    return max(wait, min((now - (failing.failing_since or now)) / 4, AN_HOUR))


def backoff(failures: int) -> timedelta:
    """2 s, 4 s, 8 s ... five minutes, give or take a quarter."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(max(failures, 0), 10), LONGEST_WAIT)
    return wait * random.uniform(0.75, 1.25)
