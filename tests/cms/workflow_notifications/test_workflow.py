"""A text goes from its author to an expert, then to an editor: who may what, who is told what."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import TaskState

from cms.dashboard.selectors import to_review
from cms.models import GuidePage
from cms.starter import EDITORS, EXPERTS, WRITERS
from cms.workflow_notifications.services import published_now, still_published
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain
from communaute.notifications.preferences.services import choosable
from tests.clock import NOON, stop
from tests.cms.conftest import site  # noqa: F401
from tests.cms.factories import make_guide
from tests.cms.test_admin import guide_form, person, sign_in
from tests.mails import leaves, says_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(site):  # noqa: F811
    return {name: person(name) for name in (WRITERS, EXPERTS, EDITORS)}


def submit(client, people):
    """A draft of the writer, sent to be read."""
    sign_in(client, people[WRITERS])
    parent = make_guide(title="Un autre guide").get_parent()
    sent = guide_form(**{"action-submit": "1"})
    client.post(f"/gestion/pages/add/cms/guidepage/{parent.pk}/", sent)
    return GuidePage.objects.get(slug="guide-ecrit")


def act(client, user, guide, action, comment=""):
    """Approve or send back, from the screen of the page."""
    sign_in(client, user)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=[guide.pk, action, state.pk])
    assert client.post(address, {"comment": comment}).status_code in {200, 302}
    guide.refresh_from_db()


def approve(client, people, guide):
    for group in (EXPERTS, EDITORS):
        act(client, people[group], guide, "approve")


def set_for(guide, moment):
    """A draft with its hour."""
    draft = guide.get_latest_revision_as_object()
    draft.go_live_at = moment
    draft.save_revision()


def submit_again(client, people, guide, action):
    sign_in(client, people[WRITERS])
    client.post(f"/gestion/pages/{guide.pk}/edit/", guide_form(**{action: "1"}))


def told(kind, user):
    return [one.title for one in Notification.objects.filter(kind=f"workflow.{kind}", user=user)]


def test_from_the_author_to_the_public_each_is_told_in_our_words(client, people):
    guide = submit(client, people)
    title = "« Un guide écrit à la main »"
    assert told("to_read", people[EXPERTS]) == [f"{title} attend votre accord"]
    # The experts first; the editors when it is their turn.
    assert not told("to_read", people[EDITORS])
    drain()

    act(client, people[EXPERTS], guide, "approve", "Les chiffres sont bons.")
    assert not guide.live
    assert told("to_read", people[EDITORS])
    assert told("approved", people[WRITERS]) == [f"{title} est relue"]
    drain()

    act(client, people[EDITORS], guide, "approve")
    assert guide.live
    assert told("published", people[WRITERS]) == [f"{title} est publiée"]

    drain()
    # Four mails, all ours: none of Wagtail's.
    sent = [(one.to[0], one.subject.removeprefix(f"{title} ")) for one in mail.outbox]
    assert sorted(sent) == sorted(
        [
            (people[EXPERTS].email, "attend votre accord"),
            (people[WRITERS].email, "est relue"),
            (people[EDITORS].email, "attend votre accord"),
            (people[WRITERS].email, "est publiée"),
        ]
    )
    written = next(one.body for one in mail.outbox if one.subject.endswith("est relue"))
    assert "> Les chiffres sont bons." in written


@pytest.mark.parametrize("later", [False, True])
def test_what_an_editor_publishes_by_hand_is_told_to_its_author(client, people, later):
    guide = submit(client, people)
    sign_in(client, people[EDITORS])
    address = f"/gestion/pages/{guide.pk}/edit/"
    data = guide_form(**{"action-publish": "1"})
    if later:
        data |= {"go_live_at": f"{NOON + timedelta(days=9000):%Y-%m-%d %H:%M}"}
    client.post(address, data)
    guide.refresh_from_db()
    assert guide.live is not later
    state = "prête à paraître" if later else "publiée"
    assert told("published", people[WRITERS]) == [f"« Un guide écrit à la main » est {state}"]


def test_what_its_author_takes_back_is_not_said_published(client, people):
    guide = submit(client, people)
    sign_in(client, people[EDITORS])
    client.post(f"/gestion/pages/{guide.pk}/edit/", guide_form(**{"action-cancel-workflow": "1"}))
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()
    assert not told("published", people[WRITERS])


def test_its_expert_asks_for_changes_and_does_not_take_it_back(client, people):
    guide = submit(client, people)
    address, cancel = f"/gestion/pages/{guide.pk}/edit/", "action-cancel-workflow"
    for group, is_offered in ((WRITERS, True), (EXPERTS, False), (EDITORS, True)):
        sign_in(client, people[group])
        assert (cancel in client.get(address).text) is is_offered
    sign_in(client, people[EXPERTS])
    client.post(address, guide_form(**{cancel: "1"}))
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()


def test_the_mail_of_a_reader_leads_to_what_is_true_once_its_author_took_the_page_back(
    client, people
):
    guide = submit(client, people)
    address = Notification.objects.get(kind="workflow.to_read").url
    client.post(address, guide_form(**{"action-cancel-workflow": "1"}))
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()
    for group, said in ((EXPERTS, "n’attend plus votre relecture"), (None, "autorisations")):
        sign_in(client, people[EXPERTS] if group else person(EXPERTS))
        desk = client.get(address, follow=True)
        assert desk.redirect_chain == [("/gestion/", 302)]
        assert said in desk.text
    assert GuidePage.objects.filter(pk=guide.pk, live=False).exists()


@pytest.mark.parametrize("name", ["delete", "bulk"])
def test_a_page_deleted_while_it_is_read_is_said_on_the_screen_and_to_its_author(
    client, people, name
):
    guide = submit(client, people)
    reader = Mail.objects.get(kind="workflow.to_read")
    sign_in(client, people[EDITORS])
    delete = f"/gestion/pages/{guide.pk}/delete/"
    screen = client.get(delete).text
    assert "Une relecture est en cours." in screen
    assert f"{people[WRITERS]}, qui a envoyé ce texte à relire, recevra un message" in screen
    assert not told("deleted", people[WRITERS])
    many = f"/gestion/bulk/wagtailcore/page/delete/?id={guide.pk}&next=/gestion/"
    assert client.post(delete if name == "delete" else many).status_code == 302
    assert told("deleted", people[WRITERS]) == ["« Un guide écrit à la main » a été supprimée"]
    assert not leaves(reader)
    drain()
    (sent,) = mail.outbox
    assert (sent.to, f"a été supprimée par {people[EDITORS]}" in sent.body) == (
        [people[WRITERS].email],
        True,
    )
    sign_in(client, people[EXPERTS])
    lost = client.get(f"/gestion/pages/{guide.pk}/edit/")
    assert lost.status_code == 404 and "elle a été supprimée depuis" in lost.text


def test_who_deletes_the_page_that_they_sent_is_told_nothing(client, people):
    guide = submit(client, people)
    act(client, people[EXPERTS], guide, "reject", "Non.")
    sign_in(client, people[WRITERS])
    screen = client.get(f"/gestion/pages/{guide.pk}/delete/").text
    assert "Des modifications sont demandées" in screen and "recevra un message" not in screen
    client.post(f"/gestion/pages/{guide.pk}/delete/")
    assert not GuidePage.objects.filter(pk=guide.pk).exists()
    assert not told("deleted", people[WRITERS])


def test_changes_are_asked_with_a_word_and_of_those_asked_twice_the_last_are_told(client, people):
    guide = submit(client, people)
    sign_in(client, people[EXPERTS])
    desk = client.get("/gestion/").text
    assert "À relire" in desk and "demandez des modifications" in desk
    assert "En attente de votre vérification" not in desk
    act(client, people[EXPERTS], guide, "reject", "La TVA a changé.")
    sign_in(client, people[WRITERS])
    assert "« La TVA a changé. »" in client.get("/gestion/").text
    first = Mail.objects.get(kind="workflow.changes_asked")
    assert leaves(first)
    submit_again(client, people, guide, "action-restart-workflow")
    act(client, people[EXPERTS], guide, "reject", "Le lien aussi.")
    assert not leaves(first)
    drain()
    # Somebody answered: the expert's own mail no longer leaves.
    (mail_sent,) = [one for one in mail.outbox if one.to == [people[WRITERS].email]]
    assert "Des modifications sont demandées" in mail_sent.subject
    assert "> Le lien aussi." in mail_sent.body
    assert f"/gestion/pages/{guide.pk}/edit/" in mail_sent.body
    assert not guide.live


def test_what_is_no_more_so_before_the_mail_leaves_is_not_told(client, people):
    guide = submit(client, people)
    act(client, people[EXPERTS], guide, "reject", "La TVA a changé.")
    submit_again(client, people, guide, "action-restart-workflow")
    approve(client, people, guide)
    guide.unpublish()
    drain()
    # Changes made since, a page published since, a page withdrawn since.
    assert [one.subject for one in mail.outbox if one.to == [people[WRITERS].email]] == []


def test_who_publishes_later_tells_the_hour_of_now_and_online_in_the_morning(
    client, people, monkeypatch
):
    guide = submit(client, people)
    set_for(guide, NOON + timedelta(hours=12))
    approve(client, people, guide)
    assert not guide.live
    assert told("published", people[WRITERS]) == [
        "« Un guide écrit à la main » est prête à paraître"
    ]
    context = Mail.objects.get(kind="workflow.published").context
    assert (still_published(context), published_now(context)) == (True, as_told(context))
    held = guide.revisions.exclude(approved_go_live_at=None)
    pk, later = held.get().pk, NOON + timedelta(hours=13)
    held.update(approved_go_live_at=later)
    assert published_now(context)["goes_live_at"] == later
    # An hour taken away since is not told.
    guide.revisions.filter(pk=pk).update(approved_go_live_at=None)
    assert not still_published(context)
    guide.revisions.filter(pk=pk).update(approved_go_live_at=later)
    stop(monkeypatch, NOON + timedelta(hours=20))
    call_command("publish_scheduled")
    assert still_published(context)
    assert published_now(context) == as_told(context) | {"goes_live_at": None}


def as_told(context):
    return {name: context[name] for name in ("title", "goes_live_at")}


def test_a_reader_who_left_reads_no_more_and_a_title_is_the_one_of_now(client, people):
    guide = submit(client, people)
    mail = Mail.objects.get(kind="workflow.to_read")
    draft = guide.get_latest_revision_as_object()
    draft.title = "Autrement dit"
    draft.save_revision()
    assert leaves(mail)
    assert says_now(mail, "subject") == "« Autrement dit » attend votre accord"
    people[EXPERTS].groups.clear()
    assert not leaves(mail)


def test_a_change_set_for_later_of_a_page_online_is_not_said_published(client, people):
    guide = submit(client, people)
    approve(client, people, guide)
    submit_again(client, people, guide, "action-submit")
    set_for(guide, "2099-03-01T08:00:00Z")
    approve(client, people, guide)
    assert guide.live
    title = "« Un guide écrit à la main »"
    assert sorted(told("published", people[WRITERS])) == [
        f"{title} est prête à paraître",
        f"{title} est publiée",
    ]
    later = Notification.objects.filter(kind="workflow.published").latest("pk")
    assert later.url == f"/gestion/pages/{guide.pk}/edit/"


def test_an_expert_reads_what_is_submitted_and_changes_nothing_else(client, people):
    guide = submit(client, people)
    other = GuidePage.objects.get(title="Un autre guide")
    sign_in(client, people[EXPERTS])
    assert "Rédaction et gestion" in client.get("/mon-compte/").content.decode()
    desk = client.get("/gestion/").content.decode()
    assert "1 page attend votre accord" in desk and "Un guide écrit à la main" in desk
    assert "Guides à relire" not in desk
    assert client.get(f"/gestion/pages/{guide.pk}/edit/").status_code == 200
    for address in (
        f"/gestion/pages/{other.pk}/edit/",
        f"/gestion/pages/add/cms/guidepage/{other.get_parent().pk}/",
        f"/gestion/pages/{other.pk}/delete/",
        f"/gestion/pages/{guide.pk}/delete/",
    ):
        assert client.get(address).status_code in {302, 403}, address
    # Nor is it theirs to publish.
    form = guide_form(title="À ma façon", **{"action-publish": "1"})
    client.post(f"/gestion/pages/{guide.pk}/edit/", form)
    guide.refresh_from_db()
    assert not guide.live
    act(client, people[EXPERTS], guide, "approve")
    assert client.get(f"/gestion/pages/{guide.pk}/edit/").status_code == 302
    assert "attend votre accord" not in client.get("/gestion/").content.decode()


def submitted_by_an_editor(client, people):
    return submit(client, people | {WRITERS: people[EDITORS]})


def may_approve(client, user, guide):
    sign_in(client, user)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=[guide.pk, "approve", state.pk])
    client.post(address, {"comment": ""})
    state.refresh_from_db()
    return state.status == TaskState.STATUS_APPROVED


def test_nobody_reads_their_own_page_as_an_expert_while_somebody_else_can(client, people):
    guide = submitted_by_an_editor(client, people)
    assert to_review(people[EDITORS]) == []
    assert may_approve(client, people[EDITORS], guide) is False
    assert [one.page.pk for one in to_review(people[EXPERTS])] == [guide.pk]
    assert may_approve(client, people[EXPERTS], guide) is True
    # The last step is the editors', whoever wrote.
    assert [one.page.pk for one in to_review(people[EDITORS])] == [guide.pk]
    assert may_approve(client, people[EDITORS], guide) is True
    guide.refresh_from_db()
    assert guide.live


def test_without_an_expert_the_editors_are_told(client, people):
    people[EXPERTS].groups.clear()
    submit(client, people)
    assert told("to_read", people[EDITORS])


def test_who_is_alone_reads_their_own_page(client, people):
    people[EXPERTS].groups.clear()
    guide = submitted_by_an_editor(client, people)
    assert [one.page.pk for one in to_review(people[EDITORS])] == [guide.pk]
    assert may_approve(client, people[EDITORS], guide) is True


def test_who_is_concerned_chooses_and_a_person_without_the_right_reads_our_page(client, people):
    member = person()
    assert not [kind for kind in choosable(member) if kind.key.startswith("workflow.")]
    assert (
        len([kind for kind in choosable(people[EXPERTS]) if kind.key.startswith("workflow.")]) == 5
    )
    sign_in(client, member)
    refused = client.get("/gestion/", follow=True)
    assert refused.status_code == 403
    assert "Cette page est réservée" in refused.content.decode()
    assert "Rédaction et gestion" not in client.get("/mon-compte/").content.decode()
