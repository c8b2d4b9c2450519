"""Reading markup as a browser does: `parse` makes a document of it; who reads bytes alone does not load that."""
