"""Style sheets as far as they can hide something: from their text to what applies to an element."""
