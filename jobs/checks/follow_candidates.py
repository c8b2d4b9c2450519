"""Before an absence counts: follow what may lead to the target without saying so, and ask our own site of its links."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from cachetools import TTLCache
from msgspec import Struct

from jobs.checks.allowance import FOR_CONTROL, Allowance
from jobs.model.document import TEMPLATE
from jobs.model.page import Outcome
from jobs.model.reading import BY_FOLLOWING, BY_OUR_SITE, Match, PageFacts, Seen, Sighting
from jobs.pages.asked import Candidate, Key, LinkAnswer
from jobs.pages.own_site import Answered, OwnSite, what_our_site_says
from jobs.pages.reading import Followed, Reading
from jobs.pages.what_it_is import for_visitors, seen_as
from jobs.units.clock import Clock
from jobs.web.urls import Degree, host, mask, registrable_domain, same_target

DAY = timedelta(days=1)
_MOST_KEPT = 20_000
_REACHED = frozenset({Degree.EXACT, Degree.VARIANT})

Follow = Callable[[str], Awaitable[Followed]]
"""Follows a link through its redirects, headers only."""
ReadAlone = Callable[[str], Awaitable[Reading]]
"""Reads a page that nothing is looked for on."""


class _Doubt(Struct, frozen=True):
    """Why a candidate leaves it open whether the link is there; empty where it does not."""

    why: str = ""
    passes: bool = False
    """Whether that holds a decision back for a while only."""


_NO_DOUBT = _Doubt()


class AbsenceSettler:
    """Follows candidates, each once a day, and remembers what they answered; it forgets when the bot stops."""

    def __init__(self, follow: Follow, read: ReadAlone, clock: Clock, allowance: Allowance) -> None:
        def seconds() -> float:
            return clock.now().timestamp()

        self._follow = follow
        self._read = read
        self._followed: TTLCache[str, Followed] = TTLCache(_MOST_KEPT, DAY.total_seconds(), seconds)
        self._ours: TTLCache[str, PageFacts] = TTLCache(_MOST_KEPT, DAY.total_seconds(), seconds)
        self._allowance = allowance

    async def settle(self, reading: Reading) -> Reading:
        """The reading with each link that was not found sought behind the candidates that the page has for it.

        What is found so is there; while a likely candidate cannot be followed, or our own site not be read, nobody
        can tell. Where nothing but candidates that may well be another site's pages is in the way, that is said too.
        """
        examined = reading.examined
        if reading.outcome is not Outcome.OK or examined is None or reading.page is None:
            return reading
        answers = {key: await self._settled(reading.facts.url, key, each) for key, each in examined.answers.items()}
        return replace(reading, examined=replace(examined, answers=answers))

    async def _settled(self, page: str, key: Key, answer: LinkAnswer) -> LinkAnswer:
        if answer.sighting.present or answer.shown.outcome is not Outcome.OK:
            return answer
        sighting = await self._behind_candidates(page, key[0], answer)
        return replace(answer, sighting=sighting)

    async def _behind_candidates(self, page: str, target: str, answer: LinkAnswer) -> Sighting:
        undecided, unfollowed = answer.sighting.undecided, ""
        for candidate in answer.candidates.elsewhere:
            found, doubt = await self._elsewhere(page, target, candidate)
            if found is not None:
                return found
            if doubt.passes:
                unfollowed = unfollowed or doubt.why
            else:
                undecided = undecided or doubt.why
        for seen in answer.candidates.ours:
            said = await self._our_site(page, seen.href, target)
            if said.says is Answered.SAME:
                return _there(replace(seen, match=Match.VARIANT, varies=(BY_OUR_SITE,)))
            if said.says is Answered.UNREADABLE:
                undecided = undecided or said.how
        if undecided or not unfollowed:
            return replace(answer.sighting, undecided=undecided)
        return replace(answer.sighting, undecided=_not_followed(unfollowed), unfollowed=unfollowed)

    async def _elsewhere(self, page: str, target: str, candidate: Candidate) -> tuple[Sighting | None, _Doubt]:
        """The link, where the candidate leads to the target; else why that is not known, where it matters."""
        seen = candidate.seen
        led = await self._where(page, seen.href)
        followed = replace(seen, match=Match.REDIRECTOR, varies=(BY_FOLLOWING,))
        if led is not None and any(same_target(url, target).degree in _REACHED for url in led.passed[1:]):
            return _there(followed), _NO_DOUBT
        if led is not None and led.answers:
            end = led.passed[-1]
            if "/" in target and registrable_domain(end) == registrable_domain(target):
                said = await self._our_site(page, end, target)
                if said.says is not Answered.OTHER:
                    return (_there(followed), _NO_DOUBT) if said.says is Answered.SAME else (None, _Doubt(said.how))
            return None, _NO_DOUBT
        if not candidate.is_likely:
            return None, _NO_DOUBT
        why = f"{mask(seen.href)[:200]} ({led.reason if led else 'we asked enough for one day'})"
        if led is not None and _may_count(candidate, led):
            return None, _Doubt(why, passes=True)
        return None, _Doubt(_not_followed(why))

    async def _where(self, page: str, url: str) -> Followed | None:
        """Where a link leads; None where the page has cost enough for today."""
        known = self._followed.get(url)
        if known is not None:
            return known
        if not await self._allowance.take(page, leaving=FOR_CONTROL):
            return None
        led = await self._follow(url)
        if led.answers:
            self._followed[url] = led
        return led

    async def _our_site(self, page: str, linked: str, target: str) -> OwnSite:
        facts: list[PageFacts] = []
        for url in (linked, target):
            known = self._ours.get(url)
            if known is None:
                if not await self._allowance.take(page, leaving=FOR_CONTROL):
                    return OwnSite(Answered.UNREADABLE, f"{host(url)} was asked enough for one day")
                reading = await self._read(url)
                known = seen_as(reading, for_visitors(reading)).facts
                if not known.outcome.is_unknown:
                    self._ours[url] = known
            facts.append(known)
        return what_our_site_says(*facts)


def _not_followed(why: str) -> str:
    return f"a link on it may lead to the target and could not be followed: {why}"


def _may_count(candidate: Candidate, led: Followed) -> bool:
    """Whether a candidate that goes on failing counts as a link to another page: where it fails for every visitor.

    Never one that led to the target before: that it is down says nothing of the link. What shuts out only us, by a
    robots.txt, a refusal or a challenge, may lead every visitor to the target.
    """
    return not candidate.led_there and led.outcome.meaning.visitors_see_it


def _there(seen: Seen) -> Sighting:
    return Sighting(seen, count=1, in_template=int(seen.place in TEMPLATE))
