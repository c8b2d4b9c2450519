"""Durations, dates, money and the clock."""
