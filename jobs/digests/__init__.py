"""The digest: read, build, trend, what is to do, schedule, write."""
