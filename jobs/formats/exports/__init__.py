"""Spreadsheets out: what is tracked as CSV, XLSX and JSON lines, read in parts and written in a thread."""
