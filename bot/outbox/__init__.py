"""Notices become messages: claim, render, post, record; find out whether a doubtful post arrived; retry."""
