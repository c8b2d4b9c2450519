"""The commands of the terminal: arguments in, readable text or JSON out, an exit code."""
