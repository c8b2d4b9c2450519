"""The weekly digest: read, build, trend, schedule, write."""
