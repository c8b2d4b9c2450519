"""The ledger: how exchanges stand by their links and the clock, who broke them first, what each side gives."""
