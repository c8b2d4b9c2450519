"""Which pages a site says it has: its sitemaps, and the lines of robots.txt that name them."""
