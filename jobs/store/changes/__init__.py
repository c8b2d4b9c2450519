"""What each change does to the tables, once for every kind of store; `tables.py` says what a store must have for it."""
