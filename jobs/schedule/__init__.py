"""What is done by the clock: ticks, and keeping the store in order."""
