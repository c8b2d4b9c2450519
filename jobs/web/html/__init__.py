"""Reading markup as a browser does: `parse` makes a document of it; what only reads bytes loads none of that."""
