"""Wagtail tells us what changed; the anonymous pages must follow.

Pages are published by editors, by a workflow or by a schedule: Wagtail's signals are the only
place that all three go through. There is no rule of the product here.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from socle.public_pages import touch_public_pages

from . import indexed
from .media_blocks import pictures
from .models import RulesPage, SiteSettings
from .services import record_version


def public_content_changed(sender: object, **kwargs: object) -> None:
    touch_public_pages()


def page_changed(sender: object, instance: Page, **kwargs: object) -> None:
    indexed.index_pages([instance.pk])


def pages_moved(sender: object, **kwargs: object) -> None:
    indexed.index_all()


def rules_published(sender: object, instance: RulesPage, **kwargs: object) -> None:
    record_version(page=instance)


def pictures_appear(sender: object, instance: Page, **kwargs: object) -> None:
    pictures.prepare(instance)


def connect() -> None:
    """Called once, when the app is ready."""
    page_published.connect(rules_published, sender=RulesPage, dispatch_uid="cms_rules")
    page_published.connect(pictures_appear, dispatch_uid="cms_pictures")
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="cms_search")
    # What is above a page makes its address, and may make it private.
    for signal in (page_slug_changed, post_page_move):
        signal.connect(pages_moved, dispatch_uid="cms_search")
    for signal in (post_save, post_delete):
        signal.connect(pages_moved, sender=PageViewRestriction, dispatch_uid="cms_search")
    post_delete.connect(page_changed, sender=Page, dispatch_uid="cms_search")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(public_content_changed, dispatch_uid="cms_public")
    for model in (SiteSettings, PageViewRestriction):
        post_save.connect(public_content_changed, sender=model, dispatch_uid="cms_public")
    for model in (Page, PageViewRestriction):
        post_delete.connect(public_content_changed, sender=model, dispatch_uid="cms_public")
