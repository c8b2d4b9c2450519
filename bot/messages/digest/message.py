"""The digest: what wants a person, numbers, the chart over twelve weeks, and what is worth a line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.messages.answers.terms import amounts
from bot.messages.digest.given import agreed, crowded, deals, inside, unreturned
from bot.messages.digest.numbers import all_well, chart, how_they_stand, spoken, weeks_as_text
from bot.messages.digest.shares import shares, shares_in_words
from bot.messages.digest.todo import todo_on_top
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    context,
    date,
    foreign,
    header,
    joined_by,
    line,
    note,
    person,
    rich,
    strong,
    table,
    typed,
    web_link,
)
from bot.messages.kit.controls import share_digest
from jobs.digests.forecast_words import forecast_words
from jobs.digests.schedule import days_shown, span_of
from jobs.model.channel import DigestEvery
from jobs.model.digest import (
    Digest,
    DownCosts,
    FlaggedSite,
    LinkLine,
    ListingNews,
    NotedKind,
    PartnerLine,
)
from jobs.rules import title
from jobs.units.dates import format_day
from jobs.verdicts.guarantee import runs

_OPEN = "Still open"
_MOST_LINES = 8
_MOST_ROWS = 15
"""More could pass what Slack takes in tables, 10,000 characters."""
_MOST_REFS = 5
_UNREAD = "Could not be read for long; nothing is concluded from that"


def digest_message(digest: Digest, *, may_manage: bool = True) -> Message:
    """The digest with its native chart; `plainer` has the weeks as text. Where all is well, that is all.

    `may_manage` is false where it is shown to somebody alone who may change nothing.
    """
    first, last = days_shown(digest)
    head = f"{'Your links' if digest.owner else 'Links'}, {span_of(first, last)}"
    said = text.fallback([text.escape(f"{head}: {spoken(digest)}")])
    if digest.is_all_well:
        return Message(
            said, (header(head), *all_well(digest), *_ahead(digest), *agreed(digest.agreement), *_next(digest))
        )
    before = [header(head), *how_they_stand(digest), *_to_do(digest, may_manage=may_manage)]
    open_in_words = _section(_OPEN, digest.still_open, digest.beyond("still_open"))
    in_words = [*_changes(digest), *open_in_words, *_standing(digest), *_next(digest)]
    plainer = Message(
        said, (*before, *weeks_as_text(digest.series), *shares_in_words(digest.shares, digest.every), *in_words)
    )
    after = [*_changes(digest), *_still_open(digest), *_standing(digest), *_next(digest)]
    native = (*before, *chart(digest.series), *shares(digest.shares, digest.every), *after)
    return Message(said, native, plainer) if native != plainer.blocks else plainer


def digest_preview(digest: Digest, *, may_manage: bool = True) -> Message:
    """The digest as shown to the one who asked, with a button that shares it to the channel for those who may."""
    told = context(text.escape("Only you see this."))
    may_share = may_manage and not digest.owner
    return digest_message(digest, may_manage=may_manage).with_blocks([told, *(share_digest() if may_share else [])])


def nothing_owned(command: str) -> Message:
    """What is said where somebody asks for the digest of their links, and owns none in the channel."""
    return note(
        "You own no links in this channel, so there is nothing to sum up. ",
        typed(f"{command} edit L-12 @you"),
        " makes you the owner of one, and ",
        typed(f"{command} mine"),
        " lists those that you added.",
    )


def digest_stopped() -> Message:
    """What is said of a digest that its asker has stopped."""
    return note("You stopped the digest. Nothing was shared.")


def _to_do(digest: Digest, *, may_manage: bool) -> list[Block]:
    total = len(digest.todo) + digest.beyond("todo")
    return todo_on_top(digest.todo, total, days_shown(digest)[1], mine=bool(digest.owner), may_manage=may_manage)


def _changes(digest: Digest) -> list[Block]:
    """What the week, or month, brought."""
    blocks = [
        *_section(f"Lost this {digest.every}", digest.lost, digest.beyond("lost")),
        *_section(f"Weakened this {digest.every}", digest.weakened, digest.beyond("weakened")),
        *_section("The page is another one now", digest.replaced, digest.beyond("replaced")),
        *_section("Back, or as agreed again", digest.recovered, digest.beyond("recovered")),
    ]
    return blocks or [rich(line(f"Nothing was lost, weakened or recovered this {digest.every}."))]


def _standing(digest: Digest) -> list[Block]:
    """What was so before, and still is."""
    return [
        *_accepted(digest.accepted),
        *_guaranteed(digest),
        *_section("Agreed, not placed yet", digest.pending, digest.beyond("pending")),
        *deals("Exchanges that are not kept", digest.deals, digest.beyond("deals")),
        *deals("Exchanges that end within a month", digest.ending, digest.beyond("ending")),
        *unreturned(digest.unreturned, digest.beyond("unreturned")),
        *crowded(digest.crowded, digest.beyond("crowded"), digest.every),
        *inside(digest.inside, digest.beyond("inside"), digest.every),
        *_section(_UNREAD, digest.unreachable, digest.beyond("unreachable")),
        *_partners("Partner pages over their limit", digest.over_limit, digest.beyond("over_limit")),
        *_partners("Partner pages near their limit", digest.near_limit, digest.beyond("near_limit")),
        *_flagged(digest.flagged, digest.beyond("flagged"), digest.every),
        *_noted(digest.noted, digest.every),
        *_listings(digest.listings, digest.every),
        *_costs(digest.costs),
        *_ahead(digest),
        *agreed(digest.agreement),
    ]


def _still_open(digest: Digest) -> list[Block]:
    """A table of what waits longest."""
    lines = digest.still_open
    if not lines:
        return []
    total = len(lines) + digest.beyond("still_open")
    rows = [("Link", "Page", "Should link to", "What", "Since", "Owner"), *map(_row, lines[:_MOST_ROWS])]
    more = total - _MOST_ROWS
    foot = [context(text.escape(f"and {more} more; list lost weakened replaced shows all."))] if more > 0 else []
    return [rich(line(strong(f"{_OPEN}: {total}"))), table(rows), *foot]


def _row(each: LinkLine) -> tuple[str | Block, ...]:
    page, target = rich(line(web_link(each.page_url, 50))), rich(line(web_link(each.target, 40)))
    since = rich(line(date(each.since))) if each.since else "unknown"
    owner = rich(line(person(each.owner))) if each.owner else "nobody"
    return each.ref, page, target, f"{wording.MARK[each.state]} {each.text or each.state}", since, owner


def _accepted(count: int) -> list[Block]:
    words = f"{count} more are lost and were accepted as they are; they are not listed."
    words = "1 more is lost and was accepted as it is; it is not listed." if count == 1 else words
    return [context(text.escape(words))] if count else []


def _guaranteed(digest: Digest) -> list[Block]:
    """What went while it was under guarantee: worth a mail each, so what is known of it stands in the lists above."""
    shown = [
        [strong(each.ref), " ", web_link(each.page_url, 60), f": {each.state}, {_until(each, digest.at)}"]
        for each in digest.guaranteed[:_MOST_LINES]
    ]
    total = len(digest.guaranteed) + digest.beyond("guaranteed")
    title = strong(f"Lost or weakened under guarantee, worth a mail: {total}")
    return [rich(line(title), bullets(shown), *_more(total))] if shown else []


def _noted(found: Sequence[NotedKind], every: DigestEvery) -> list[Block]:
    """What is good to know, by kind; what was found is said where it is of one page alone."""
    if not found:
        return []
    shown = bullets([strong(title(each.kind)), *_noted_pages(each)] for each in found)
    return [rich(line(strong(f"New this {every} and good to know")), shown)]


def _flagged(found: Sequence[FlaggedSite], beyond: int, every: DigestEvery) -> list[Block]:
    """Links that were added on sites that the channel itself said something against."""
    if not found:
        return []
    shown = [[foreign(each.site, 100, bold=True), f": {_flags(each)} ({', '.join(each.refs)})"] for each in found]
    more: list[list[Part]] = [[f"and {beyond} more sites"]] if beyond else []
    return [
        rich(line(strong(f"Added this {every}, on sites of competitors or disavowed ones")), bullets([*shown, *more]))
    ]


def _flags(site: FlaggedSite) -> str:
    named = ["named as a competitor"] if site.competitor else []
    return " and ".join([*named, *(["in a disavow file of this channel"] if site.disavowed else [])])


def _listings(news: Sequence[ListingNews], every: DigestEvery) -> list[Block]:
    """What search engines list that they did not list before, with what shows it."""
    if not news:
        return []
    shown = bullets([f"{each.source} on {each.site}: ", *_came_and_went(each)] for each in news)
    foot = context(text.escape("discover google or discover bing shows what is new and not tracked."))
    return [rich(line(strong(f"Search engines' lists this {every}")), shown), foot]


def _came_and_went(each: ListingNews) -> list[Part]:
    pages = joined_by([[web_link(page, 60)] for page in each.pages], ", ")
    more = f" and {each.new - len(each.pages)} more" if each.new > len(each.pages) else ""
    new: list[Part] = [f"{text.several(each.new, 'link')} new: ", *pages, more] if each.new else []
    gone: list[Part] = (
        [f"{text.several(each.gone, 'link')} no longer listed, which proves nothing"] if each.gone else []
    )
    return joined_by([said for said in (new, gone) if said], "; ")


def _noted_pages(each: NotedKind) -> list[Part]:
    named: list[list[Part]] = [
        [f"{', '.join(page.refs[:_MOST_REFS])} ", web_link(page.page_url, 60)] for page in each.pages
    ]
    said: list[Part] = [". ", foreign(each.pages[0].text, 200)] if each.total == 1 else []
    more = each.total - len(each.pages)
    return [": ", *joined_by(named), *([f" and {more} more"] if more > 0 else []), *said]


def _until(each: LinkLine, now: datetime) -> str:
    if each.guaranteed_until is None:
        return ""
    words = "guaranteed until" if runs(each.guaranteed_until, now) else "was guaranteed until"
    claim = "" if each.claim_until is None else f"; claim until {format_day(each.claim_until)}"
    over = " (over)" if each.claim_until and not runs(each.claim_until, now) else ""
    return f"{words} {format_day(each.guaranteed_until)}{claim}{over}"


def _costs(down: Sequence[DownCosts]) -> list[Block]:
    """Each currency for itself, and how many of the links have a known cost."""
    told: list[list[Part]] = [
        [f"{each.state} ", strong(amounts(each.costs)), f" ({_of_how_many(each)})"] for each in down
    ]
    return [rich(line(strong("Costs of what is down: "), *joined_by(told)))] if told else []


def _ahead(digest: Digest) -> list[Block]:
    """What is likely within a year: the first digest of a month says it, for it changes slowly."""
    return [rich(line(strong("Forecast "), forecast_words(digest.ahead)))] if digest.ahead else []


def _of_how_many(down: DownCosts) -> str:
    return text.several(down.links, "link") if down.known == down.links else f"{down.known} of {down.links} links"


def _section(title: str, lines: Sequence[LinkLine], beyond: int = 0) -> list[Block]:
    if not lines:
        return []
    total, shown = len(lines) + beyond, lines[:_MOST_LINES]
    same = len(shown) > 1 and len({each.text for each in shown}) == 1 and shown[0].text
    head = [strong(f"{title}: {total}"), *([". ", foreign(same, 200)] if same else [])]
    told = bullets(_line(replace(each, text="") if same else each) for each in shown)
    return [rich(line(*head), told, *_more(total))]


def _more(count: int) -> list[Block]:
    return [line(f"and {count - _MOST_LINES} more.")] if count > _MOST_LINES else []


def _line(each: LinkLine) -> list[Part]:
    said: list[Part] = [": ", foreign(each.text, 200)] if each.text else []
    accepted = ", accepted" if each.accepted else ""
    since: list[Part] = [", since ", date(each.since)] if each.since else []
    owner: list[Part] = [", owner ", person(each.owner)] if each.owner else []
    overdue = ", overdue" if each.overdue else ""
    where: list[Part] = [web_link(each.page_url, 60), " → ", web_link(each.target, 40)]
    return [strong(each.ref), " ", *where, *since, overdue, accepted, *owner, *said]


def _partners(title: str, lines: Sequence[PartnerLine], beyond: int = 0) -> list[Block]:
    if not lines:
        return []
    shown = bullets(
        [
            strong(each.ref),
            " ",
            web_link(each.page_url, 60),
            f": {text.several(each.outbound, 'link')}, {_limit(each)}",
        ]
        for each in lines[:_MOST_LINES]
    )
    total = len(lines) + beyond
    return [rich(line(strong(f"{title}: {total}")), shown, *_more(total))]


def _limit(page: PartnerLine) -> str:
    return f"agreed limit {page.max_outbound}" if page.agreed else f"limit {page.max_outbound} (a rule of thumb)"


def _next(digest: Digest) -> list[Block]:
    if digest.next_at is None:
        return []
    return [context(text.join(["Next digest ", text.when(digest.next_at)]))]
