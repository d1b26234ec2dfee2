"""Who keeps targets and notes in `/gestion/`; the public report follows what they save."""

from django.db.models.signals import post_delete, post_save

from cms.rights import register_rights
from cms.starter import EDITORS, TEAM
from socle.public_pages import touch_public_pages

from .models import ReportNote, Target, Voice

NOTES = ("add_reportnote", "change_reportnote", "delete_reportnote", "view_reportnote")
TARGETS = ("add_target", "change_target", "delete_target")


def give_rights() -> None:
    """Editors write the notes; the national team sets the targets too."""
    register_rights("stats", *NOTES, "view_target", groups=(EDITORS, TEAM))
    register_rights("stats", *TARGETS, groups=(TEAM,))


def report_changed(sender: object, **kwargs: object) -> None:
    touch_public_pages()


def connect() -> None:
    """Called once, when the app is ready."""
    for model in (ReportNote, Target, Voice):
        for signal in (post_save, post_delete):
            signal.connect(report_changed, sender=model, dispatch_uid="impact_report_public")
