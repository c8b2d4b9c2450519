"""The partner broke an exchange: found by the ledger, not on a page."""

from jobs.model.findings import About, LetterSubject, Rule, Severity

RULE = Rule(
    about=About.EXCHANGE,
    severity=Severity.NOTE,
    alerts=True,
    title="They broke the exchange",
    means=(
        "The link that they owe for ours is gone, or worth less than agreed, and ours still stands. It is said only"
        " when the pages of every side can be read: a blocked page breaks no deal."
    ),
    todo="Ask them to put it back, or end the exchange and take your link out.",
    unless="Not while a page of either side cannot be read.",
    letter=LetterSubject.BREACH_THEIRS,
)
