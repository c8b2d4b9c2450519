"""One kind of sheet a module: its columns, how a row is made, and how its rows are read in parts."""
