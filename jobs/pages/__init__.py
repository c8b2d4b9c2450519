"""From an address to a `Reading`: fetch, parse, find the link, recognise pages that are not the page."""
