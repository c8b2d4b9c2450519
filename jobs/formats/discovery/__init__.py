"""What search engines list of our sites: two days compared, links that nobody tracks yet, and Bing's own API."""
