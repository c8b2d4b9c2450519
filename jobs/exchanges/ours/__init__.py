"""Our own side of links: what our broken pages waste, and a move of our pages rehearsed before it is made."""
