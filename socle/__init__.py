"""What any Django project could use: caching, clock, search, uploads, words."""
