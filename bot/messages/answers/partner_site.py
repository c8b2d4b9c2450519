"""A partner's site: its links, costs and scorecard, what is wrong with links now, and its pages."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from bot.messages.answers.across import KnownSite, known_across
from bot.messages.answers.contacts import people_of
from bot.messages.answers.link_menu import link_row
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    context,
    fits_button,
    foreign,
    header,
    line,
    note,
    rich,
    strong,
    typed,
    web_link,
)
from bot.messages.kit.controls import buttons, pages, run, sharing
from jobs.exchanges.given_words import reciprocity_words
from jobs.exchanges.ours.inside import InsideLinks
from jobs.exchanges.ours.rehearsal import Rehearsal
from jobs.exchanges.ours.wording import inside_doubts, inside_words, rehearsal_words, verdict_words
from jobs.exchanges.reciprocity import Reciprocity
from jobs.model.partner import Partner
from jobs.model.site_audit import AuditNews
from jobs.partners.audit import PageAudit, audit_words, verdict_of
from jobs.partners.site import PartnerSite, passed_on
from jobs.partners.wording import partner_words
from jobs.units.english import percent

_MOST_PAGES = 10
_ROWS = 20
_LONGEST = 500


def site_shown(
    partner: PartnerSite, now: datetime, known: Sequence[KnownSite] = (), *, may_manage: bool = True
) -> Message:
    """All that the channel knows of a partner, and what its reader may do about it."""
    told = rich(*(line(strong(f"{head} "), said) for head, said in partner_words(partner)))
    troubled = [link_row(link, now, may_manage=may_manage) for link in partner.troubled]
    people = [run("Its people", f"partner contact {partner.site}", 1)] if may_manage else []
    deeds = [run("List its links", f"list {partner.site}"), *people, *sharing(f"partner show {partner.site}")]
    blocks = [
        header(partner.site),
        told,
        *people_of(partner),
        *known_across(known),
        *troubled,
        *_left_out(partner),
        *_pages(partner),
        actions(*deeds),
    ]
    return Message(text.escape(f"{partner.site}: {text.several(partner.links, 'link')} tracked."), tuple(blocks))


def reciprocity_shown(found: Reciprocity, *, is_configured: bool) -> Message:
    """What is given and got with all partners; `is_configured` says whether our own pages are read."""
    told = [
        rich(line(strong(head)), bullets([[foreign(each, _LONGEST)] for each in said]))
        for head, said in reciprocity_words(found, is_configured=is_configured)
    ]
    spoken = f"Links both ways with {len(found.reciprocal)} of {text.several(len(found.sites), 'partner')}."
    return Message(text.escape(spoken), (header("Given and got"), *told, actions(*sharing("reciprocity"))))


def ours_shown(found: InsideLinks, page: int, *, is_configured: bool) -> Message:
    """A page of what the links between our own pages have wrong; `is_configured` says whether those are read."""
    if not is_configured:
        return note("No page of ours is read: our_pages of the configuration names none.")
    head, rows = inside_words(found)
    of = max(1, -(-len(rows) // _ROWS))
    page = min(page, of)
    shown = rows[(page - 1) * _ROWS : page * _ROWS]
    told = [
        rich(line(strong(title)), bullets([[foreign(words, _LONGEST)] for _, words in under]))
        for title, under in groupby(shown, itemgetter(0))
    ]
    foot = [f"Page {page} of {of}."] if of > 1 else []
    foot += [inside_doubts(found)]
    controls = [*pages("ours", page, of), *sharing(f"ours page:{page}" if page > 1 else "ours")]
    return Message(text.escape(head), (header(head), *told, context(text.escape(" ".join(foot))), actions(*controls)))


def audits_shown(audits: Sequence[PageAudit], left: int) -> Message:
    """What each page was found to do with our links, with its proof; `left`: so many more were not looked at."""
    verdict = verdict_of(audits)
    told = [
        rich(line(web_link(each.url, 75)), bullets([[foreign(said, _LONGEST)] for said in audit_words(each)]))
        for each in audits
    ]
    more = f"{text.several(left, 'more page')} not looked at: name fewer at a time."
    return Message(text.escape(verdict), (header(verdict), *told, *([context(text.escape(more))] if left else [])))


def audit_told(words: str, news: AuditNews) -> Message:
    """What a monthly audit found that the one before did not, with its proof, and a way to look again."""
    pages = news.pages[:_MOST_PAGES]
    told = [
        rich(line(web_link(each.url, 75)), bullets([[foreign(said, _LONGEST)] for said in each.said])) for each in pages
    ]
    more = len(news.pages) - len(pages)
    left = [context(text.escape(f"and {text.several(more, 'more page')}."))] if more else []
    refs = " ".join(dict.fromkeys(ref for each in pages for ref in each.refs))
    again = [run("Audit again", f"audit {refs}")] if fits_button(f"audit {refs}") else []
    small = context(text.escape("Each was seen on two days. What is a suspicion says so."))
    return Message(text.fallback([text.escape(words)]), (header(words), *told, *left, small, *buttons(*again)))


def rehearsal_shown(rehearsal: Rehearsal, unread: Sequence[str]) -> Message:
    """What becomes of each link; `unread` are sentences about lines of the list that say nothing."""
    verdict = verdict_words(rehearsal)
    told = [
        rich(line(strong(head)), *([bullets([[foreign(each, _LONGEST)] for each in said])] if said else []))
        for head, said in rehearsal_words(rehearsal, unread)
    ]
    return Message(text.escape(verdict), (header(verdict), *told))


def site_unknown(site: str, command: str) -> Message:
    """That the channel knows nothing of a site, and how that changes; `command` is empty for those who may not."""
    adding: list[Part] = [" To track a link there: ", typed(f"{command} add <page> -> <target>")] if command else []
    return note("Nothing on ", foreign(site, 100), " is tracked in this channel, or ever was.", *adding)


def _left_out(partner: PartnerSite) -> list[Block]:
    more = partner.bad - len(partner.troubled)
    return [context(text.escape(f"{text.several(more, 'more link')} with trouble."))] if more else []


def _pages(partner: PartnerSite) -> list[Block]:
    if not partner.pages:
        return []
    rows = [_page(each, passed_on(each, partner.series)) for each in partner.pages[:_MOST_PAGES]]
    more = len(partner.pages) - len(rows)
    rows += [[f"and {text.several(more, 'more page')}"]] if more else []
    return [rich(line(strong("Partner pages")), bullets(rows))]


def _page(page: Partner, share: float) -> list[Part]:
    count = "not counted yet" if page.outbound is None else f"{page.outbound} followed links out"
    passes = f", share per link {percent(share)}" if share else ""
    return [
        strong(page.ref),
        f" {count}, limit {page.max_outbound}{passes}: ",
        foreign(text.shown_url(page.page_url), 75),
    ]
