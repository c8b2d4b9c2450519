"""Whether a link is live, suspect, lost, weakened or recovered, and what follows (pure)."""
