import pytest

from communaute.comptes import perms
from communaute.comptes.enums import OrganisationKind

from .factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "kind"),
    [
        ("agence", OrganisationKind.AGENCE),
        ("agence_ailleurs", OrganisationKind.AGENCE),
        ("exploitant", OrganisationKind.EXPLOITANT),
        ("collectivite", OrganisationKind.COLLECTIVITE),
        ("syndic", OrganisationKind.SYNDIC),
        ("equipe", OrganisationKind.EQUIPE),
    ],
)
def test_a_trait_gives_the_person_its_organisation(trait, kind):
    user = UserFactory(**{trait: True})
    assert [o.kind for o in perms.organisations_of(user, kind)] == [kind]
    assert perms.is_national_team(user) is (kind == OrganisationKind.EQUIPE)
    assert perms.is_agency(user) is (kind == OrganisationKind.AGENCE)


def test_coverage_by_code_and_editor_group():
    organisation = OrganisationFactory(covers=["38", "44109", "200040715"])
    assert {str(c) for c in organisation.coverages.all()} == {
        "Isère (38)",
        "Nantes (44)",
        "Grenoble-Alpes-Métropole",
    }
    assert UserFactory(editeur=True).groups.get().name == "Éditeurs"
