"""General assemblies of a building: their date, and what was voted."""
