"""Files of links: read with any layout there is, previewed, written in batches, and taken back."""
