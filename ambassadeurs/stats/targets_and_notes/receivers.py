"""Wagtail’s admin saves these by itself; the public report must follow. No rule is here."""

from django.db.models.signals import post_delete, post_save

from socle.public_pages import touch_public_pages

from .models import ReportNote, Target, Voice


def report_changed(sender: object, **kwargs: object) -> None:
    touch_public_pages()


def connect() -> None:
    """Called once, when the app is ready."""
    for model in (ReportNote, Target, Voice):
        for signal in (post_save, post_delete):
            signal.connect(report_changed, sender=model, dispatch_uid="impact_report_public")
