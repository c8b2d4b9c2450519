"""The client's report of a month: course, build, read, and its writers."""
