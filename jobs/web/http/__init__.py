"""The only way to fetch: guarded session, throttle, redirects, body; a failure is a value."""
