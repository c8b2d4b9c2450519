"""The ledger: how exchanges stand, who broke them first, what each side gives, agreed or not."""
