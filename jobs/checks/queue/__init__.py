"""Work that several processes share over PostgreSQL: jobs for due hosts, who takes them, and who hands them out."""
