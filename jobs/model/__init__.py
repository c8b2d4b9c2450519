"""The nouns of the trade, as frozen values; nothing here does I/O."""
