"""What a `Write` does to the tables; it runs inside one batch, so raising undoes all of it."""

from jobs.model.watch import HostClaim
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.tiny import links as watching
from jobs.store.tiny import notices as telling
from jobs.store.tiny.due_queue import Lease
from jobs.store.tiny.tables import Once, StoredSettings, Tables, put_newer


def write(tables: Tables, change: Write) -> None:
    """Everything that changes together; raises StaleError where something has moved on."""
    lease = _own_lease(tables, change.claim)
    _write_watched(tables, change)
    for page in change.pages:
        watching.put_page(tables, page, lease)
    for host in change.hosts:
        watching.put_host(tables, host)
    _write_told(tables, change)
    for channel, settings in change.settings.items():
        tables.settings.put_by(("key", (channel,)), StoredSettings(channel, settings))
    for channel, shut in change.shut.items():
        telling.put_channel_block(tables, channel, shut)
    tables.history.append(*change.events)


def claim_once(tables: Tables, kind: str, scope: str, period: str) -> bool:
    """Whether this is the first time."""
    term = ("key", (kind, scope, period))
    if tables.once.index.has(term):
        return False
    tables.once.put_by(term, Once(kind, scope, period))
    return True


def _own_lease(tables: Tables, claim: HostClaim | None) -> Lease | None:
    if claim is None:
        return None
    lease = tables.due.lease(claim.host.host, claim.lease)
    if lease is None:
        raise StaleError(f"{claim.host.host} has been lent to somebody else since.")
    return lease


def _write_watched(tables: Tables, change: Write) -> None:
    for link in change.links:
        watching.put_link(tables, link)
    for partner in change.partners:
        put_newer(tables.partners, partner.id, partner)
    for link_id in change.remove_links:
        watching.remove_link(tables, link_id)
    for partner_id in change.remove_partners:
        watching.remove_partner(tables, partner_id)


def _write_told(tables: Tables, change: Write) -> None:
    for incident in change.incidents:
        telling.put_incident(tables, incident)
    for key in change.supersede:
        telling.supersede(tables, key)
    for key in change.revive:
        telling.revive(tables, key)
    for notice in change.notices:
        telling.add_notice(tables, notice)
