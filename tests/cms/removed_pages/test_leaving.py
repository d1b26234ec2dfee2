"""A page that is deleted, taken off or moved: what leads to it, then what its address says."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from cms.models import HomePage
from cms.pages.models import DossierPage, NewsIndexPage, NewsPage
from cms.removed_pages.models import GoneAddress
from cms.removed_pages.selectors import SHOWN, leading_to
from cms.removed_pages.services import LINKED_FROM
from cms.site.models import Brand, MainEntry, Menus
from cms.starter import EDITORS, WRITERS
from tests.cms.factories import make_guide
from tests.cms.site.screens import fresh
from tests.cms.test_admin import guide_form, person, sign_in
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def editor(client, site):
    user = person(EDITORS)
    sign_in(client, user)
    return user


def screen(page, name):
    return f"/gestion/pages/{page.pk}/{name}/"


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def make_news(parent=None, **fields):
    index = NewsIndexPage.objects.first() or NewsIndexPage(title="Actualités", slug="actualites")
    if not index.pk:
        HomePage.objects.get().add_child(instance=index)
    page = NewsPage(
        **({"title": "Un webinaire", "slug": "webinaire", "introduction": "!"} | fields)
    )
    index.add_child(instance=page)
    return page


def lead_to(page, number=1):
    """That many dossiers that hold the page, as the index of references knows them."""
    other = make_guide()
    for rank in range(number):
        dossier = DossierPage(title=f"Dossier {rank}", introduction="Dans l’ordre.", live=rank > 0)
        dossier.guides = [("guide", page), ("guide", other)]
        HomePage.objects.get().add_child(instance=dossier)
        ReferenceIndex.create_or_update_for_object(dossier)


def test_a_page_that_the_service_leads_to_does_not_leave(client, site):
    client.force_login(UserFactory(is_superuser=True), backend=BACKEND)
    sent = {"suite": "retiree", "wagtail_site_name": settings.WAGTAIL_SITE_NAME}

    def told():
        """The messages of the screen where one is led back, without the spaces of French."""
        return words(client.get(screen(page, "edit")))

    page = Page.objects.get(slug="mentions-legales")
    for name in ("unpublish", "delete"):
        many = f"/gestion/bulk/wagtailcore/page/{name}/?id={page.pk}&next=/gestion/"
        for ask, address in (
            (client.get, screen(page, name)),
            (client.post, screen(page, name)),
            (client.post, many),
        ):
            assert ask(address, sent)["Location"] == screen(page, "edit")
            assert "Le service mène à la page « Mentions légales » depuis" in told()
    every = Page.objects.filter(slug__in=[*LINKED_FROM, "accueil"])
    back = {one.slug: client.post(screen(one, "delete"), sent)["Location"] for one in every}
    assert back == {one.slug: screen(one, "edit") for one in every}
    assert len(back) == len(LINKED_FROM) + 1
    said = told()
    assert [one for one in every if f"à la page « {one.title} » depuis" not in said] == []
    assert [one for one in every.all() if not one.live] == []


@pytest.mark.parametrize("days", [-1, 7])
def test_a_page_that_the_service_leads_to_has_no_end(client, editor, days):
    """Neither set for later, nor passed: the form that publishes it says so beside the field."""
    ends = timezone.localtime() + timedelta(days=days)
    page, typed = Page.objects.get(slug="mentions-legales"), {"expire_at": f"{ends:%Y-%m-%d %H:%M}"}
    sent = guide_form(title=page.title, slug=page.slug, **typed, **{"action-publish": "1"})
    refused = client.post(screen(page, "edit"), sent).context["form"].errors["expire_at"]
    assert "Le service mène à la page « Mentions légales » depuis la recherche" in refused[0]
    page.refresh_from_db()
    assert page.expire_at is None
    guide = make_guide()
    sent = guide_form(title=guide.title, slug=guide.slug, **typed)
    answer = client.post(screen(guide, "edit"), sent)
    assert (answer.status_code == 302) is (days > 0)


@pytest.mark.parametrize("kind", ["login", "none"])
def test_a_page_that_the_service_leads_to_is_not_private(client, site, kind):
    client.force_login(UserFactory(is_superuser=True), backend=BACKEND)
    page = Page.objects.get(slug="mentions-legales")
    for one in (page, page.get_parent()):
        answer = client.post(screen(one, "privacy"), {"restriction_type": kind}).json()
        assert ("elle reste ouverte à tous" in answer.get("html", "")) is (kind == "login")
    assert not PageViewRestriction.objects.exists()
    guide = make_guide()
    shared = {"restriction_type": "password", "password": "sesame"}
    assert 'value="password"' not in client.get(screen(guide, "privacy")).json()["html"]
    assert "error" in client.post(screen(guide, "privacy"), shared).json()["html"]
    client.post(screen(guide, "privacy"), {"restriction_type": kind})
    assert PageViewRestriction.objects.filter(page=guide).exists() is (kind == "login")


def test_a_page_that_the_service_leads_to_stands_under_the_home_page_alone(site):
    """What the tree allows is what keeps it from being moved under a page that is not public."""
    for slug in LINKED_FROM:
        page = Page.objects.get(slug=slug)
        assert page.specific_class.allowed_parent_page_models() == [HomePage], slug


def test_a_menu_leads_to_a_page_and_a_brand_holds_an_image(client, editor):
    """As the worker indexes them: Wagtail leaves settings out by itself."""
    logo = Image.objects.create(title="Logo", file=get_test_image_file(size=(8, 8)))
    brand = Brand.load()
    brand.logo = logo
    brand.save()
    call_command("rebuild_references_index", verbosity=0)
    told = words(client.get(screen(Page.objects.get(slug="code-source"), "unpublish")))
    assert "Un endroit cite cette page" in told
    assert "les menus du site" in told
    assert ReferenceIndex.get_references_to(logo).group_by_source_object().count() == 1


def test_what_leads_to_a_page_is_shown_before_it_leaves_or_moves(client, editor):
    guide = make_guide(slug="ancien")
    lead_to(guide)
    MainEntry.objects.create(menus=Menus.load(), label="Lire", page=guide, sort_order=9)
    call_command("rebuild_references_index", verbosity=0)
    Redirect.objects.create(old_path="/avant", redirect_page=guide)
    parent = guide.get_parent()
    for name in ("delete", "unpublish", f"move/{parent.pk}/confirm"):
        page = BeautifulSoup(client.get(screen(guide, name)).content, "html.parser")
        told = " ".join(page.get_text(" ").split())
        assert "2 endroits citent cette page" in told, name
        assert "la page « Dossier 0 » (pas en ligne)" in told
        assert "les menus du site" in told
        assert "1 ancienne adresse y mène aussi" in told
        assert page.select_one(f".cu-places a[href='{screen(DossierPage.objects.get(), 'edit')}']")
    assert Page.objects.filter(pk=guide.pk, live=True).exists()
    assert "dans les textes, les mots resteront" in words(client.get(screen(guide, "unpublish")))


def test_a_page_that_lists_alone_show_is_not_said_to_be_cited_nowhere(client, editor):
    news = make_news()
    home = news.get_parent()
    assert "Un webinaire" in client.get(home.url).text
    for name in ("delete", "unpublish", f"move/{home.pk}/confirm"):
        told = " ".join(
            BeautifulSoup(client.get(screen(news, name)).content, "html.parser").text.split()
        )
        assert "Nous ne trouvons cette page dans aucun texte ni aucun menu du site." in told, name
        assert "les listes que le service fait de lui-même" in told
        assert "ne mène à cette page" not in told


def test_as_many_queries_for_two_places_as_for_many(editor, django_assert_num_queries):
    guide = make_guide()
    lead_to(guide, 2)
    leading_to(guide, editor)  # types of contents are known from then on
    with django_assert_num_queries(4):
        leading_to(guide, editor)
    lead_to(guide, SHOWN)
    with django_assert_num_queries(4):
        found = leading_to(guide, editor)
    assert (len(found.places), found.count) == (SHOWN, SHOWN + 2)


def test_the_address_of_a_deleted_page_says_so_and_where_to_go(client, editor):
    guide = make_guide(slug="ancien")
    Redirect.objects.create(old_path="/avant", redirect_page=guide)
    assert "Dire que la page a été retirée" in client.get(screen(guide, "delete")).content.decode()
    answer = client.post(screen(guide, "delete"), {"suite": "retiree"})
    assert answer.status_code == 302
    for address in ("/guides/ancien/", "/avant/", "/avant"):
        gone = client.get(address)
        assert gone.status_code == 410, address
        assert "Cette page a été retirée" in words(gone)
    assert "Guides : ce qui l’entourait" in words(client.get("/guides/ancien/"))
    assert client.get("/guides/jamais-vu/").status_code == 404
    # A page that comes back at this address, or a redirection, answers again.
    Redirect.objects.create(old_path="/avant", redirect_link="/reseaux/")
    assert client.get("/avant/")["Location"] == "/reseaux/"
    make_guide(slug="ancien").save_revision().publish()
    assert client.get("/guides/ancien/").status_code == 200
    assert not GoneAddress.objects.filter(path="/guides/ancien").exists()


def test_an_address_that_is_hardly_one_is_unknown(client, site):
    for address in ("//[", "//[::1/", "/[", "///"):
        assert client.get("/", PATH_INFO=address).status_code == 404, address


def test_it_leads_to_the_page_above_when_the_editor_says_so(client, editor):
    guide = make_guide(slug="ancien")
    Redirect.objects.create(old_path="/avant", redirect_page=guide)
    assert client.post(screen(guide, "delete"), {"suite": "au-dessus"}).status_code == 302
    for address in ("/guides/ancien/", "/avant/"):
        moved = client.get(address)
        assert (moved.status_code, moved["Location"]) == (301, "/guides/"), address


@pytest.mark.parametrize("suite", ["", "ailleurs"])
def test_nothing_is_deleted_before_the_editor_has_chosen(client, editor, suite):
    guide = make_guide()
    refused = client.post(screen(guide, "delete"), {"suite": suite})
    assert refused.status_code == 422
    assert refused.context["form"].errors["suite"]
    assert Page.objects.filter(pk=guide.pk).exists()


def test_a_draft_leaves_no_address(client, editor):
    draft = make_guide(slug="brouillon", live=False)
    assert client.post(screen(draft, "delete")).status_code == 302
    assert client.get("/guides/brouillon/").status_code == 404


@pytest.mark.parametrize("is_private", [False, True])
def test_a_page_unpublished_then_deleted_was_public_all_the_same(client, editor, is_private):
    guide = make_guide(slug="ancien")
    guide.save_revision().publish()
    guide.refresh_from_db()
    guide.unpublish()
    if is_private:
        PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert client.get("/guides/ancien/").status_code == 404
    asked = "Dire que la page a été retirée" in client.get(screen(guide, "delete")).text
    assert asked is not is_private
    assert client.post(screen(guide, "delete"), {"suite": "retiree"}).status_code == 302
    assert client.get("/guides/ancien/").status_code == (404 if is_private else 410)


def test_pages_deleted_with_the_one_above_or_together_say_so_too(client, site):
    make_news().get_parent().specific.delete()
    for address in ("/actualites/", "/actualites/webinaire/"):
        assert client.get(address).status_code == 410, address
    assert "ce qui l’entourait" not in words(client.get("/actualites/webinaire/"))
    sign_in(client, person(EDITORS))
    guides = [make_guide(slug="un"), make_guide(slug="deux")]
    query = "&".join(f"id={guide.pk}" for guide in guides)
    client.post(f"/gestion/bulk/wagtailcore/page/delete/?{query}&next=/gestion/")
    assert [client.get(f"/guides/{name}/").status_code for name in ("un", "deux")] == [410, 410]


def test_writers_delete_nothing_that_is_public(client, site):
    sign_in(client, person(WRITERS))
    guide = make_guide()
    assert client.post(screen(guide, "delete"), {"suite": "retiree"}).status_code == 302
    assert Page.objects.filter(pk=guide.pk).exists()


def test_a_new_address_is_followed_by_the_pages_under_it(
    client, site, django_capture_on_commit_callbacks
):
    index = make_news().get_parent().specific
    index.slug = "nouvelles"
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()
    moved = client.get("/actualites/webinaire/")
    assert (moved.status_code, moved["Location"]) == (301, "/nouvelles/webinaire/")
    # The list of guides has an address of ours, whatever its page is called.
    guide, guides = make_guide(slug="un-guide"), site
    guides.refresh_from_db()
    guides.slug = "fiches"
    with django_capture_on_commit_callbacks(execute=True):
        guides.save_revision().publish()
    assert client.get("/guides/un-guide/")["Location"] == "/fiches/un-guide/"
    assert client.get("/fiches/un-guide/").status_code == 200
    assert client.get("/guides/")["Location"] == "/fiches/"
    assert client.get("/guides/?etape=vote")["Location"] == "/fiches/?etape=vote"
    guide.refresh_from_db()
    assert guide.url == "/fiches/un-guide/"


def test_a_page_moved_under_another_is_found_at_its_former_address(client, editor):
    news = make_news()
    other = Page.objects.get(pk=news.get_parent().pk).specific
    home = HomePage.objects.get()
    second = NewsIndexPage(title="Archives", slug="archives")
    home.add_child(instance=second)
    news.move(second, pos="last-child")
    assert other.url == "/actualites/"
    assert client.get("/actualites/webinaire/")["Location"] == "/archives/webinaire/"


@pytest.mark.usefixtures("frame_that_people_made")
def test_a_menu_never_leads_to_a_part_of_a_page_that_left(client, editor):
    guide = make_guide(slug="ancien")
    menus = Menus.load()
    for label, address in (("Partie", "/guides/ancien/#deux"), ("Réseaux", "/reseaux/?q=a")):
        MainEntry.objects.create(menus=menus, label=label, address=address, sort_order=9)
    fresh()
    page = client.get("/").content.decode()
    assert 'href="/guides/ancien/#deux"' in page
    form = guide_form(title=guide.title, slug="nouveau", **{"action-publish": "1"})
    client.post(screen(guide, "edit"), form)
    Redirect.objects.get_or_create(old_path="/guides/ancien", redirect_page=guide)
    fresh()
    assert 'href="/guides/ancien/#deux"' in client.get("/").content.decode()
    Page.objects.get(pk=guide.pk).delete()
    fresh()
    page = client.get("/").content.decode()
    assert 'href="/guides/ancien/#deux"' not in page
    assert 'href="/reseaux/?q=a"' in page
