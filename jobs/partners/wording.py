"""A partner in words of ours: a head and what is said under it, for Slack and the terminal alike (pure)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jobs.digests.forecast_words import forecast_words
from jobs.digests.lives import FEWEST
from jobs.exchanges.given_words import balance_words, unreturned_words
from jobs.exchanges.wording import changed
from jobs.model.link_status import LinkState
from jobs.model.partner import ContactEvent
from jobs.model.series import PageSeries
from jobs.model.terms import Money
from jobs.model.worth import Forecast
from jobs.partners.over_time import host_over_time
from jobs.partners.scorecard import Lasting, Scorecard
from jobs.partners.site import PartnerSite
from jobs.units.english import joined, several
from jobs.units.money import format_money
from jobs.web.urls import host

_MOST_DEALS, _MOST_HOSTS = 5, 5
_ORDER = ("live", "weakened", "lost", "replaced", "pending", "not checked yet")


def partner_words(partner: PartnerSite) -> list[tuple[str, str]]:
    """Heads with their sentences, in the order in which they are shown."""
    return [
        ("Links", _links(partner)),
        *_lasting(partner.card),
        *_restored(partner.card),
        *_ahead(partner.ahead),
        *_deals(partner),
        *_given(partner),
        *_over_time(partner),
        *_costs(partner),
        *_written(partner),
    ]


def _links(partner: PartnerSite) -> str:
    if not partner.links:
        return "None is tracked now."
    counts = _named(partner.states)
    said = ", ".join(f"{counts[name]} {name}" for name in _ORDER if name in counts)
    unread = (
        f" {several(partner.unread, 'is on a page', 'are on pages')} that cannot be read now." if partner.unread else ""
    )
    return f"{several(partner.links, 'link')} tracked: {said}.{unread}"


def _named(states: Mapping[LinkState, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state, count in states.items():
        name = "live" if state.is_live else "not checked yet" if state is LinkState.NEW else state.value
        counts[name] = counts.get(name, 0) + count
    return counts


def _lasting(card: Scorecard) -> Iterator[tuple[str, str]]:
    if not card.placed:
        yield "Lasting", "No link was ever seen there."
        return
    told = [f"{_percent(each.share)} last {each.days} days" for each in card.lasting if each.share is not None]
    few = [each for each in card.lasting if each.share is None]
    counted = f"{', '.join(told)}, of {several(card.placed, 'link')} ever seen there (Kaplan-Meier)." if told else ""
    yield "Lasting", " ".join(filter(None, (counted, _too_few(few))))


def _too_few(few: Sequence[Lasting]) -> str:
    if not few:
        return ""
    days = joined((str(each.days) for each in few), "or")
    known = joined((str(each.known) for each in few), "or")
    return f"Too few to say for {days} days: {known} lost or watched for so long, and we want {FEWEST}."


def _restored(card: Scorecard) -> Iterator[tuple[str, str]]:
    if not card.losses:
        return
    times = "Once" if card.losses == 1 else f"{card.losses:,} times"
    back = "it did not come back" if card.losses == 1 and not card.restored else f"{card.restored:,} came back"
    if card.losses == card.restored == 1:
        back = "it came back"
    after = "" if card.days_until_restored is None else f", after {_days(card.days_until_restored)}"
    middle = " (median)" if card.restored > 1 else ""
    yield "Lost", f"{times} a link was lost; {back}{after}{middle}."


def _ahead(ahead: Forecast | None) -> Iterator[tuple[str, str]]:
    if ahead is not None and ahead.gone is not None:
        yield "Forecast", forecast_words(ahead)


def _deals(partner: PartnerSite) -> Iterator[tuple[str, str]]:
    shown = [f"{deal.ref}: {changed(deal)}" for deal in partner.deals[:_MOST_DEALS]]
    more = len(partner.deals) - len(shown)
    if shown:
        yield "Exchanges", " ".join([*shown, *([f"And {more} more."] if more else [])])


def _given(partner: PartnerSite) -> Iterator[tuple[str, str]]:
    if partner.given is None:
        return
    words = balance_words(partner.given.balance)
    yield "Balance", f"{words[:1].upper()}{words[1:]}"
    if partner.given.is_unreturned:
        yield "Given for nothing", unreturned_words(partner.given)


def _over_time(partner: PartnerSite) -> Iterator[tuple[str, str]]:
    hosts: dict[str, list[PageSeries]] = {}
    for url, series in partner.series.items():
        hosts.setdefault(host(url), []).append(series)
    told = [host_over_time(name, found) for name, found in sorted(hosts.items())[:_MOST_HOSTS]]
    if told:
        more = f" And {several(len(hosts) - len(told), 'more host')}." if len(hosts) > len(told) else ""
        yield "Links out", f"{'. '.join(told)}.{more}"


def _costs(partner: PartnerSite) -> Iterator[tuple[str, str]]:
    if partner.costs_hidden:
        yield "Costs", "Hidden in this channel."
    elif partner.paid:
        risk = _amounts(partner.at_risk) if partner.at_risk else "none of it"
        each = f" For each month that a link stood: {_amounts(partner.per_month)}." if partner.per_month else ""
        yield "Costs", f"{_amounts(partner.paid)} for the links that are tracked; at risk: {risk}.{each}"


def _written(partner: PartnerSite) -> Iterator[tuple[str, str]]:
    kinds = Counter(event.kind for event in partner.log)
    wrote, answered = kinds[ContactEvent.WROTE], kinds[ContactEvent.ANSWERED]
    if wrote or answered:
        card = partner.card
        back = f" Of {card.mailed:,} lost links that they were about, {card.restored_after_mail:,} came back"
        after = "" if card.days_from_mail is None else f", {_days(card.days_from_mail)} later (median)"
        yield "Mails", f"{wrote:,} written, {answered:,} answered.{f'{back}{after}.' if card.mailed else ''}"
    if partner.is_unwanted:
        yield "Do not contact", "Somebody said that nobody may write to them."


def _percent(share: float | None) -> str:
    """Rounded so that only all is 100 %, and only nothing 0 %."""
    hundredths = 100 * (share or 0)
    if 0 < hundredths < 1:
        return "less than 1 %"
    return f"{int(hundredths) if hundredths > 99 else round(hundredths)} %"  # noqa: PLR2004  # the last before all


def _days(days: float) -> str:
    if days < 1:
        return "less than a day"
    return several(round(days), "day")


def _amounts(costs: Sequence[Money]) -> str:
    return ", ".join(map(format_money, costs))
