import pytest
from django.db import IntegrityError, transaction

from communaute.comptes import perms, services
from communaute.comptes.models import Coverage, Membership, Organisation, User
from communaute.territoires.models import Commune, Departement, Epci, Region

from .factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_create_account_confirms_the_address():
    user = services.create_account(
        email=" Demo@Exemple.test ", display_name="Monique D.", password="demo-chauffage"
    )
    assert user.email == "demo@exemple.test"
    assert user.check_password("demo-chauffage")
    address = user.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (user.email, True, True)


def test_create_account_without_password():
    user = services.create_account(email="a@exemple.test", display_name="Al", verified=False)
    assert not user.has_usable_password()
    assert not user.emailaddress_set.get().verified


def test_an_email_is_taken_whatever_its_case():
    UserFactory(email="a@exemple.test")
    with pytest.raises(services.AccountExists):
        services.create_account(email="A@EXEMPLE.TEST", display_name="Al")


def test_the_database_itself_refuses_the_same_email_in_another_case():
    UserFactory(email="a@exemple.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="A@exemple.test")


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "A", "12", "a@b.fr", "x" * 61, "\u200b", "06 12 34 56 78 Al"),
        *("www.pub.fr", "Voir https://pub.fr", "<b>Al</b>"),
    ],
)
def test_bad_names_are_refused(name):
    with pytest.raises(services.InvalidDisplayName):
        services.change_display_name(actor=UserFactory(), display_name=name)


@pytest.mark.parametrize(
    "name",
    [
        *("Équipe nationale", "ChauffageUrbain", "Chauffage-Urbain", "La Modération"),
        *("ADMINISTRATRICE", "France Rénov’"),
    ],
)
def test_nobody_takes_the_name_of_the_service(name):
    with pytest.raises(services.InvalidDisplayName, match="parlez pour le service"):
        services.change_display_name(actor=UserFactory(), display_name=name)


@pytest.mark.parametrize(
    "name",
    [
        "Agence · Grenoble",
        "AGENCE Léa",
        "L’Agence",
        "Exploitant du réseau",
        "Ambassadrice · Les Tilleuls",
        "Ademe",
        "Équipe de l’ALEC",
        "La Collectivité",
        "admin",
        "Support",
    ],
)
def test_nobody_takes_a_badge_for_a_name(name):
    for actor in (UserFactory(), UserFactory(agence=True)):
        with pytest.raises(services.InvalidDisplayName, match="ressemble à une fonction"):
            services.change_display_name(actor=actor, display_name=name)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Al", "Al"),
        ("  Monique \n D. ", "Monique D."),
        ("x" * 60, "x" * 60),
        ("Bât. 1234567", "Bât. 1234567"),
        ("Élo\u202eise", "Éloise"),
        ("李明", "李明"),
        ("Modeste A.", "Modeste A."),
        ("Agathe", "Agathe"),
        ("France R.", "France R."),
        ("Mme Agence", "Mme Agence"),
        ("Léa (ADEME)", "Léa (ADEME)"),
    ],
)
def test_names_are_cleaned(name, kept):
    assert services.change_display_name(actor=UserFactory(), display_name=name).display_name == kept


def test_the_name_is_never_made_from_the_email():
    user = User.objects.create_user("monique.dupont@exemple.test")
    assert user.public_name == "Membre"
    assert "monique" not in str(user).lower()


def test_organisation_with_territories_of_every_level():
    organisation = services.create_organisation(
        kind="agence",
        name="ALEC de l’Isère",
        territories=[
            Region.objects.get(code="84"),
            Departement.objects.get(code="38"),
            Epci.objects.get(code="200040715"),
            Commune.objects.get(code="38185"),
        ],
    )
    assert organisation.slug == "alec-de-lisere"
    assert organisation.coverages.count() == 4


def test_a_slug_is_taken_once():
    OrganisationFactory(slug="alec")
    with pytest.raises(services.ComptesError):
        services.create_organisation(kind="agence", name="Alec")


def test_set_coverage_keeps_adds_and_removes():
    organisation = OrganisationFactory(covers=["38", "44"])
    kept = organisation.coverages.get(departement="38")
    wanted = [Departement.objects.get(code="38"), Commune.objects.get(code="44109")]
    services.set_coverage(organisation=organisation, territories=wanted * 2)
    assert set(organisation.coverages.values_list("departement", "commune")) == {
        ("38", None),
        (None, "44109"),
    }
    assert organisation.coverages.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("levels", [{}, {"departement_id": "38", "commune_id": "38185"}])
def test_a_coverage_has_exactly_one_level(levels):
    organisation = OrganisationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(organisation=organisation, **levels)


def test_add_member_again_changes_the_role_and_rights_follow_at_once():
    user, organisation = UserFactory(), OrganisationFactory()
    assert not perms.is_agency(user)
    services.add_member(organisation=organisation, user=user)
    services.add_member(organisation=organisation, user=user, role="responsable")
    assert Membership.objects.get().role == "responsable"
    assert perms.is_agency(user)


def test_what_the_public_sees_is_renewed(django_capture_on_commit_callbacks):
    from socle.models import PublicVersion

    def version():
        return PublicVersion.objects.values_list("number", flat=True).first()

    user = UserFactory()
    for change in (
        lambda: services.change_display_name(actor=user, display_name="Autre"),
        lambda: services.add_member(organisation=OrganisationFactory(covers=["38"]), user=user),
        lambda: services.set_coverage(organisation=Organisation.objects.get(), territories=[]),
    ):
        before = version()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        assert version() != before
