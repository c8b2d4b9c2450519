"""The report as one HTML file that needs nothing else and prints well: markup, charts, tables, document."""
