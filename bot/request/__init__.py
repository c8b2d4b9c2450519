"""A command or click: who asks, what handlers work with, how to answer, which channel is meant."""
