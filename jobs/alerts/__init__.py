"""Verdicts become incidents and notices; what people decide of them changes both."""
