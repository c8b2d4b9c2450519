"""Clicks on App Home."""
