"""Rights given to groups, and to several accounts at once, in `/gestion/`."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from cms.starter import EDITORS
from communaute.comptes import closing
from communaute.comptes.admin_rights import REFUSED
from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import User
from tests.cms.factories import make_site

from .factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = "/gestion/groups/new/"
# What the parts of the form about pages and collections send when they hold nothing.
NOTHING = {
    f"{prefix}-{name}": 0
    for prefix in (
        *("page_permissions", "collection_permissions"),
        *("image_permissions", "document_permissions", "collection_management_permissions"),
    )
    for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
}


@pytest.fixture
def boss(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def right(app, codename):
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def written_of(holder):
    return ModelLogEntry.objects.filter(action="comptes.rights", object_id=holder.pk).order_by("pk")


RESERVED = [
    *[("auth", f"{act}_group") for act in ("add", "change", "delete")],
    *[("comptes", f"{act}_user") for act in ("add", "change", "delete")],
]


@pytest.mark.parametrize("name", RESERVED, ids="-".join)
def test_no_group_receives_what_would_give_it_everything(client, boss, name):
    shown = client.get(ADD).text
    reserved = right(*name)
    assert f'name="permissions" value="{reserved.pk}"' not in shown
    data = {"name": "Essai", "permissions": [reserved.pk]} | NOTHING
    answer = client.post(ADD, data)
    assert answer.status_code == 200
    assert REFUSED in answer.context["form"].errors["permissions"]
    assert not Group.objects.filter(name="Essai").exists()


def test_a_group_that_had_such_a_right_loses_it_the_next_time(client, boss):
    group = Group.objects.create(name="Essai")
    group.permissions.add(right("comptes", "change_user"), right("wagtailadmin", "access_admin"))
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    kept = right("wagtailadmin", "access_admin").pk
    assert (
        client.post(address, {"name": "Essai", "permissions": [kept]} | NOTHING).status_code == 302
    )
    assert [one.pk for one in group.permissions.all()] == [kept]
    assert written_of(group).get().data == {"given": [], "taken": ["comptes.change_user"]}


def test_what_a_group_may_do_is_in_the_history_with_who_changed_it(client, boss):
    figure, page = right("facts", "change_figure"), Page.objects.get(depth=1)
    data = {"name": "Essai", "permissions": [figure.pk]} | NOTHING
    assert client.post(ADD, data).status_code == 302
    group = Group.objects.get(name="Essai")
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    pages = {
        "page_permissions-TOTAL_FORMS": 1,
        "page_permissions-0-page": page.pk,
        "page_permissions-0-permissions": ["publish_page"],
    }
    client.post(address, {"name": "Essai"} | NOTHING | pages)
    assert GroupPagePermission.objects.get(group=group).page == page
    # Nothing changed: nothing written.
    client.post(address, {"name": "Autre nom"} | NOTHING | pages)
    client.post(reverse("wagtailusers_groups:delete", args=[group.pk]))
    opened, changed, deleted = written_of(group)
    assert {one.user for one in (opened, changed, deleted)} == {boss}
    publish = f"publish_page ({page.title})"
    assert opened.data == {"given": ["facts.change_figure"], "taken": []}
    assert changed.data == {"given": [publish], "taken": ["facts.change_figure"]}
    assert deleted.data == {"given": [], "taken": [publish]}
    assert "Donné : facts.change_figure" in client.get("/gestion/reports/site-history/").text


def test_nobody_else_opens_groups_or_accounts(client):
    make_site()
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    group = Group.objects.create(name="Essai")
    for address in (
        ADD,
        "/gestion/groups/",
        reverse("wagtailusers_groups:edit", args=[group.pk]),
        "/gestion/users/",
    ):
        for answer in (client.get(address), client.post(address, {"name": "Autre"} | NOTHING)):
            assert answer.status_code in (302, 403), address
            assert answer.headers.get("Location", "/gestion/") == "/gestion/"
    assert Group.objects.get(pk=group.pk).name == "Essai"


def bulk(client, action, people, **data):
    address = f"/gestion/bulk/comptes/user/{action}/?" + "&".join(f"id={one.pk}" for one in people)
    return client.post(address, data)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("assign_role", {"role": 1}),
        ("delete", {}),
        ("set_active_state", {"mark_as_active": "False"}),
    ],
)
def test_nothing_is_done_to_several_accounts_at_once(client, boss, action, data):
    Group.objects.update_or_create(pk=1, defaults={"name": "Essai"})
    person = UserFactory()
    assert "bulk-action" not in client.get("/gestion/users/").text
    assert bulk(client, action, [person], **data).status_code in (302, 403)
    person.refresh_from_db()
    assert person.is_active
    assert not person.groups.exists()


def deletions():
    return ModelLogEntry.objects.filter(action="wagtail.delete").values_list("label", flat=True)


def test_an_account_deleted_by_the_team_is_closed_as_its_owner_would(client, boss, monkeypatch):
    closed = []
    person = UserFactory()
    first = person.pk
    part = closing.ClosingPart(
        "essai", "essai.html", erase=lambda user, now: closed.append(user.pk)
    )
    monkeypatch.setitem(closing._parts, "essai", part)
    assert client.post(f"/gestion/users/delete/{person.pk}/").status_code == 302
    assert closed == [first]
    assert [*User.objects.all()] == [boss]
    assert set(deletions()) == {f"Compte n° {pk}" for pk in closed}


def test_whoever_must_stay_is_not_deleted(client, boss):
    lead, other = UserFactory(), UserFactory(is_superuser=True)
    organisation = OrganisationFactory()
    MembershipFactory(user=lead, organisation=organisation, role=MembershipRole.RESPONSABLE)
    MembershipFactory(organisation=organisation)
    for kept in (lead, other):
        answer = client.post(f"/gestion/users/delete/{kept.pk}/", follow=True)
        assert "Ce compte n’a pas été supprimé" in answer.text
    assert User.objects.count() == 4
    assert not deletions()
