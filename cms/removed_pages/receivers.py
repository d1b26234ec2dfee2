"""Wagtail tells us that a page leaves or comes: its address must follow.

Pages are deleted by an editor, several at a time, or with the page above them: its signals are the
only place that all go through.
"""

from django.db.models.signals import pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from . import services


def page_leaves(sender: object, instance: Page, **kwargs: object) -> None:
    services.remember(page=instance)


def page_comes(sender: object, instance: Page, **kwargs: object) -> None:
    services.forget(page=instance)


def connect() -> None:
    """Called once, when the app is ready."""
    pre_delete.connect(page_leaves, sender=Page, dispatch_uid="cms_redirects")
    for signal in (page_published, post_page_move):
        signal.connect(page_comes, dispatch_uid="cms_redirects")
