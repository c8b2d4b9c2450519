"""What is tracked, written as the command that tracks it (pure): it reads back as it was."""

import re

from bot.grammar.quotes import quoted, quoted_if_needed
from bot.grammar.removals import NONE
from jobs.model.exchange import Exchange
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.reading import NOT_FOLLOWED
from jobs.model.terms import Guarantee
from jobs.units.durations import format_duration
from jobs.units.money import format_money

FIT = {True: "fits", False: "not fitting", None: "no opinion"}
"""What `mark` calls what a person thinks of how a page fits ours."""
_ENDS_A_SENTENCE = re.compile(r"[^\w/=&%-]$")


def add_line(link: Link) -> str:
    """`add ...` with all that was agreed about a link; without its channel, for it is typed there."""
    said = [f"add {written(link.page_url)} -> {written(link.target)}"]
    if link.expected.anchor:
        said.append(f"anchor {quoted(link.expected.anchor)}")
    said += [f"{rel}-ok" for rel in _agreed(link.expected.rel)]
    if link.expected.render:
        said.append("render")
    if link.owner:
        said.append(f"<@{link.owner}>")
    if link.every:
        said.append(f"every {format_duration(link.every)}")
    said += [f"tag:{_tag(tag)}" for tag in sorted(link.tags)]
    if link.terms.cost:
        said.append(f"cost {format_money(link.terms.cost)}")
    if link.terms.guaranteed_until:
        said.append(f"guaranteed until {link.terms.guaranteed_until.isoformat()}")
    return " ".join([*said, *_guarantee(Guarantee(), link.guarantee)])


def edit_line(now: Link, wanted: Link) -> str:
    """`edit L-12 ...` that makes of a link what is wanted of it; empty where that is how it is."""
    said = [f"page {written(wanted.page_url)}"] if wanted.page_url != now.page_url else []
    said += [f"target {written(wanted.target)}"] if wanted.target != now.target else []
    anchor = quoted(wanted.expected.anchor) if wanted.expected.anchor else "none"
    said += [f"anchor {anchor}"] if wanted.expected.anchor != now.expected.anchor else []
    said += [f"{rel}-ok" for rel in _agreed(wanted.expected.rel - now.expected.rel)]
    said += [f"-{rel}-ok" for rel in _agreed(now.expected.rel - wanted.expected.rel)]
    if wanted.expected.render != now.expected.render:
        said.append("render" if wanted.expected.render else "no render")
    if wanted.owner != now.owner:
        said.append(f"<@{wanted.owner}>" if wanted.owner else "owner none")
    if wanted.every != now.every:
        said.append(f"every {format_duration(wanted.every) if wanted.every else 'default'}")
    said += [f"without tag:{_tag(tag)}" for tag in sorted(now.tags - wanted.tags)]
    said += [f"tag:{_tag(tag)}" for tag in sorted(wanted.tags - now.tags)]
    if wanted.terms.cost != now.terms.cost:
        said.append(f"cost {format_money(wanted.terms.cost) if wanted.terms.cost else 'none'}")
    if (until := wanted.terms.guaranteed_until) != now.terms.guaranteed_until:
        said.append(f"guaranteed until {until.isoformat()}" if until else "no guarantee")
    said += _guarantee(now.guarantee if until or not now.terms.guaranteed_until else Guarantee(), wanted.guarantee)
    return f"edit {now.ref} {' '.join(said)}" if said else ""


def _guarantee(now: Guarantee, wanted: Guarantee) -> list[str]:
    """What makes of one guarantee what another says, less its last day."""
    said = [f"claim {wanted.claim_days or 'none'}"] if wanted.claim_days != now.claim_days else []
    said += [f"covers {','.join(wanted.covers) or 'all'}"] if wanted.covers != now.covers else []
    if wanted.remedy != now.remedy:
        said.append(f"remedy {quoted(wanted.remedy) if wanted.remedy else 'none'}")
    return said


def _agreed(rel: frozenset[str]) -> list[str]:
    """What of it a command can say; imports keep other tokens too."""
    return sorted(NOT_FOLLOWED & rel)


def _tag(tag: str) -> str:
    return quoted(tag) if tag in NONE else quoted_if_needed(tag)


def partner_line(partner: Partner) -> str:
    """`partner add ...` with the limit of a partner page, and how often it is checked."""
    every = f" every {format_duration(partner.every)}" if partner.every else ""
    return f"partner add {written(partner.page_url)} max {partner.max_outbound}{every}"


def partner_edit_line(now: Partner, wanted: Partner) -> str:
    """`edit P-3 ...` that makes of a partner page what is wanted of it; empty where that is how it is."""
    limit = wanted.max_outbound if wanted.limit_agreed else "default"
    limits = (now.max_outbound, now.limit_agreed), (wanted.max_outbound, wanted.limit_agreed)
    said = [f"max {limit}"] if limits[0] != limits[1] else []
    if wanted.every != now.every:
        said.append(f"every {format_duration(wanted.every) if wanted.every else 'default'}")
    return f"edit {now.ref} {' '.join(said)}" if said else ""


def exchange_edit_line(now: Exchange, wanted: Exchange) -> str:
    """`exchange edit X-2 ...` that makes of a deal what is wanted of it; empty where that is how it is."""
    said = [f"until {wanted.until.isoformat() if wanted.until else 'none'}"] if wanted.until != now.until else []
    if wanted.cost != now.cost:
        said.append(f"cost {format_money(wanted.cost) if wanted.cost else 'none'}")
    return f"exchange edit {now.ref} {' '.join(said)}" if said else ""


def written(address: str) -> str:
    """An address as one word of a command: a bar would end a cell of a pasted table, a full stop a sentence."""
    bare = address.replace("|", "%7C")
    return quoted(bare) if _ENDS_A_SENTENCE.search(bare) else bare
