"""We broke an exchange: found by the ledger, not on a page."""

from jobs.model.findings import About, LetterSubject, Rule, Severity

RULE = Rule(
    about=About.EXCHANGE,
    severity=Severity.NOTE,
    alerts=True,
    title="We broke the exchange",
    means=(
        "The link that we owe for theirs is gone from our page, or worth less than agreed, and theirs still stands. It"
        " is said only when the pages of every side can be read."
    ),
    todo="Put it back, or write to them and say until when.",
    unless="Not while a page of either side cannot be read.",
    letter=LetterSubject.BREACH_OURS,
)
