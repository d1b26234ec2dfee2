"""Writing a PDF again without its scripts, forms and links."""
