"""The view of App Home."""
