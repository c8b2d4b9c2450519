"""What one reading of a page means for the links that hang on it (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from jobs.model.findings import About, Finding, Severity
from jobs.model.kept_relevance import Compared, KeptRelevance
from jobs.model.link import Expectation, Link
from jobs.model.link_status import LinkStatus
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Evaluation, Observation, Policy, Probe, Scope
from jobs.pages.asked import InPlace, LinkAnswer, LinkQuestion
from jobs.pages.evidence import evidence_before, evidence_now
from jobs.pages.reading import Reading
from jobs.pages.similarity import pack, unpack
from jobs.pages.what_it_is import ControlReadings, for_visitors, seen_as, what_it_is
from jobs.rules import findings, is_loss, with_severities
from jobs.verdicts.acceptance import split_accepted, still_accepted
from jobs.verdicts.control_probe import read_probe
from jobs.verdicts.edits import still_edited, with_edits
from jobs.verdicts.proving import proofs_after, proving_check
from jobs.verdicts.state_machine import judge
from jobs.web.urls import registrable_domain

_NOBODY = HostState("")
_CANARIES = {None: Probe.NOT_MADE, True: Probe.UP, False: Probe.DOWN}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else is known when a page was read."""

    page: TrackedPage
    """As it was before this reading."""
    policy: Policy
    severities: Mapping[str, Severity]
    now: datetime
    control: ControlReadings | None = None
    host: HostState = _NOBODY
    """What is usual there, as it was before this reading."""
    canary_up: bool | None = None
    """Whether a page that is always up answered just now; None: nobody asked."""
    trusted: bool = True
    our_languages: Mapping[str, str] = field(default_factory=dict)
    """Target -> the language that our page there declares, as far as it was read."""
    relevances: Mapping[Compared, KeptRelevance] = field(default_factory=dict)
    """What was learnt now of how close pages are, by the link."""
    least_relevance: int = 0

    def relevance_of(self, link: Link) -> KeptRelevance | None:
        """How close the link's page is to ours, as far as is known now."""
        return self.relevances.get((link.id, link.target), link.relevance)

    def expected_of(self, link: Link) -> Expectation:
        """What was agreed of a link, with what is known around it that rules judge by."""
        return replace(
            link.expected,
            lang=self.our_languages.get(link.target, ""),
            relevance=None if link.fits else self.relevance_of(link),
            least_relevance=self.least_relevance,
        )

    @property
    def by_hand(self) -> bool:
        """Whether a person asked before it was the page's turn."""
        return self.page.turn_at is not None and self.page.turn_at > self.now


def evaluate(link: Link, reading: Reading, around: Circumstances) -> Evaluation:
    """Judge one link by a reading of the page that should carry it."""
    sighting, observation = observe(link, reading, around)
    return conclude(link, reading, sighting, observation, around)


def conclude(
    link: Link, reading: Reading, sighting: Sighting | None, observation: Observation, around: Circumstances
) -> Evaluation:
    """Judge one link by what was observed of it, with the evidence where something changed."""
    verdict = judge(link.standing, observation, around.policy, around.now)
    accepted, edited = still_accepted(link, verdict.standing, observation), still_edited(link, observation)
    expected = link.expected
    if (accepted, edited) != (expected.accepted, expected.edited):
        expected = replace(expected, accepted=accepted, edited=edited)
    # What was last seen of a link is kept while it is absent: it is the proof of what there was.
    seen, news = link.sighting, sighting is not None and sighting is not link.sighting and around.trusted
    if news and sighting is not None and (sighting.present or link.sighting is None):
        seen, expected = sighting, _with_baseline(expected, sighting)
    in_doubt = verdict.standing.is_in_doubt
    told = bool(verdict.changes) or in_doubt is not link.standing.is_in_doubt
    before = evidence_before(around.page, link, present=observation.present) if told else None
    check = proving_check(observation, reading.facts.status or None, around.control, around.now)
    after = replace(
        link,
        standing=_awake(verdict.standing, around),
        expected=expected,
        relevance=around.relevance_of(link),
        sighting=seen,
        proof=(before if in_doubt else None) if told else link.proof,
        proofs=proofs_after(link, verdict, check),
    )
    return Evaluation(
        before=link,
        after=after,
        verdict=verdict,
        site=registrable_domain(link.page_url) or link.page_url,
        observation=observation,
        seen_before=before,
        seen_now=evidence_now(
            reading,
            after.sighting if sighting and sighting.present else sighting,
            _in_place(link, reading),
            around.now,
        )
        if told
        else None,
    )


def evaluate_target(link: Link, reading: Reading, around: Circumstances) -> Evaluation | None:
    """Judge one link by a reading of our page that it leads to; None where the reading says nothing of our page."""
    reading = seen_as(reading, for_visitors(reading))
    if reading.outcome is not Outcome.OK and not reading.outcome.meaning.visitors_see_it:
        return None
    seen = findings(link.expected, link.sighting or Sighting(None), reading.facts, frozenset({About.TARGET}))
    found, accepted = split_accepted(link, with_severities(seen, around.severities))
    observation = Observation(
        reading.outcome,
        present=None,
        findings=found,
        accepted=accepted,
        trusted=around.trusted,
        scope=Scope.TARGET,
    )
    verdict = judge(link.standing, observation, around.policy, around.now)
    site = registrable_domain(link.target) or link.target
    now = evidence_now(reading, None, InPlace(), around.now) if verdict.changes else None
    stays, relevance = still_accepted(link, verdict.standing, observation), around.relevance_of(link)
    after = link  # as at most checks: a page of ours has many links, and few change with it
    if (verdict.standing, stays, relevance) != (link.standing, link.expected.accepted, link.relevance):
        expected = replace(link.expected, accepted=stays)
        after = replace(link, standing=verdict.standing, expected=expected, relevance=relevance)
    return Evaluation(link, after, verdict, site, Scope.TARGET, seen_now=now)


def _awake(standing: LinkStatus, around: Circumstances) -> LinkStatus:
    """The standing without a snooze that is over; in a storm it stays quiet."""
    over = standing.snoozed_until is not None and standing.snoozed_until <= around.now
    return replace(standing, snoozed_until=None) if over and around.trusted else standing


def asks_canaries(reading: Reading) -> bool:
    """Whether the host itself cannot prove what the page says: its name is dead, or somebody parked it."""
    return what_it_is(reading).outcome.meaning.asks_canaries


def question_about(link: Link) -> LinkQuestion:
    """What a page is asked of a link that should stand on it."""
    expected, seen = link.expected, link.sighting or Sighting(None)
    return LinkQuestion(link.target, expected.anchor, seen.best, seen.html, render=expected.render)


def _answer(link: Link, reading: Reading) -> LinkAnswer | None:
    """What the page answered; None where it could not be read, or is unchanged since it was last parsed."""
    return reading.examined.answers[question_about(link).key] if reading.examined else None


def _in_place(link: Link, reading: Reading) -> InPlace:
    answer = _answer(link, reading)
    return answer.in_place if answer and reading.page else InPlace()


def observe(link: Link, reading: Reading, around: Circumstances) -> tuple[Sighting | None, Observation]:
    """What was seen of the link, and how far that can be believed."""
    answer = _answer(link, reading)
    shown = what_it_is(reading, answer, around.control, unpack(around.page.good_sketch))
    sighting = Sighting(None) if shown.outcome.proves_absence else _sighting(link, reading, answer)
    if sighting is None or shown.outcome.tells_nothing_of(never_seen=link.standing.is_unplaced):
        return None, Observation(shown.outcome, present=None, trusted=around.trusted, reason=shown.reason)
    unfollowed = bool(sighting.unfollowed)
    if sighting.undecided and not (unfollowed and _waited_enough(link.standing, around)):
        doubt = Observation(shown.outcome, None, trusted=around.trusted, reason=sighting.undecided)
        return None, replace(doubt, unfollowed=unfollowed)
    facts = seen_as(reading, shown).facts
    seen = _passing_only_after_edit(findings(around.expected_of(link), sighting, facts), reading, around.page)
    seen = _saying_what_was_not_followed(with_edits(link, seen), sighting)
    found, accepted = split_accepted(link, with_severities(seen, around.severities))
    present = sighting.present and all(finding.severity is not Severity.LOST for finding in found)
    return sighting, Observation(
        shown.outcome,
        present=present,
        findings=found,
        accepted=accepted,
        probe=_probe(facts, around),
        trusted=around.trusted,
        by_hand=around.by_hand,
        reason=shown.reason,
        unfollowed=unfollowed,
    )


def _waited_enough(standing: LinkStatus, around: Circumstances) -> bool:
    """Whether a link that cannot be followed has held a decision back for long enough; not where a person vouches."""
    since = standing.unfollowed_since
    return since is not None and not standing.marked_by and around.now - since >= around.policy.unreachable_after


def _passing_only_after_edit(found: tuple[Finding, ...], reading: Reading, known: TrackedPage) -> tuple[Finding, ...]:
    """The findings; only on a page whose text was edited since it was last read well may one pass by itself."""
    if not any(finding.passing for finding in found):
        return found
    before, page = known.facts, reading.facts
    is_same = before is not None and (before.text_chars, known.good_sketch) == (page.text_chars, pack(page.shingles))
    if reading.examined is not None and not is_same:
        return found
    return tuple(replace(finding, passing=False) if finding.passing else finding for finding in found)


def _saying_what_was_not_followed(found: tuple[Finding, ...], sighting: Sighting) -> tuple[Finding, ...]:
    if not sighting.unfollowed:
        return found
    words = f" A link that may stand for it leads to {sighting.unfollowed}, which could not be followed."
    return tuple(replace(each, text=each.text + words) if is_loss(each.kind) else each for each in found)


def _sighting(link: Link, reading: Reading, answer: LinkAnswer | None) -> Sighting | None:
    if answer is None:
        return None if reading.outcome.is_unknown else link.sighting
    is_cut_off = reading.outcome.is_unknown
    return None if is_cut_off and not answer.sighting.present else answer.sighting


def _probe(facts: PageFacts, around: Circumstances) -> Probe:
    """Absences, dead pages and soft 404s are probed at the host; dead and parked domains at a canary."""
    if facts.outcome.meaning.asks_canaries:
        return _CANARIES[around.canary_up]
    if around.control is None:
        return Probe.NOT_MADE
    return read_probe(facts, unpack(around.page.good_sketch), around.control, around.host)


def _with_baseline(expected: Expectation, sighting: Sighting) -> Expectation:
    """The first sighting is what later ones are held against, where nothing was agreed."""
    if expected.seen_place is not None or sighting.best is None:
        return expected
    return replace(expected, seen_anchor=sighting.best.text, seen_place=sighting.best.place)
