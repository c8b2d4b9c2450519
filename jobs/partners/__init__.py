"""Partner pages: counts of outbound links, and their incidents."""
