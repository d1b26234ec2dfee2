from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import GuidePage
from cms.starter import EDITORS, EXPERTS, WRITERS
from cms.stream_builder import figures, p, steps, table
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import UserFactory

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PASSWORD = "un-mot-de-passe-solide"


def person(group=None):
    user = UserFactory(password=PASSWORD)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def sign_in(client, user):
    client.logout()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def guide_form(**changes):
    return nested_form_data(
        {
            "title": "Un guide écrit à la main",
            "slug": "guide-ecrit",
            "stage": "vote",
            "tags": "vote, aides",
            "reviewed_at": "2026-06-01",
            "summary": "L’essentiel en une phrase.",
            "body": streamfield(
                [
                    ("heading", "Première partie"),
                    ("paragraph", rich_text("<p>La TVA est à [fait:tva_reduite].</p>")),
                ]
            ),
            "sources": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
        | changes
    )


@pytest.mark.parametrize("hour", ["09:00", "9h00", "9 h 00", "à 9 h", "à 9:00"])
def test_a_day_is_shown_as_people_type_it_and_read_so(client, site, hour):
    """What the calendar of a field cannot read, it would replace by today."""
    sign_in(client, person(EDITORS))
    at = reverse("wagtailadmin_pages:edit", args=[make_guide().pk])
    client.post(at, guide_form(reviewed_at="15.10.2025", go_live_at=f"02/12/2026 {hour}"))
    page = client.get(at)
    fields = BeautifulSoup(page.content, "html.parser")
    shown = [fields.find("input", {"name": name}) for name in ("reviewed_at", "go_live_at")]
    assert [one["value"] for one in shown] == ["15/10/2025", "02/12/2026 09:00"]
    for part in ('"format": "d/m/Y"', '"format": "d/m/Y H:i"', "js/cms/dates.js"):
        assert part in page.text


def test_an_editor_signs_in_with_an_e_mail_writes_and_publishes(client, site):
    data = {"login": person(EDITORS).email.upper(), "password": PASSWORD}
    assert client.post(reverse("account_login"), data).status_code == 302
    assert client.get("/gestion/").status_code == 200
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    assert client.get(address).status_code == 200
    response = client.post(address, guide_form(**{"action-publish": "1"}))
    assert response.status_code == 302
    guide = GuidePage.objects.get(slug="guide-ecrit")
    assert guide.live
    assert {tag.name for tag in guide.tags.all()} == {"vote", "aides"}
    assert "5,5\u00a0%" in client.get("/guides/guide-ecrit/").content.decode()


def test_the_preview_is_the_real_page(client, site):
    sign_in(client, person(EDITORS))
    guide = make_guide()
    address = f"/gestion/pages/{guide.pk}/edit/preview/"
    sent = client.post(address, guide_form(title="Titre pas encore publié", slug=guide.slug))
    assert sent.json()["is_valid"]
    preview = client.get(f"{address}?mode=")
    assert preview.status_code == 200
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    page = preview.content.decode()
    assert "Titre pas encore publié" in page
    assert "L’essentiel" in page
    assert "Titre pas encore publié" not in client.get(guide.url).content.decode()


def test_a_wrong_figure_is_told_beside_its_field(client, site):
    sign_in(client, person(EDITORS))
    wrong = streamfield([("paragraph", rich_text("<p>[fait:inconnu]</p>"))])
    response = client.post(
        f"/gestion/pages/add/cms/guidepage/{site.pk}/",
        guide_form(body=wrong, **{"action-publish": "1"}),
    )
    assert response.status_code == 200
    assert "existe pas : inconnu." in response.content.decode()
    assert not GuidePage.objects.exists()


def test_a_writer_submits_and_an_editor_approves(client, site):
    sign_in(client, person(WRITERS))
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    client.post(address, guide_form(**{"action-publish": "1"}))
    guide = GuidePage.objects.get(slug="guide-ecrit")
    assert not guide.live
    edit = f"/gestion/pages/{guide.pk}/edit/"
    assert client.post(edit, guide_form(**{"action-submit": "1"})).status_code == 302
    client.post("/gestion/logout/")

    sign_in(client, person(EDITORS))
    for is_live in (False, True):
        state = WorkflowState.objects.get().current_task_state
        address = f"/gestion/pages/workflow/action/{guide.pk}/approve/{state.pk}/"
        client.post(address, {"comment": "Bon."})
        guide.refresh_from_db()
        assert guide.live == is_live


def test_two_editors_on_one_page_do_not_write_over_one_another(client, site):
    guide = make_guide(slug="a-deux")
    opened = guide.save_revision()
    edit = f"/gestion/pages/{guide.pk}/edit/"

    def save(title):
        """As the editor does by itself while one writes, from what both have opened."""
        sign_in(client, person(EDITORS))
        form = guide_form(
            title=title,
            slug=guide.slug,
            loaded_revision_id=opened.pk,
            loaded_revision_created_at=opened.created_at.isoformat(),
        )
        return client.post(edit, form, headers={"accept": "application/json"}).json()

    assert save("Par Anne")["success"]
    refused = save("Par Bruno")
    assert (refused["success"], refused["error_code"]) == (False, "invalid_revision")
    kept = GuidePage.objects.get(pk=guide.pk).get_latest_revision_as_object()
    assert kept.title == "Par Anne"


def test_a_member_does_not_enter(client, site):
    sign_in(client, person())
    assert client.get("/gestion/pages/").status_code == 302
    assert client.get(f"/gestion/pages/add/cms/guidepage/{site.pk}/").status_code == 302
    page = client.get("/gestion/", follow=True)
    assert (page.status_code, page.templates[0].name) == (403, "403.html")
    assert "/gestion/" not in client.get("/mon-compte/").text


def test_a_writer_finds_the_way_in_from_the_account(client, site):
    sign_in(client, person(WRITERS))
    account = BeautifulSoup(client.get("/mon-compte/").content, "html.parser")
    assert account.select_one("a[href='/gestion/']").text == "Rédaction et gestion"
    assert client.get("/gestion/").status_code == 200


def test_the_desk_says_what_waits(client, site):
    make_guide(title="Guide trop vieux", reviewed_at="2020-01-01")
    sign_in(client, person(EDITORS))
    page = client.get("/gestion/").content.decode()
    assert "Guide trop vieux" in page
    assert "Identité du service à compléter" not in page


def test_only_the_national_account_sets_the_identity(client, site):
    sign_in(client, person(EDITORS))
    assert client.get("/gestion/settings/cms/sitesettings/", follow=True).redirect_chain
    boss = UserFactory(password=PASSWORD, is_superuser=True)
    sign_in(client, boss)
    assert "Identité du service à compléter" in client.get("/gestion/").content.decode()


@pytest.mark.parametrize("asked", ["", "/gestion/pages/"])
def test_the_back_office_has_no_door_of_its_own(client, site, asked):
    """It would know nothing of a second factor."""
    way = client.get("/gestion/login/", {"next": asked})
    assert way.url == f"{reverse('account_login')}?{urlencode({'next': asked or '/gestion/'})}"
    editor = person(EDITORS)
    data = {"username": editor.email, "password": PASSWORD}
    assert client.post("/gestion/login/", data).status_code == 405
    assert client.get("/gestion/password_reset/").status_code == 404


def with_withdrawn_figure(**fields):
    """A published guide that quotes a figure withdrawn since."""
    body = [
        p("La TVA est à [fait:disparu]."),
        figures("tva_reduite", "retire"),
        steps(("Lire", "À [fait:parti]."), ("Signer", "")),
        table("Prix", "Quoi | Combien", "Chaleur | [fait:efface]"),
    ]
    return make_guide(body=body, **fields)


def test_a_withdrawn_figure_leaves_no_hole_for_the_public(client, site):
    page = client.get(with_withdrawn_figure().url).content.decode()
    assert "La TVA est à (chiffre en cours de vérification)." in page
    assert "Chiffre inconnu" not in page
    assert "[fait:" not in page
    assert "5,5" in page


def test_a_withdrawn_figure_is_marked_in_the_preview_and_told_on_the_desk(client, site):
    sign_in(client, person(EDITORS))
    guide = with_withdrawn_figure(title="Guide à corriger")
    preview = client.get(f"/gestion/pages/{guide.pk}/view_draft/").content.decode()
    assert preview.count('<mark class="cu-fact-missing">') == 4
    for key in ("disparu", "retire", "parti", "efface"):
        assert f"Chiffre inconnu\u00a0: «\u00a0{key}\u00a0»" in preview
    desk = client.get("/gestion/").content.decode()
    assert "Chiffres retirés" in desk
    assert "disparu, retire, parti, efface" in desk


def test_a_withdrawn_figure_is_refused_when_the_guide_is_saved_again(client, site):
    sign_in(client, person(EDITORS))
    guide = make_guide()
    for block, told in (
        (("steps", {"steps": streamfield_list(("Un", "[fait:parti]"))}), "parti"),
        (("table", {"caption": "Prix", "content": "A | B\n1 | [fait:efface]"}), "efface"),
    ):
        response = client.post(
            f"/gestion/pages/{guide.pk}/edit/",
            guide_form(slug=guide.slug, body=streamfield([block]), **{"action-publish": "1"}),
        )
        assert f"existe pas : {told}." in response.content.decode().replace("\u00a0", " ")


def streamfield_list(*pairs):
    """The form of a list of steps, the second one added to make two."""
    lines = [{"title": title, "text": text} for title, text in (*pairs, ("Deux", ""))]
    return {
        "count": len(lines),
        **{
            str(rank): {"value": line, "deleted": "", "order": rank, "id": ""}
            for rank, line in enumerate(lines)
        },
    }


def test_the_code_of_a_figure_is_refused_where_it_would_be_shown_as_typed(client, site):
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    publish = {"action-publish": "1"}
    for changes in (
        {"summary": "À [fait:tva_reduite]."},
        {"body": streamfield([("heading", "À [fait:tva_reduite]")])},
    ):
        page = client.post(address, guide_form(**changes, **publish)).content.decode()
        assert "citez-le dans le texte" in page
    assert not GuidePage.objects.exists()


@pytest.mark.parametrize(("way", "answer"), [("editor", "reject"), ("list", "approve")])
def test_a_reader_who_has_answered_is_back_at_the_desk(client, site, way, answer):
    sign_in(client, person(WRITERS))
    add = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    client.post(add, guide_form(**{"action-submit": "1"}))
    guide = GuidePage.objects.get(slug="guide-ecrit")
    sign_in(client, person(EXPERTS))
    edit = f"/gestion/pages/{guide.pk}/edit/"
    if way == "editor":
        assert client.get(edit).status_code == 200
        form = {"action-workflow-action": "1", "workflow-action-name": answer}
        form["workflow-action-extra-data"] = '{"comment": "Lu."}'
        said = client.post(edit, guide_form(**form), follow=True)
    else:
        state = WorkflowState.objects.get().current_task_state
        action = f"/gestion/pages/workflow/action/{guide.pk}/{answer}/{state.pk}/"
        said = client.post(action, {"comment": "Lu."}, follow=True)
    task = TaskState.objects.order_by("pk").first()
    assert task.status == {"approve": "approved", "reject": "rejected"}[answer]
    assert said.redirect_chain == [("/gestion/", 302)]
    assert "Désolé" not in said.text


def test_nobody_has_read_again_a_guide_on_a_day_to_come(client, site):
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    refused = client.post(address, guide_form(reviewed_at=tomorrow) | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "Cette date est à venir" in refused.text
    assert not GuidePage.objects.filter(slug="guide-ecrit").exists()
