"""One module for each source of files: `LAYOUTS` says how they look and what their columns say."""
