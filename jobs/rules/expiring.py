"""An exchange ends soon: found by the ledger, not on a page."""

from jobs.model.findings import About, LetterSubject, Rule, Severity

RULE = Rule(
    about=About.EXCHANGE,
    severity=Severity.NOTE,
    alerts=True,
    title="The exchange ends soon",
    means=(
        "It was agreed until a certain day. When that is over nobody owes a link any more: the links are watched on, as"
        " any other."
    ),
    todo="Agree with them on how it goes on: set a later end, or end it.",
    unless="Not for a deal without an end, and never twice for one day.",
    letter=LetterSubject.EXPIRING,
)
