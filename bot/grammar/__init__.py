"""What people type, read into values; every refusal names the word, the reason and an example."""
