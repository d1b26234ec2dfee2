"""A row of `/gestion/` changed by a colleague since one's page was shown is not replaced unread."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, Revision

from ambassadeurs.stats.models import ReportNote, Target
from cms.models import SiteSettings
from cms.site.models import Banner, Brand, FooterEntry, MainEntry, Maintenance, Menus, Promotion
from communaute.moderation.prescreening.models import WordList
from communaute.moderation.second_reading.models import WorkedCase
from communaute.moderation.transparency.models import ModerationMeans
from communaute.moderation.wordings import Wording
from socle.concurrent_edits import SharedRowForm
from socle.search.models import Synonyms
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .screens import settings_address, shown

pytestmark = pytest.mark.django_db
TIMES = {"starts_at": datetime(2126, 1, 1, tzinfo=UTC), "ends_at": datetime(2126, 1, 2, tzinfo=UTC)}
SAID = "Quelqu’un a enregistré cette page"


def _setting(model):
    return f"/gestion/settings/{model._meta.app_label}/{model._meta.model_name}/{model.load().pk}/"


def _banner():
    return f"/gestion/bandeaux/edit/{Banner.objects.create(title='Avant', **TIMES).pk}/"


def _maintenance():
    row = Maintenance.objects.create(announcement="Avant", **TIMES)
    return f"/gestion/maintenances/edit/{row.pk}/"


def _promotion():
    row = Promotion.objects.create(searches="gaz", title="Avant", address="https://exemple.fr/")
    return f"/gestion/recommandations/edit/{row.pk}/"


def _redirection():
    row = Redirect.add_redirect("/avant/", "https://exemple.fr/")
    return f"/gestion/redirects/{row.pk}/"


def _network():
    for name in ("Première", "Seconde"):
        OrganisationFactory(kind="exploitant", name=name)
    return f"/gestion/reseaux/edit/{ReseauFactory(exploitant=None).pk}/"


def _menus():
    """With one entry in each list, for a screen that opens fast."""
    for entries in (MainEntry, FooterEntry):
        entries.objects.exclude(pk=entries.objects.first().pk).delete()
    return settings_address(Menus)


def _words():
    return _snippet(WordList.objects.create(name="Jeux", words="casino"))


def _snippet(row):
    return f"/gestion/snippets/{row._meta.label_lower.replace('.', '/')}/edit/{row.pk}/"


def _wording():
    return _snippet(
        Wording.objects.create(
            key="essai", title="Avant", category="autre", rule="3.1", facts="Faits."
        )
    )


def _case():
    return _snippet(WorkedCase.objects.create(title="Avant", text="T", decision="D", why="W"))


def _target():
    row = Target.objects.create(indicator="demandes", value=10, due=date(2126, 1, 1))
    return f"/gestion/rapport/objectifs/edit/{row.pk}/"


def _note():
    row = ReportNote.objects.create(first=date(2026, 1, 1), last=date(2026, 6, 30))
    return f"/gestion/rapport/notes/edit/{row.pk}/"


# The address of the screen, the box that two people change, what each writes.
SCREENS = {
    "account": (lambda: f"/gestion/users/edit/{UserFactory().pk}/", "display_name", "Nadia", "Léa"),
    "banner": (_banner, "title", "Première", "Seconde"),
    "case": (_case, "title", "Première", "Seconde"),
    "note": (_note, "changed", "Première", "Seconde"),
    "target": (_target, "value", "20", "30"),
    "wording": (_wording, "facts", "Première", "Seconde"),
    "brand": (lambda: settings_address(Brand), "tagline", "Première", "Seconde"),
    "identity": (lambda: _setting(SiteSettings), "publisher", "Première", "Seconde"),
    "maintenance": (_maintenance, "announcement", "Première", "Seconde"),
    "means": (lambda: _setting(ModerationMeans), "training", "Première", "Seconde"),
    "menus": (_menus, "main_entries-0-label", "Première", "Seconde"),
    "network": (_network, "exploitant", "Première", "Seconde"),
    "promotion": (_promotion, "title", "Première", "Seconde"),
    "redirection": (_redirection, "redirect_link", "https://un.fr/", "https://deux.fr/"),
    "synonyms": (
        lambda: f"/gestion/synonymes/edit/{Synonyms.objects.create(words='ecs, eau chaude').pk}/",
        *("words", "ecs, ballon", "ecs, chauffe-eau"),
    ),
    "words": (_words, "words", "Première", "Seconde"),
}


@pytest.fixture
def admin(client, site):
    user = UserFactory(is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_what_a_colleague_saved_is_not_replaced_unread(admin, screen):
    made, box, first, second = SCREENS[screen]
    address = made()
    page = shown(admin, address)
    saved = admin.post(address, page | {box: first})
    assert saved.status_code == 302
    # The same click twice is no conflict.
    assert admin.post(address, page | {box: first}).status_code == 302
    refused = admin.post(address, page | {box: second})
    assert refused.status_code == 200
    assert SAID in refused.text
    assert second in refused.text
    assert first in shown(admin, address)[box]
    again = page | {box: second, "version": refused.context["form"]["version"].value()}
    assert admin.post(address, again).status_code == 302
    assert second in shown(admin, address)[box]


@pytest.mark.parametrize("screen", ["case", "note", "target", "wording"])
def test_a_page_that_saves_itself_is_no_colleague(admin, screen):
    made, box, first, second = SCREENS[screen]
    address = made()
    page = shown(admin, address)
    for value in (first, second):
        saved = admin.post(address, page | {box: value}, headers={"accept": "application/json"})
        assert saved.json()["success"], saved.json()
        page |= dict(saved.json()["field_updates"])
    assert admin.post(address, page | {box: first}).status_code == 302


@pytest.mark.parametrize("screen", ["case", "note", "target", "wording"])
def test_a_former_version_is_taken_back(admin, screen):
    made, box, first, second = SCREENS[screen]
    address = made()
    for value in (first, second):
        assert admin.post(address, shown(admin, address) | {box: value}).status_code == 302
    former = Revision.objects.order_by("-pk")[1]
    back = f"{address.replace('/edit/', '/history/')}revisions/{former.pk}/revert/"
    assert admin.post(back, shown(admin, back)).status_code == 302
    assert first in shown(admin, address)[box]


def test_every_row_with_a_form_of_its_own_is_shared():
    """Pages have Wagtail's own way."""
    rows = {
        model
        for model in apps.get_models()
        if (hasattr(model, "panels") or model in registry)
        and model.__module__.split(".")[0] in {"ambassadeurs", "cms", "communaute", "socle"}
        and not issubclass(model, Page)
        # Edited on the page of their parent.
        and not any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    }
    assert {Banner, Brand, Menus, SiteSettings, WordList} <= rows
    shared = {
        model
        for model in rows
        if issubclass(getattr(model, "base_form_class", object), SharedRowForm)
    }
    assert rows == shared
