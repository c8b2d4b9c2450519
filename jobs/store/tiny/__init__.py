"""The store of one process: TinyDB's tables in memory, behind a journal on disk."""
