"""Wagtail’s admin saves the settings by itself; the public pages must follow.

There is no rule of the product here.
"""

from django.db.models.signals import post_delete, post_save

from cms.indexed import public_content_changed
from socle.search.models import Synonyms

from .models import (
    Banner,
    Brand,
    FooterEntry,
    MainEntry,
    Maintenance,
    Menus,
    Partner,
    Promotion,
)

# Synonyms change what a search finds: its pages are kept with the others.
FRAMED = (
    Banner,
    Brand,
    FooterEntry,
    MainEntry,
    Maintenance,
    Menus,
    Partner,
    Promotion,
    Synonyms,
)


def connect() -> None:
    """Called once, when the app is ready."""
    for model in FRAMED:
        for signal in (post_save, post_delete):
            signal.connect(public_content_changed, sender=model, dispatch_uid="cms_site_public")
