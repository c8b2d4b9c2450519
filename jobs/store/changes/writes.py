"""What a `Write` does to the tables; it runs inside one batch, so raising undoes all of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from jobs.model.channel import ChannelLogo, ChannelSettings, Logo
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.partner import SiteContact
from jobs.model.tracked_page import HostClaim
from jobs.model.write import Write
from jobs.store.changes import kept, links, notices
from jobs.store.changes.series import packed
from jobs.store.changes.shapes import Once, StoredSettings
from jobs.store.changes.tables import Tables, put_newer
from jobs.store.errors import StaleError

NoticesFor = Callable[[Incident | None, Incident, Callable[[int], Link | None]], Sequence[Notice]]
"""What else has to be said of an incident, by how it was (None: not there), how it is now, and its links by id."""


def write(tables: Tables, change: Write, notices_for: NoticesFor | None = None) -> None:
    """Everything that changes together; raises StaleError and ValueError as `Store.write` says."""
    _hold_lease(tables, change.claim)
    _write_tracked(tables, change)
    for page in change.pages:
        links.put_page(tables, page, change.claim)
    for host in change.hosts:
        links.put_host(tables, host)
    kept.write_sheets(tables, change)
    _write_outbox(tables, change, notices_for)
    _write_channels(tables, change)
    _write_kept(tables, change)
    tables.history.append(*change.events)


def _write_kept(tables: Tables, change: Write) -> None:
    for contact in change.contacts:
        _put_contact(tables, contact)
    for changed in change.changed_links:
        tables.changed_links.put_by(("key", (changed.change, changed.part)), changed)
    for undone in change.undone:
        _forget_changed(tables, undone)
    _write_pages_over_time(tables, change)
    for listing in change.listings:
        tables.listings.put_by(("key", (listing.channel, listing.source, listing.site)), listing)
    for ours in change.our_pages:
        tables.our_pages.put_by(("url", ours.url), ours)
    for url in change.remove_our_pages:
        if number := tables.our_pages.number(("url", url)):
            tables.our_pages.drop(number)


def _write_pages_over_time(tables: Tables, change: Write) -> None:
    for series in change.series:
        if series.points:
            tables.series.put_by(("page", series.page_url), packed(series))
    for audit in change.site_audits:
        tables.site_audits.put_by(("key", (audit.channel, audit.site)), audit)
    for ways in change.site_ways:
        tables.site_ways.put_by(("site", ways.site), ways)


def _write_channels(tables: Tables, change: Write) -> None:
    for channel, before in change.settings_before.items():
        _refuse_other_settings(tables, channel, before)
    for channel, settings in change.settings.items():
        tables.settings.put_by(("key", (channel,)), StoredSettings(channel, settings))
    for channel, logo in change.logos.items():
        _put_logo(tables, channel, logo)
    for channel, block in change.shut.items():
        notices.put_channel_block(tables, channel, block)


def _refuse_other_settings(tables: Tables, channel: str, before: ChannelSettings) -> None:
    """Raise StaleError where somebody chose something else meanwhile."""
    stored = tables.settings.one(("key", (channel,)))
    if (stored.settings if stored else ChannelSettings()) != before:
        raise StaleError(f"Somebody else chose something for {channel} meanwhile.")


def _put_logo(tables: Tables, channel: str, logo: Logo | None) -> None:
    term = ("key", (channel,))
    if logo is not None:
        tables.logos.put_by(term, ChannelLogo(channel, logo))
    elif (number := tables.logos.number(term)) is not None:
        tables.logos.drop(number)


def _forget_changed(tables: Tables, undone: ChangedLinks) -> None:
    """Keep it no longer; raises StaleError where somebody else undid it."""
    doc_id = tables.changed_links.number(("key", (undone.change, undone.part)))
    if doc_id is None:
        raise StaleError(f"Part {undone.part} of the change {undone.change} is undone already.")
    tables.changed_links.drop(doc_id)


def _put_contact(tables: Tables, contact: SiteContact) -> None:
    """Store the next version; raises StaleError where this was not made from the newest."""
    term = ("key", (contact.channel, contact.site))
    stored = tables.contacts.one(term)
    if (stored.version if stored else 0) != contact.version:
        raise StaleError(f"The contact of {contact.site} was changed by somebody else since.")
    tables.contacts.put_by(term, replace(contact, version=contact.version + 1))


def claim_once(tables: Tables, kind: str, scope: str, period: str) -> bool:
    """Whether this is the first time."""
    term = ("key", (kind, scope, period))
    if tables.once.has(term):
        return False
    tables.once.put_by(term, Once(kind, scope, period))
    return True


def _hold_lease(tables: Tables, claim: HostClaim | None) -> None:
    if claim and not tables.due.is_lent(claim.host.host, claim.lease):
        raise StaleError(f"{claim.host.host} has been lent to somebody else since.")


def _write_tracked(tables: Tables, change: Write) -> None:
    for link in change.links:
        links.put_link(tables, link)
    for partner in change.partners:
        put_newer(tables.partners, partner.id, partner)
    for exchange in change.exchanges:
        put_newer(tables.exchanges, exchange.id, exchange)
    for prospect in change.prospects:
        put_newer(tables.prospects, prospect.id, prospect)
    for link in change.restore_links:
        links.restore_link(tables, link)
    for link_id in change.remove_links:
        links.remove_link(tables, link_id)
    for partner_id in change.remove_partners:
        links.remove_partner(tables, partner_id)


def _write_outbox(tables: Tables, change: Write, notices_for: NoticesFor | None) -> None:
    for asked, known in change.told_lately.items():
        notices.refuse_others(tables, asked, known)
    for incident in change.incidents:
        before = tables.incidents.one(("id", incident.id)) if notices_for else None
        notices.put_incident(tables, incident)
        for notice in notices_for(before, incident, tables.links.get) if notices_for else ():
            notices.add_notice(tables, notice)
    for key in change.supersede:
        notices.supersede(tables, key)
    for key in change.revive:
        notices.revive(tables, key)
    for key in change.release:
        notices.release(tables, key)
    for notice in change.notices:
        notices.add_notice(tables, notice)
