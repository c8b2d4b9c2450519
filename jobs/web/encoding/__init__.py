"""Character encodings as browsers know them: names, the search for a declaration, decoders, encoders."""
