"""What a stored key of a notice says."""

from collections.abc import Callable, Mapping

from jobs.model.notice_key import (
    TURN,
    AnswerKey,
    AuditKey,
    CardKey,
    CatchUpKey,
    ClaimKey,
    DebouncedEditKey,
    DigestKey,
    EditKey,
    EscalationKey,
    GatheredEditKey,
    HintKey,
    LateMembersKey,
    LiveKey,
    ProspectsKey,
    RemindKey,
    ReplyKey,
    ReroutedKey,
    SheetNewsKey,
    UntakenKey,
)

NoticeKey = (
    CardKey
    | EditKey
    | DebouncedEditKey
    | GatheredEditKey
    | ReplyKey
    | LateMembersKey
    | CatchUpKey
    | LiveKey
    | DigestKey
    | AnswerKey
    | HintKey
    | SheetNewsKey
    | ClaimKey
    | AuditKey
    | ProspectsKey
    | EscalationKey
    | UntakenKey
    | RemindKey
    | ReroutedKey
)


def parse_notice_key(stored: str) -> NoticeKey | None:
    """The value of a stored key; None for a form that nothing reads: a key is compared then, and no more."""
    match stored.split("/"):
        case [*found, "catch-up"] if found:
            return CatchUpKey("/".join(found))
        case [form, *fields] if made := _NAMED_FIRST.get((form, len(fields))):
            return made(*fields)
        case [incident_id, "card"]:
            return CardKey(incident_id)
        case [about, form, number]:
            return _numbered(about, form, number)
    return None


def digest_week(stored: str) -> str:
    """The ISO week that the key of a digest is of; empty for any other key. Weeks compare as texts."""
    key = parse_notice_key(stored)
    return key.week if isinstance(key, DigestKey) else ""


def _numbered(about: str, form: str, written: str) -> NoticeKey | None:
    number = written.removeprefix(TURN) if form == "edit" else written
    if not (number.isascii() and number.isdecimal()):
        return None
    if number != written:
        return DebouncedEditKey(about, int(number))
    made = _NUMBERED.get(form)
    return made(about, int(number)) if made else None


_NAMED_FIRST: Mapping[tuple[str, int], Callable[..., NoticeKey]] = {
    ("digest", 2): DigestKey,
    ("answer", 3): AnswerKey,
    ("hint", 2): HintKey,
    ("sheet", 2): SheetNewsKey,
    ("news", 3): ReroutedKey,
    ("escalation", 2): EscalationKey,
    ("untaken", 3): UntakenKey,
    ("remind", 3): RemindKey,
    ("claim", 4): ClaimKey,
    ("audit", 3): AuditKey,
    ("prospects", 3): ProspectsKey,
}
"""By the word that a form begins with, and how many fields follow it."""
_NUMBERED: Mapping[str, Callable[[str, int], NoticeKey]] = {
    "edit": EditKey,
    "gather": GatheredEditKey,
    "reply": ReplyKey,
    "too": LateMembersKey,
    "live": LiveKey,
}
