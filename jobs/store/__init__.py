"""Where everything is kept: the protocol, and one module for each store."""
