"""Who keeps what of the report in `/gestion/`."""

from django.contrib.auth.models import Group, Permission

from cms.starter import EDITORS, TEAM

NOTES = ("add_reportnote", "change_reportnote", "delete_reportnote", "view_reportnote")
TARGETS = ("add_target", "change_target", "delete_target", "view_target")


def give_rights() -> list[str]:
    """Editors write the notes; the national team sets the targets too. Creates no page."""
    for name, codenames in ((EDITORS, (*NOTES, "view_target")), (TEAM, (*NOTES, *TARGETS))):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="impact", codename__in=codenames)
        )
    return []
