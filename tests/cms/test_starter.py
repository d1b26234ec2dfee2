import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import (
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.visites.numbers import NUMBERS as VISITS
from cms.demo.loader import load_guides
from cms.models import (
    AccessibilityPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    RulesPage,
    SiteSettings,
    StandardPage,
)
from cms.starter import EDITORS, EXPERTS, WORKFLOW, WRITERS, create_starter_pages
from cms.stream_builder import prose
from tests.cms.kept import once

pytestmark = pytest.mark.django_db


def test_each_page_answers_from_the_first_day(client, site):
    pages = ("accessibilite", "mentions-legales", "donnees-personnelles", "cgu", "charte")
    for address in ("/", "/guides/", *(f"/{page}/" for page in pages)):
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address


def test_how_long_data_are_kept_and_who_sees_to_it(client, site):
    text = client.get("/donnees-personnelles/").content.decode()
    for promise in ("24 mois sans connexion", "90 jours", "Vos questions", "Votre accord"):
        assert promise in text
    # What `tick` erases, at the age it does it.
    assert f"{NUMBERS.proof_days} jours après la décision" in text
    assert f"{NUMBERS.figure_proof_days} jours après sa vérification" in text
    assert f"{NUMBERS.invitation_days} jours après une invitation" in text
    assert "son point, pour la carte du résultat" in text
    assert f"{VISITS.erase_days} jours après elle" in text
    assert "dix minutes" in text


def test_the_pages_say_the_numbers_of_the_rules(settings):
    settings.NUMBERS = {"coproprietes": {"proof_days": 45}, "comptes": {"code_minutes": 8}}
    create_starter_pages()
    page = StandardPage.objects.get(slug="donnees-personnelles")
    text = str(page.body.get_prep_value())
    assert text.count("45 jours après la décision") == 1
    assert "après 8 minutes" in text
    pages = [*StandardPage.objects.all(), *RulesPage.objects.all()]
    bodies = [str(one.body.get_prep_value()) for one in pages]
    assert [body for body in bodies if "{coproprietes." in body or "{comptes." in body] == []


def test_a_second_run_creates_nothing_and_keeps_edits(capsys):
    call_command("create_starter_pages")
    assert "Pages créées : Accueil, Guides" in capsys.readouterr().out
    page = RulesPage.objects.get(slug="cgu")
    page.title = "Nos règles"
    page.save_revision().publish()
    before = Page.objects.count()
    call_command("create_starter_pages")
    assert "rien n’a été modifié" in capsys.readouterr().out
    assert Page.objects.count() == before
    assert RulesPage.objects.get(slug="cgu").title == "Nos règles"


def test_no_edit_of_a_page_is_undone_by_another_run(client, site):
    """Title, text, address, unpublishing, moving: whatever an editor did stays as it is."""
    once(load_guides)
    terms, guide = RulesPage.objects.get(slug="cgu"), GuidePage.objects.get(slug="les-aides")
    guide.body = [("paragraph", prose("Réécrit par une éditrice."))]
    terms.body, terms.what_changed = [("paragraph", prose("Mon texte."))], "Tout."
    for page, slug in (
        (terms, "nos-regles"),
        (guide, "aides-2027"),
        (GuideIndexPage.objects.get(), "nos-guides"),
        (AccessibilityPage.objects.get(), "acces"),
    ):
        page.title, page.slug = f"Modifié {slug}", slug
        page.save_revision().publish()
    StandardPage.objects.get(slug="mentions-legales").unpublish()
    GuidePage.objects.get(slug="les-travaux").move(GuideIndexPage.objects.get(), pos="first-child")
    root = Site.objects.get()
    root.site_name = "Le nom choisi"
    root.save()
    before = list(Page.objects.order_by("path").values_list("path", "slug", "title", "live"))

    assert create_starter_pages() == []
    assert load_guides() == 0

    after = list(Page.objects.order_by("path").values_list("path", "slug", "title", "live"))
    assert after == before
    assert "Mon texte." in str(RulesPage.objects.get(slug="nos-regles").body)
    assert "Réécrit par une éditrice." in client.get("/nos-guides/aides-2027/").text
    assert Site.objects.get().site_name == "Le nom choisi"


def test_a_workflow_changed_by_the_team_stays_changed_and_a_page_removed_comes_back_alone(site):
    WorkflowTask.objects.all().delete()
    WorkflowPage.objects.all().delete()
    Workflow.objects.get(active=True).deactivate()
    RulesPage.objects.get(slug="cgu").delete()
    assert create_starter_pages() == ["Conditions d’utilisation"]
    assert not WorkflowTask.objects.exists()
    assert not WorkflowPage.objects.exists()
    assert not Workflow.objects.filter(active=True).exists()


def test_the_site_stands_at_the_base_url(settings):
    settings.BASE_URL = "https://chauffage.example"
    create_starter_pages()
    root = Site.objects.get()
    assert (root.hostname, root.port, root.is_default_site) == ("chauffage.example", 443, True)
    assert root.root_page.specific == HomePage.objects.get()
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_writers_submit_one_workflow_reviews_and_editors_publish(site):
    home = HomePage.objects.get()

    def rights(name):
        return set(
            GroupPagePermission.objects.filter(group__name=name, page=home).values_list(
                "permission__codename", flat=True
            )
        )

    assert rights(WRITERS) == {"add_page", "change_page"}
    assert "publish_page" in rights(EDITORS)
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    workflow = Workflow.objects.get(active=True)
    assert workflow.name == WORKFLOW
    assert [row.workflow for row in WorkflowPage.objects.all()] == [workflow]
    steps = [row.task.specific for row in workflow.workflow_tasks.order_by("sort_order")]
    groups = [sorted(group.name for group in step.groups.all()) for step in steps]
    assert groups == [[EXPERTS, EDITORS], [EDITORS]]


def test_the_publisher_is_shown_only_once_known(client, site, django_capture_on_commit_callbacks):
    page = client.get("/mentions-legales/").content.decode()
    assert "ne sont pas encore déclarés" in page
    assert "compléter" not in page
    identity = SiteSettings.load()
    assert "éditeur" in identity.missing
    identity.publisher = "Agence de la transition"
    identity.host_name = "Hébergeur public"
    with django_capture_on_commit_callbacks(execute=True):
        identity.save()
    page = client.get("/mentions-legales/").content.decode()
    assert "Agence de la transition" in page
    assert "Hébergeur public" in page
    assert "éditeur" not in identity.missing
