"""Blocks, text, controls and views from which messages are made; `text` alone makes mrkdwn."""
