"""What we add to django-allauth’s ways in."""
