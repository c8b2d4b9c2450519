"""Audits partner pages once a month, a site at a time, for the channels that want it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from jobs.checks.reach import LATER, waits
from jobs.config import Config
from jobs.model.channel import AuditScope
from jobs.model.exchange import ExchangeState, Side
from jobs.model.link import Link
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import AuditKey
from jobs.model.queries import ExchangeQuery, LinkQuery, PartnerQuery
from jobs.model.site_audit import AuditNews, SiteAudit
from jobs.model.write import Write
from jobs.partners.audit import PageAudit
from jobs.partners.monthly_audit import AuditedFor, after_audits, is_due, next_pages, scope_of
from jobs.store.protocol import Store
from jobs.units.english import several
from jobs.web.urls import registrable_domain

Audit = Callable[[str, Sequence[Link]], Awaitable[PageAudit]]
"""Audit a page for these links."""
PLAN_EVERY = timedelta(hours=1)
_MOST_PARTNERS = 500
"""Of a site; more are not looked through for the reference of one."""
_HOLDING = frozenset(state for state in ExchangeState if not state.is_over)


@dataclass(slots=True)
class MonthlyAudits:
    """What was found and told the store knows; here is only which sites were due when that was last worked out."""

    store: Store
    config: Config
    audit: Audit
    _waiting: list[tuple[str, str]] = field(default_factory=list)
    _planned_at: datetime | None = None

    async def write_due(self, now: datetime) -> int:
        """Audit one site of one channel whose turn it is; how many messages that made."""
        planned = self._planned_at
        if not self._waiting and (planned is None or not planned <= now < planned + PLAN_EVERY):
            self._waiting, self._planned_at = await self._due(now), now
        return await self._audit_site(*self._waiting.pop(0), now) if self._waiting else 0

    async def _due(self, now: datetime) -> list[tuple[str, str]]:
        """The channels and sites whose turn it is."""
        planned = await self.store.site_audits()
        found: list[tuple[str, str]] = []
        for channel in await self.store.channels():
            sites = {registrable_domain(url): None for url in await self._addresses(channel)}
            found += [(channel, site) for site in sites if is_due(planned.get((channel, site)), now)]
        return found

    async def _addresses(self, channel: str) -> dict[str, None]:
        """The pages of a channel that are audited, by its settings."""
        scope = scope_of(self.config, await self.store.channel_settings(channel))
        found: dict[str, None] = {}
        if scope is not AuditScope.OFF:
            for deal in await self.store.exchanges(ExchangeQuery(channel, _HOLDING)):
                found |= dict.fromkeys(leg.page_url for leg in deal.of(Side.THEIRS))
        if scope is AuditScope.MONTHLY:
            found |= dict.fromkeys(await self.store.partner_pages(channel))
        return found

    async def _audit_site(self, channel: str, site: str, now: datetime) -> int:
        before = await self.store.site_audit(channel, site)
        if before is not None and not is_due(before.next_at, now):
            return 0
        urls = [url for url in await self._addresses(channel) if registrable_domain(url) == site]
        if await waits(self.store, urls, now):
            later = replace(before or SiteAudit(channel, site, now), next_at=now + LATER)
            await self.store.write(Write(site_audits=[later]))
            return 0
        pages = [page for url in urls if (page := await self._page(channel, url)).is_audited]
        chosen = next_pages(before, pages)
        audits = [(page, await self.audit(page.url, page.well)) for page in chosen]
        after, news = after_audits(before or SiteAudit(channel, site, now), audits, now)
        notices = [_notice(channel, news, now)] if news else []
        await self.store.write(Write(site_audits=[after], notices=notices))
        return len(notices)

    async def _page(self, channel: str, url: str) -> AuditedFor:
        links = await self.store.links(LinkQuery(channel, page_url=url))
        if links:
            return AuditedFor(url, tuple(links))
        there = await self.store.list_partners(PartnerQuery(channel, registrable_domain(url)), 0, _MOST_PARTNERS)
        return AuditedFor(url, partner=next((each.ref for each in there.partners if each.page_url == url), ""))


def _notice(channel: str, news: AuditNews, now: datetime) -> Notice:
    """What is told, once: its key is remembered for ever."""
    key = str(AuditKey(channel, news.site, f"{now:%Y-%m-%d}"))
    text = f"The monthly audit of {news.site} found what it did not before, on {several(len(news.pages), 'page')}."
    payload = msgspec.json.encode(news).decode()
    return Notice(key, channel, NoticeKind.TEXT, now, text=text, payload=payload)
