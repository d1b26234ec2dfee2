"""Who keeps what of the report in `/gestion/`."""

from cms.rights import register_rights
from cms.starter import EDITORS, TEAM

NOTES = ("add_reportnote", "change_reportnote", "delete_reportnote", "view_reportnote")
TARGETS = ("add_target", "change_target", "delete_target")


def give_rights() -> None:
    """Editors write the notes; the national team sets the targets too."""
    register_rights("stats", *NOTES, "view_target", groups=(EDITORS, TEAM))
    register_rights("stats", *TARGETS, groups=(TEAM,))
