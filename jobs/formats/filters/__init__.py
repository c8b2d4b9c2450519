"""Which links a list, a file or a change of many is about: what people write, and whether a link fits it."""
