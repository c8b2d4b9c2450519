"""Reading pages: addresses, fetching, decoding, parsing."""
