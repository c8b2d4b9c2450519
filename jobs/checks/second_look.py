"""Look again before a page is judged: in the browsers' form, into its frames, at its canonical, drawn in a browser."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from typing import Protocol

from jobs.checks.allowance import FOR_CONTROL, Allowance
from jobs.model.document import Place
from jobs.model.page import Outcome
from jobs.model.reading import Seen, Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import Extracted, Key, LinkAnswer, LinkQuestion
from jobs.pages.canonical import other_on_host
from jobs.pages.reading import Reading
from jobs.pages.rendered import Drawing, may_show_more, with_drawing, without_browser
from jobs.web.render.rendering import NotRendered
from jobs.web.urls import mask


class ReadInEitherForm(Protocol):
    """Reads a page, in our own form or in that of browsers."""

    async def __call__(
        self,
        url: str,
        known: TrackedPage | None = None,
        asked: Collection[LinkQuestion] = (),
        *,
        as_browser: bool = False,
        owner: bool = False,
    ) -> Reading:
        """As `jobs.pages.reading.Read`; with `as_browser` the request has the browsers' form."""


Draw = Callable[[Reading, Collection[LinkQuestion]], Awaitable[Drawing | NotRendered]]
"""Have a browser draw a page that was read, and answer what is asked of what it shows."""


class SecondLook:
    """Reads a page, and what has to be asked beside it to be sure; no more than the page's allowance."""

    def __init__(self, read: ReadInEitherForm, allowance: Allowance, draw: Draw | None = None) -> None:
        """Without `draw` there is no browser."""
        self._read = read
        self._allowance = allowance
        self._draw = draw

    async def read(
        self,
        url: str,
        known: TrackedPage | None = None,
        asked: Collection[LinkQuestion] = (),
        *,
        owner: bool = False,
    ) -> Reading:
        """Read `url` and answer what is `asked` of it.

        A page that is gone is asked for once more in the browsers' form: some hosts answer no other. Where a link is
        not found, the frames of the same site are read. Where it is, and the page names another one of its host as
        the canonical, that one is asked for the link. Where it is still not found and a browser may show more, the
        page is drawn. `owner` is that of `jobs.pages.reading.Read`.
        """
        reading = await self._read(url, known, asked, owner=owner)
        if reading.outcome is Outcome.GONE and asked and await self._allowance.take(url):
            again = await self._read(url, None, asked, as_browser=True, owner=owner)
            reading = reading if again.outcome is Outcome.GONE else again
        if reading.outcome is not Outcome.OK or reading.page is None or reading.examined is None:
            return reading
        answers = reading.examined.answers
        if not all(answer.sighting.present for answer in answers.values()):
            answers = await self._in_frames(url, reading.examined, asked)
        answers = await self._at_canonical(url, reading, answers, asked)
        return await self._drawn(replace(reading, examined=replace(reading.examined, answers=answers)), asked)

    async def _drawn(self, reading: Reading, asked: Collection[LinkQuestion]) -> Reading:
        if not any(may_show_more(reading, each) for each in asked):
            return reading
        if self._draw is None:
            return without_browser(reading, asked)
        if not await self._allowance.take(reading.facts.url, leaving=FOR_CONTROL):
            return with_drawing(reading, NotRendered("we asked enough for one day"), asked)
        return with_drawing(reading, await self._draw(reading, asked), asked)

    async def _in_frames(
        self, url: str, examined: Extracted, asked: Collection[LinkQuestion]
    ) -> Mapping[Key, LinkAnswer]:
        """The answers, with what the frames of the page say."""
        answers = dict(examined.answers)
        for frame in examined.frames:
            if not await self._allowance.take(url, leaving=FOR_CONTROL):
                return {key: _undecided(answer, f"{mask(frame)} was not read") for key, answer in answers.items()}
            inner = await self._read(frame, None, asked)
            if inner.examined is None or inner.outcome is not Outcome.OK:
                if inner.outcome.meaning.passes:
                    why = f"its frame could not be read ({mask(frame)}): {inner.reason}"
                    answers = {key: _undecided(answer, why) for key, answer in answers.items()}
                continue
            found = inner.examined.answers
            answers = {key: _with_frame(answer, found[key]) for key, answer in answers.items()}
        return answers

    async def _at_canonical(
        self, url: str, reading: Reading, answers: Mapping[Key, LinkAnswer], asked: Collection[LinkQuestion]
    ) -> Mapping[Key, LinkAnswer]:
        """The answers, with whether the links stand on the page that this one names as the one that counts."""
        named = other_on_host(reading.facts)
        if not named or not any(answer.sighting.present for answer in answers.values()):
            return answers
        may_ask = await self._allowance.take(url, leaving=FOR_CONTROL)
        there = await self._read(named, None, asked) if may_ask else None
        if there is None or there.outcome.is_unknown or there.examined is None:
            before = {each.key: each.before.on_canonical if each.before else False for each in asked}
            return {key: _on_canonical(answer, is_there=before[key]) for key, answer in answers.items()}
        found = there.examined.answers
        return {key: _on_canonical(answer, is_there=found[key].sighting.present) for key, answer in answers.items()}


def _with_frame(answer: LinkAnswer, inner: LinkAnswer) -> LinkAnswer:
    """What page and frame say together; the frame that shows more of what stood around the link speaks for the page."""
    if answer.sighting.present:
        return answer
    if inner.sighting.best is not None:
        return replace(inner, sighting=_framed(inner.sighting, inner.sighting.best))
    if (inner.kept_around or 0.0) > (answer.kept_around or 0.0):
        return replace(answer, shown=inner.shown, kept_around=inner.kept_around)
    return answer


def _framed(sighting: Sighting, best: Seen) -> Sighting:
    return replace(sighting, best=replace(best, place=Place.IFRAME), in_template=0)


def _undecided(answer: LinkAnswer, why: str) -> LinkAnswer:
    if answer.sighting.present:
        return answer
    return replace(answer, sighting=replace(answer.sighting, undecided=why))


def _on_canonical(answer: LinkAnswer, *, is_there: bool) -> LinkAnswer:
    best = answer.sighting.best
    if best is None:
        return answer
    return replace(answer, sighting=replace(answer.sighting, best=replace(best, on_canonical=is_there)))
