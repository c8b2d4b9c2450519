"""Every side broke an exchange: found by the ledger, not on a page."""

from jobs.model.findings import About, LetterSubject, Rule, Severity

RULE = Rule(
    about=About.EXCHANGE,
    severity=Severity.NOTE,
    alerts=True,
    title="Both sides broke the exchange",
    means=(
        "Neither side gives what was agreed: links of theirs and of ours are gone, or worth less. It is said only when"
        " the pages of every side can be read."
    ),
    todo="Agree anew with them, or end the exchange.",
    unless="Not while a page of either side cannot be read.",
    letter=LetterSubject.BOTH_BROKEN,
)
