"""What was read of a page and a link on it, as lines for `add`, `check` and `show`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Part, date, foreign, joined_by, line, person, strong, web_link
from jobs.model.findings import About, Finding, IndexEffect
from jobs.model.link import Expectation, Link
from jobs.model.outcome_words import OUTCOME, Reason
from jobs.model.page import Outcome
from jobs.model.partner import Partner, equity_share
from jobs.model.reading import PageFacts, Seen, Sighting
from jobs.model.series import SeriesPoint
from jobs.model.tracked_page import TrackedPage
from jobs.pages.indexing import told_by
from jobs.partners.outbound import CROWDED, new_domains
from jobs.partners.over_time import PLACE, page_over_time
from jobs.rules import findings, is_loss, rule, title
from jobs.units.dates import format_day

_MOST_FINDINGS = 5
_MOST_DOMAINS = 30


def link_lines(link: Link, page: TrackedPage | None, now: datetime) -> list[Block]:
    """State, what the link looks like, and what its page tells search engines."""
    mark = wording.MARK[link.standing.state]
    lines = [
        line(f"{mark} ", strong(link.ref), f" {wording.state_of(link, now)}"),
        line(strong("Page "), web_link(link.page_url, text.WHOLE)),
        line(strong("Should link to "), web_link(link.target, text.WHOLE)),
    ]
    if page is None or page.last_checked_at is None:
        return [*lines, line("It has not been checked yet.")]
    lines += _seen_there(link, page, now)
    lines += _findings(link)
    return [*lines, *(page_lines(page.facts, now) if page.facts else [])]


def is_unknown(link: Link, page: TrackedPage) -> bool:
    """Whether the last check tells nothing of the link; a dead name says nothing of one that was never there."""
    outcome = page.last_outcome
    return outcome is not None and outcome.tells_nothing_of(never_seen=link.standing.is_unplaced)


def _seen_there(link: Link, page: TrackedPage, now: datetime) -> list[Block]:
    """What was seen of the link, or why nobody knows."""
    if is_unknown(link, page):
        was = link.sighting.best if link.sighting else None
        before = [line(strong("When it was last seen: "), *_was(was))] if was else []
        return [line(*_trouble(page)), line("Nobody knows whether the link is there", *_again(page, now), "."), *before]
    if page.last_outcome is Outcome.OK:
        return [line(*_sighting(link))] if link.sighting else []
    return [line(*_trouble(page)), *([line(*_went(link))] if link.sighting else [])]


def _again(page: TrackedPage, now: datetime) -> list[Part]:
    if page.last_outcome is Outcome.REFUSED_ADDRESS:
        return []
    return [
        "; the page is checked again ",
        *([date(page.next_check_at)] if page.next_check_at > now else ["in a moment"]),
    ]


def _went(link: Link) -> list[Part]:
    """The link of a page that is not there."""
    best = link.sighting.best if link.sighting else None
    if best is None:
        return [strong("Link "), "not there, for there is no such page"]
    return [strong("Link "), "gone with its page; it was: ", *_was(best), *_last_seen(link)]


def _findings(link: Link) -> list[Block]:
    """What is wrong, what may be, and what is good to know."""
    standing = link.standing
    marked = [("⚠️ ", standing.open), ("❔ to be confirmed: ", standing.unproven), ("Note: ", standing.notes)]
    return [
        line(mark, strong(f"{title(finding.kind)}. "), foreign(finding.text, 300))
        for mark, findings in marked
        for finding in findings[:_MOST_FINDINGS]
    ]


def _trouble(page: TrackedPage) -> list[Part]:
    """Why the page could not be read, or how it is gone; each thing once."""
    outcome, reason = page.last_outcome or Outcome.OK, page.last_reason
    note = " Nothing is concluded from that." if outcome.is_unknown else ""
    status = f", status {page.last_status}" if page.last_status and str(page.last_status) not in reason else ""
    told = OUTCOME[outcome]
    how: list[Part] = [f"{told.words}{status}"]
    if reason and told.reason is Reason.BESIDE:
        how += [" (", foreign(reason, 200), ")"]
    elif reason and told.reason is Reason.INSTEAD:
        how = ["could not be read: ", foreign(reason, 200), status]
    return ["At the last check the page ", *how, f".{note}"]


def is_missing(link: Link) -> bool:
    """Whether the last check that could tell did not see the link, or a person says that it is not there.

    What was last seen of a link is kept while it is absent. A kind of finding that the configuration calls lost makes
    a link lost that is on the page.
    """
    standing = link.standing
    if standing.presences:
        return False
    if standing.state.is_away:
        kinds = {finding.kind for finding in standing.open if About.TARGET is not wording.about(finding.kind)}
        return not kinds or any(map(is_loss, kinds))
    if standing.absences or standing.replaced_since:
        return True
    at, looked = standing.last_present_at, standing.looked_at
    return at is not None and looked is not None and at < looked and standing.unknown_since is None


def _sighting(link: Link) -> list[Part]:
    sighting = link.sighting
    assert sighting is not None
    if sighting.best is None:
        return [strong("Link "), "not on the page", *_instead(link)]
    if is_missing(link):
        return [strong("Link "), *_missing(link), "; it was: ", *_was(sighting.best), *_last_seen(link)]
    several = f" · {sighting.count} links to it, the best one is shown" if sighting.count > 1 else ""
    return [strong("Link "), _followed(sighting.best), *_seen(sighting.best), several]


def _missing(link: Link) -> list[Part]:
    by = link.standing.marked_by
    return ["not on the page", *([", as ", person(by), " says"] if by else [])]


def _was(seen: Seen) -> list[Part]:
    rel = ", ".join(_rel(seen)) or "followed"
    return [rel, *_seen(seen)]


def _last_seen(link: Link) -> list[Part]:
    at = link.standing.last_present_at
    return [", last seen ", date(at)] if at else []


def _instead(link: Link) -> list[Part]:
    sighting = link.sighting
    assert sighting is not None
    if sighting.nearest:
        return ["; it links to ", web_link(sighting.nearest.href), " instead"]
    if sighting.text_only:
        return ["; our address is there as plain text only: ", foreign(sighting.text_only, 200)]
    if sighting.js_only:
        return ["; what looks like it works through a script only, which crawlers do not follow"]
    return []


def _followed(seen: Seen) -> str:
    rel = ", ".join(_rel(seen))
    return f"{rel}: probably passes nothing" if rel else "followed"


def _rel(seen: Seen) -> list[str]:
    return [word for word in ("nofollow", "ugc", "sponsored") if word in seen.rel]


def _seen(seen: Seen) -> list[Part]:
    anchor: list[Part] = [" · anchor “", foreign(seen.text, 150), "”"] if seen.text else [" · no anchor text"]
    hidden = " · hidden from readers" if seen.hidden else ""
    varies = f" · differs in {', '.join(seen.varies)}" if seen.varies else ""
    return [*anchor, f" · {PLACE[seen.place]}{hidden}{varies}"]


def page_lines(facts: PageFacts, now: datetime) -> list[Block]:
    """Status and redirects, what search engines are told, and how many links go out."""
    moved: list[Part] = [", redirected to ", web_link(facts.final_url)] if facts.hops else []
    share = f"; share per link {equity_share(facts.followed_external):.1%} (rule of thumb)".replace("%", " %")
    return [
        line(strong("Answer "), wording.status(facts.status), *moved, *_title(facts)),
        line(strong("Indexable "), *_indexable(facts)),
        line(
            strong("Outbound "),
            f"{_out(facts.followed_external)}{share if facts.followed_external else ''}",
        ),
        *([line(strong("Read "), date(facts.read_at))] if facts.read_at and facts.read_at <= now else []),
    ]


def our_page_lines(page: TrackedPage, now: datetime) -> list[Block]:
    """A page of our own site that links lead to."""
    lines = [line(strong("Our page "), web_link(page.url))]
    if page.last_outcome not in {None, Outcome.OK}:
        return [*lines, line(*_trouble(page))]
    return [*lines, *(page_lines(page.facts, now)[:2] if page.facts else [line("It has not been checked yet.")])]


def _out(count: int) -> str:
    return text.several(count, "followed link to another site", "followed links to other sites")


def _title(facts: PageFacts) -> list[Part]:
    return [" · “", foreign(facts.title, 150), "”"] if facts.title else []


def _indexable(facts: PageFacts) -> list[Part]:
    """What the rules find against it; whether the page is in an index, nobody but the search engine knows."""
    found = findings(Expectation(), Sighting(None), facts, frozenset({About.PAGE}))
    against = _said(each for each in found if rule(each.kind).index is IndexEffect.KEEPS_OUT)
    beside = _said(each for each in found if rule(each.kind).index is IndexEffect.LESSENS)
    told: list[Part] = ["no: ", *against] if against else ["as far as we can read: yes"]
    told += [" " if against else ". ", *beside] if beside else []
    tags = told_by(facts)
    written = [f"“{tag.value}”" for tag in dict.fromkeys((tags.noindex, tags.nofollow)) if tag]
    return [*told, *([" It says ", foreign(", ".join(written), 200), "."] if written else [])]


def _said(found: Iterable[Finding]) -> list[Part]:
    """The sentences, each with the address that it names."""
    told: list[list[Part]] = []
    for each in found:
        address = each.now.split()[0] if each.now.startswith(("http://", "https://")) else ""
        told.append([foreign(each.text, 300), *([" ", web_link(address)] if address else [])])
    return joined_by(told, " ")


def partner_lines(
    partner: Partner, page: TrackedPage | None, now: datetime, points: Sequence[SeriesPoint] = ()
) -> list[Block]:
    """A partner page: count, limit, what its page says, and how that changed."""
    count = "not counted yet" if partner.outbound is None else _out(partner.outbound)
    over = ", over its limit" if partner.over_limit else ""
    lines = [
        line(
            f"{'🟠' if partner.over_limit else '🟢'} ",
            strong(partner.ref),
            f" {count}; limit {partner.max_outbound}{over}",
        ),
        line(strong("Page "), web_link(partner.page_url)),
    ]
    if page is not None and page.last_outcome not in {None, Outcome.OK}:
        lines.append(line(*_trouble(page)))
    lines += [
        line("Note: ", strong(f"{title(finding.kind)}. "), foreign(finding.text, 300))
        for finding in partner.findings
        if finding.kind not in CROWDED
    ]
    facts = page.facts if page else None
    lines += [line(strong(f"{head} "), said) for head, said in page_over_time(partner, points)]
    return [*lines, *new_domain_lines(partner, facts), *(page_lines(facts, now)[:2] if facts else [])]


def new_domain_lines(partner: Partner, facts: PageFacts | None, most: int = _MOST_DOMAINS) -> list[Block]:
    """The domains that a partner page links to since its baseline, the first of them by name."""
    new = new_domains(partner, facts)
    if not new:
        return []
    more = f" and {len(new) - most} more" if len(new) > most else ""
    named = foreign(", ".join(new[:most]), 1500)
    since = "somebody last looked them through" if partner.baseline_by else "the first check"
    day = f", {format_day(partner.baseline_at.date())}" if partner.baseline_at else ""
    return [line(strong(f"{len(new)} new since {since}{day}: "), named, more)]


def spoken(link: Link) -> text.Mrkdwn:
    """A link's state in one line for fallback texts."""
    seen = link.sighting.best if link.sighting and not is_missing(link) else None
    states = [wording.state_words(link.standing), _followed(seen) if seen else ""]
    return text.escape(f"{link.ref} on {text.host_of(link.page_url)}: {', '.join(filter(None, states))}")
