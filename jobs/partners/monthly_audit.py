"""What a monthly audit of a site tells: what is dishonest since the last one, once, and seen on two days (pure)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.config import Config
from jobs.model.channel import AuditScope, ChannelSettings
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.site_audit import AuditedPage, AuditNews, SiteAudit
from jobs.partners.audit import AuditPoint, PageAudit, Trick, point_words

EVERY = timedelta(days=30)
_CONFIRM_AFTER = timedelta(days=1)
_CONFIRM_WITHIN = timedelta(days=7)
"""So long a page in doubt that cannot be read is looked at again each day."""
_TOLD_BY_CHECKS = frozenset({Trick.REL, Trick.META, Trick.HEADER, Trick.NOSCRIPT, Trick.FRAME, Trick.WRAPPER})
"""What checks find, with alerts of their own, which people may have accepted."""
_OF_PAGES_WITH_LINKS = frozenset({Trick.ROBOTS, Trick.NOINDEX})
"""What they find only where a link of ours is tracked on the page."""
_WELL = frozenset({LinkState.LIVE, LinkState.RECOVERED})


class AuditedFor(Struct, frozen=True):
    """A page, and for what of the channel it is audited."""

    url: str
    links: tuple[Link, ...] = ()
    """All that are tracked on it."""
    partner: str = ""
    """The reference of the partner page, where it is tracked as one."""

    @property
    def well(self) -> tuple[Link, ...]:
        """The links that stand as agreed, as far as the checks know: of others their own alerts tell."""
        return tuple(link for link in self.links if link.standing.state in _WELL)

    @property
    def is_audited(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.well) or bool(self.partner and not self.links)

    @property
    def refs(self) -> tuple[str, ...]:
        """By which it is audited by hand."""
        return tuple(link.ref for link in self.well) or (self.partner,)


def scope_of(config: Config, chosen: ChannelSettings) -> AuditScope:
    """What the channel chose, else what is configured."""
    return chosen.audit or config.partners.audit


def next_pages(before: SiteAudit | None, pages: Iterable[AuditedFor]) -> list[AuditedFor]:
    """The pages that are read now: all of them, or those about which there is a doubt."""
    if before is None or not before.doubted:
        return list(pages)
    return [page for page in pages if before.doubted & _marks(page)]


def after_audits(
    before: SiteAudit, audits: Collection[tuple[AuditedFor, PageAudit]], now: datetime
) -> tuple[SiteAudit, AuditNews | None]:
    """The site after these audits, and what there is to tell.

    What one look finds waits for another one, a day later. What is no longer so is forgotten, and told again should it
    come back; of what could not be read all stays as it was, a doubt for a week.
    """
    is_second = bool(before.doubted)
    found = {mark: (page, point) for page, audit in audits for mark, point in _against(page, audit).items()}
    open_still = {mark for page, audit in audits for mark in _untold(page, audit)}
    seen = {mark for page, _ in audits for mark in _marks(page)} - open_still
    new = found.keys() - before.known
    told = new & before.doubted
    is_over = now - (before.audited_at or now) >= _CONFIRM_WITHIN
    in_doubt = frozenset() if is_over else before.doubted & open_still
    after = replace(
        before,
        known=frozenset((before.known - seen) | (before.known & found.keys()) | told),
        doubted=in_doubt if is_second else frozenset(new),
        audited_at=before.audited_at if is_second else now,
    )
    next_at = now + _CONFIRM_AFTER if after.doubted else (after.audited_at or now) + EVERY
    news = _news(before.site, {mark: found[mark] for mark in sorted(told)})
    return replace(after, next_at=max(next_at, now + _CONFIRM_AFTER)), news


def is_due(next_at: datetime | None, now: datetime) -> bool:
    """Whether a site is to be audited; a time further off than any audit is planned is a wrong clock's."""
    return next_at is None or not now < next_at <= now + EVERY + _CONFIRM_AFTER


def _against(page: AuditedFor, audit: PageAudit) -> Mapping[str, AuditPoint]:
    """What speaks against a page and no check tells, by its mark."""
    left_out = _TOLD_BY_CHECKS | {Trick.ORPHAN} | (_OF_PAGES_WITH_LINKS if page.links else frozenset())
    return {_mark(point.trick, point.link or page.url): point for point in audit.found if point.trick not in left_out}


def _untold(page: AuditedFor, audit: PageAudit) -> set[str]:
    """What could not be told of a page now."""
    if audit.unread:
        return _marks(page)
    return {_mark(point.trick, point.link or page.url) for point in audit.unknown}


def _marks(page: AuditedFor) -> set[str]:
    """All that may be found of a page; of links that are not well nothing is looked for."""
    about = (page.url, *(link.ref for link in page.well))
    return {_mark(trick, each) for trick in Trick for each in about}


def _mark(trick: Trick, about: str) -> str:
    return f"{trick.name.lower()} {about}"


def _news(site: str, told: Mapping[str, tuple[AuditedFor, AuditPoint]]) -> AuditNews | None:
    by_page: dict[str, AuditedPage] = {}
    for page, point in told.values():
        known = by_page.get(page.url) or AuditedPage(page.url, (), page.refs)
        by_page[page.url] = replace(known, said=(*known.said, point_words(point)))
    return AuditNews(site, tuple(by_page.values())) if by_page else None
