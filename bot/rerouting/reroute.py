"""What cannot be posted where it belongs is told to somebody else: what they have to hear, held against what they know.

Each incident keeps what was last told of it, by its message or here, and each channel since when it is blocked. So it
does not matter how often a message is refused, or where we die in between: who knows already is told nothing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from msgspec import Struct

from bot.rerouting.recipients import Recipients
from bot.rerouting.rerouted import ReroutedAlerts, addressed, merged, rerouted_in, shown_together
from bot.slack.errors import PERHAPS, Failure, meaning_of
from bot.slack.post_access import post_access_of
from jobs.alerts.notified import needs_notification, notified_state_of
from jobs.model.channel import ChannelBlock
from jobs.model.incident import Incident
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import retry_on_conflict

log = logging.getLogger(__name__)

Mail = dict[str, ReroutedAlerts]


class Rerouter(Struct, frozen=True):
    """Writes what others have to hear into the outbox."""

    store: Store
    recipients: Recipients
    now: Callable[[], datetime]

    async def on_finished(self, before: Notice, finished: Notice) -> bool:
        """Tell what became of a notice, if anybody has to hear it; whether there is something to say."""
        is_dead = finished.status is NoticeStatus.DEAD
        if finished.kind is NoticeKind.REROUTED:
            return is_dead and await self._pass_on(finished)
        incident = await self.store.incident(finished.incident_id) if finished.incident_id else None
        if is_dead:
            out_of_reach, again = post_access_of(finished.word) is not None, before.word == finished.word
            # Where Slack refuses us as a whole, nobody else can be told either.
            alerts = [incident] if incident and meaning_of(finished.word).failure is not Failure.AUTH else []
            word = finished.word if out_of_reach or not again else ""
            return await self._tell(finished.channel, alerts, word, calls=finished.broadcast and not again)
        if incident is None:
            return False
        # Never told where it belongs: who heard of it elsewhere hears of its end there.
        ended = not (incident.status.is_open or incident.message_ts or incident.group)
        concerns = ended or finished.status is NoticeStatus.SENT or incident.is_snoozed(self.now())
        return concerns and await self._tell(finished.channel, [incident])

    async def on_stuck(self, failing: Notice) -> bool:
        """Tell of a message that Slack has neither taken nor refused for long; whether there is something to say."""
        if failing.kind is NoticeKind.REROUTED:
            return False
        incident = await self.store.incident(failing.incident_id) if failing.incident_id else None
        return await self._tell(failing.channel, [incident] if incident else [], failing.word)

    async def on_blocked(self, channel: str, word: str) -> bool:
        """Slack tells that a channel takes no messages any more."""
        return await self._tell(channel, [], word)

    async def _tell(self, channel: str, incidents: Sequence[Incident], word: str = "", *, calls: bool = False) -> bool:
        new_today = bool(word) and post_access_of(word) is None and await self._is_first_today(channel, word)

        async def decide() -> Write | None:
            mail: Mail = {}
            known = await self._post_alerts(mail, channel, incidents, calls=calls)
            block = await self._newly_blocked(channel, word)
            if block or new_today:
                _put(mail, await self.recipients.of(channel), ReroutedAlerts(channel, word))
            if not (mail or known or block):
                return None
            write = await self._written(mail)
            return replace(write, incidents=known, shut={channel: block} if block else {})

        return await retry_on_conflict(self.store, decide)

    async def _post_alerts(
        self, mail: Mail, channel: str, incidents: Sequence[Incident], *, calls: bool
    ) -> list[Incident]:
        """Put into the mail what has to be heard; gives the incidents with what is told of them then."""
        known = []
        fresh = [each for old in incidents if (each := await self.store.incident(old.id))]
        for incident in [part for each in fresh for part in await shown_together(self.store, each)]:
            state, notified = notified_state_of(incident, self.now()), None if calls else incident.told
            if state == notified:
                continue
            if needs_notification(notified, state):
                recipients = await self.recipients.of(channel, incident)
                if not recipients:
                    log.error("There is nobody to notify of %s of channel %s", incident.subject, channel)
                    continue
                _put(mail, recipients, _rerouted_of(incident, channel))
            elif notified is None:
                continue
            known.append(replace(incident, told=state))
        return known

    async def _newly_blocked(self, channel: str, word: str) -> ChannelBlock | None:
        """A channel that nobody was told of yet, or of another reason."""
        reach, known = post_access_of(word), await self.store.channel_block(channel)
        if reach is None or (known and post_access_of(known.word) is reach):
            return None
        return ChannelBlock(channel, word, self.now())

    async def _is_first_today(self, channel: str, word: str) -> bool:
        return await self.store.claim_once("trouble", f"{channel} {word}", f"{self.now().astimezone(UTC):%Y-%m-%d}")

    async def _pass_on(self, dead: Notice) -> bool:
        """Who was to hear of it cannot be told: others are; where there is nobody, it waits for them."""
        rerouted = rerouted_in(dead)
        everywhere = post_access_of(dead.word) is None and dead.word == rerouted.word
        if dead.word == PERHAPS or everywhere or meaning_of(dead.word).failure is Failure.AUTH:
            return False  # the next one would be refused too
        refused = (*rerouted.refused, dead.channel)

        async def decide() -> Write | None:
            mail: Mail = {}
            for name in dict.fromkeys((*rerouted.alerts, *rerouted.ends)):
                if incident := await self.store.incident(name):
                    recipients = await self.recipients.of(rerouted.about, incident, refused)
                    if not recipients:
                        return None
                    alerts, ends = ([name] if name in names else [] for names in (rerouted.alerts, rerouted.ends))
                    _put(mail, recipients, ReroutedAlerts(rerouted.about, "", tuple(alerts), tuple(ends), refused))
            if rerouted.word:
                why = ReroutedAlerts(rerouted.about, rerouted.word, refused=refused)
                _put(mail, await self.recipients.of(rerouted.about, None, refused), why)
            write = await self._written(mail)
            return replace(write, supersede=[*write.supersede, dead.key]) if mail else None

        return await retry_on_conflict(self.store, decide)

    async def _written(self, mail: Mail) -> Write:
        letters = [await addressed(self.store, whom, rerouted, self.now()) for whom, rerouted in mail.items()]
        return Write(notices=[notice for notice, _ in letters], supersede=[key for _, keys in letters for key in keys])


def _rerouted_of(incident: Incident, channel: str) -> ReroutedAlerts:
    is_open = incident.status.is_open
    return ReroutedAlerts(channel, alerts=(incident.id,) if is_open else (), ends=() if is_open else (incident.id,))


def _put(mail: Mail, recipients: Sequence[str], rerouted: ReroutedAlerts) -> None:
    for whom in recipients:
        mail[whom] = merged(mail[whom], rerouted) if whom in mail else rerouted
