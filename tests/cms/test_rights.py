"""The rights of groups: given by the first installation, completed by each migration."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from cms.starter import EDITORS, TEAM

pytestmark = pytest.mark.django_db
NEW = ("events", "view_registration")


def right(name):
    app_label, codename = name
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def groups_with(name):
    return set(Group.objects.filter(permissions=right(name)).values_list("name", flat=True))


def test_a_migration_gives_what_a_new_version_brings(site):
    for group in Group.objects.all():
        group.permissions.remove(right(NEW))
    call_command("migrate", verbosity=0)
    assert groups_with(NEW) == {EDITORS, TEAM}


def test_what_the_team_decided_stays(site):
    Group.objects.get(name=TEAM).permissions.remove(right(NEW))
    others = {
        group.name: set(group.permissions.values_list("pk", flat=True))
        for group in Group.objects.all()
    }
    call_command("migrate", verbosity=0)
    assert groups_with(NEW) == {EDITORS}
    for group in Group.objects.all():
        assert set(group.permissions.values_list("pk", flat=True)) == others[group.name]


def test_before_the_first_installation_there_is_nobody_to_give_to():
    call_command("migrate", verbosity=0)
    assert not Group.objects.filter(name__in=(EDITORS, TEAM)).exists()
