"""Work that outlasts a request, with a progress bar and a button that stops it."""
