"""The table of a syndic: who reads it, what is added, changed, removed."""

import csv
from datetime import date

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.assemblees.errors import NotOfTheBuilding
from ambassadeurs.assemblees.services import tell_result
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.services import forget_if_left
from ambassadeurs.guichets.errors import NotOfThisSyndic, NowhereInFrance
from ambassadeurs.guichets.models import ManagedBuilding
from ambassadeurs.guichets.syndics import services
from socle.words import after_de
from tests.ambassadeurs.assemblees.factories import AssembleeFactory, in_days
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory, registered
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.reseaux.fake_geocoder import Answer
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

FACTS = {"name": "Les Lilas", "commune": "Grenoble", "address": ""}


def test_an_empty_table_says_what_to_do(desk, syndic):
    page = desk.get("/syndic/", follow=True)
    assert page.redirect_chain == [(f"/syndic/{syndic.slug}/", 302)]
    assert f'href="/syndic/{syndic.slug}/ajouter/"' in page.content.decode()


def test_a_line_says_where_a_building_stands(desk, lead, syndic):
    managed = ManagedBuildingFactory(
        organisation=syndic,
        copropriete__name="Les Lilas",
        copropriete__nearest_reseau=ReseauFactory(name="Réseau de Grenoble"),
        copropriete__distance_m=93,
        copropriete__stage="vote",
        copropriete__boiler_year=1998,
    )
    AssembleeFactory(copropriete=managed.copropriete, held_on=date(2027, 6, 15))
    asked = {"exploitant": True, "requester": lead, "copropriete": managed.copropriete}
    DemandeFactory(**asked)
    DemandeFactory(**asked, state="close")
    ManagedBuildingFactory(copropriete__name="Chez un autre syndic")
    page = desk.get(f"/syndic/{syndic.slug}/").content.decode()
    for said in ("À 93", "Réseau de Grenoble", "15 juin 2027", "1998", "<span>1</span>"):
        assert said in page
    assert "Chez un autre syndic" not in page


def test_a_network_that_is_built_is_not_said_to_be_there(desk, syndic):
    ManagedBuildingFactory(
        organisation=syndic,
        copropriete__nearest_reseau=ReseauFactory(status="en_construction"),
        copropriete__distance_m=93,
    )
    page = desk.get(f"/syndic/{syndic.slug}/").text
    assert '<td data-label="Réseau de chaleur"><span>Réseau prévu à 93\u00a0m' in page


def test_the_export_says_that_a_network_is_being_built(desk, syndic):
    planned = ReseauFactory(name="Extension", status="en_construction")
    near = {"nearest_reseau": planned, "distance_m": 64}
    on_another = {"reseau": ReseauFactory(name="Réseau du Drac"), "connected_year": 2024}
    for name, facts in (("A", near), ("B", near | on_another), ("C", {})):
        building = CoproprieteFactory(name=name, **{"reseau": None, "connected_year": None} | facts)
        ManagedBuildingFactory(organisation=syndic, copropriete=building)
    text = desk.get(f"/syndic/{syndic.slug}/export.csv").content.decode("utf-8-sig")
    told = {row["immeuble"]: row for row in csv.DictReader(text.splitlines(), delimiter=";")}
    columns = ("reseau", "etat_reseau", "distance_m")
    assert [tuple(told[name][one] for one in columns) for name in "ABC"] == [
        ("Extension", "En construction", "64"),
        ("Réseau du Drac", "En service", ""),
        ("", "", ""),
    ]


@pytest.mark.parametrize("is_told_by_stage", [False, True])
def test_the_old_boiler_of_a_connected_building_ages_no_more(desk, syndic, is_told_by_stage):
    network = ReseauFactory()
    told = {"stage": "raccorde", "nearest_reseau": network, "distance_m": 93}
    building = told if is_told_by_stage else {"reseau": network, "connected_year": 2024}
    ManagedBuildingFactory(
        organisation=syndic,
        copropriete__boiler_year=1998,
        **{f"copropriete__{name}": value for name, value in building.items()},
    )
    page = desk.get(f"/syndic/{syndic.slug}/").text
    assert "À 93" not in page
    assert '<td data-label="Chaudière"><span>Réseau de chaleur</span></td>' in page


def test_the_table_costs_the_same_at_one_and_at_a_hundred(
    desk, syndic, django_assert_max_num_queries
):
    address = f"/syndic/{syndic.slug}/"
    ManagedBuildingFactory(organisation=syndic)
    desk.get(address)
    with django_assert_max_num_queries(9) as one:
        desk.get(address)
    ManagedBuildingFactory.create_batch(
        99, organisation=syndic, copropriete__nearest_reseau=ReseauFactory()
    )
    with django_assert_max_num_queries(9) as many:
        assert "100 immeubles" in desk.get(address).content.decode()
    assert len(many) == len(one)


def test_the_nearest_or_the_soonest_comes_first(desk, syndic):
    """One that is past says nothing of the next: it comes last, and is told as past."""
    for name, distance, day in (
        ("A", 900, date(2027, 1, 5)),
        ("B", 50, date(2027, 9, 5)),
        ("C", 950, date(2025, 3, 10)),
        ("D", None, None),
    ):
        managed = ManagedBuildingFactory(
            organisation=syndic,
            copropriete__name=name,
            copropriete__distance_m=distance,
        )
        if day:
            AssembleeFactory(copropriete=managed.copropriete, held_on=day)
    for order, names in (("distance", "BACD"), ("ag", "ABCD"), ("n’importe quoi", "ABCD")):
        shown = desk.get(f"/syndic/{syndic.slug}/", {"tri": order}).context["lines"]
        assert "".join(line.building.name for line in shown) == names


def test_a_building_of_the_register_is_added_once(desk, syndic, lead):
    row = registered(longitude=5.72, latitude=45.18)
    found = desk.get(f"/syndic/{syndic.slug}/ajouter/", {"q": "12 rue des lilas"})
    assert row.number in found.content.decode()
    for _ in range(2):
        answer = desk.post(f"/syndic/{syndic.slug}/ajouter/registre/", {"registre": row.number})
    managed = ManagedBuilding.objects.get()
    assert answer.url == f"/syndic/{syndic.slug}/immeubles/{managed.pk}/"
    building = managed.copropriete
    assert (building.name, building.lots, building.longitude) == ("Les Lilas", 40, 5.72)
    assert (managed.added_by, building.syndic_name) == (lead, syndic.name)
    # It is nobody's home: no member, and not in « Ma copropriété ».
    assert not building.memberships.exists()


def test_a_building_that_a_public_page_says_connected_is_noted_so(lead, syndic):
    row = registered()
    AmbassadeurFactory(copropriete__register_number=row.number)
    managed, _ = services.add_registered(actor=lead, organisation=syndic, row=row)
    assert managed.copropriete.is_said_connected
    other, _ = services.add_registered(actor=lead, organisation=syndic, row=registered("AA7654321"))
    assert not other.copropriete.is_said_connected


def test_what_the_register_says_wrong_is_left_out(lead, syndic):
    row = registered(lots=0, dwellings=99_999)
    managed, _ = services.add_registered(actor=lead, organisation=syndic, row=row)
    assert (managed.copropriete.lots, managed.copropriete.dwellings) == (None, None)
    with pytest.raises(NowhereInFrance):
        services.add_registered(
            actor=lead, organisation=syndic, row=registered("AA7654321", commune_id=None)
        )


def test_a_building_is_described_by_hand(desk, syndic, geocoder):
    address = f"/syndic/{syndic.slug}/ajouter/description/"
    wrong = desk.post(address, FACTS | {"boiler_year": "2999"})
    assert wrong.status_code == 422
    assert 'value="2999"' in wrong.content.decode()
    told = FACTS | {"address": "33 Boulevard Clemenceau", "boiler_year": "1998"}
    for _ in range(2):
        desk.post(address, told)
    building = ManagedBuilding.objects.get().copropriete
    assert building.boiler_year == 1998
    assert building.longitude is not None


def test_a_silent_geocoder_is_not_the_fault_of_the_address(desk, syndic, geocoder):
    geocoder.will(Answer(status=500))
    told = FACTS | {"address": "33 Boulevard Clemenceau"}
    page = desk.post(f"/syndic/{syndic.slug}/ajouter/description/", told, follow=True)
    assert "Le service de recherche d’adresses ne répond pas" in page.text
    managed = ManagedBuilding.objects.get()
    again = desk.post(f"/syndic/{syndic.slug}/immeubles/{managed.pk}/", told, follow=True)
    assert "Le service de recherche d’adresses ne répond pas" in again.text
    for shown in (page.text, again.text, desk.get(f"/syndic/{syndic.slug}/").text):
        assert "avec certitude" not in shown
        assert "Adresse à préciser" not in shown


def test_a_line_of_the_register_without_place_is_not_called_doubtful(desk, syndic):
    row = registered(longitude=None, latitude=None)
    address = f"/syndic/{syndic.slug}/ajouter/registre/"
    page = desk.post(address, {"registre": row.number}, follow=True)
    assert "Le registre national ne dit pas où est cet immeuble" in page.text
    assert "avec certitude" not in page.text


def test_none_sent_is_none_of_ours(desk, syndic):
    """A resident has a building of their own, which the syndic does not read."""
    managed = ManagedBuildingFactory(organisation=syndic)
    page = desk.get(f"/syndic/{syndic.slug}/immeubles/{managed.pk}/")
    assert "Aucune demande n’est partie de votre part" in page.text
    assert "Demandes ouvertes d’ici" in desk.get(f"/syndic/{syndic.slug}/").text


def test_what_is_told_is_changed(desk, syndic):
    managed = ManagedBuildingFactory(organisation=syndic, copropriete__address="")
    answer = desk.post(f"/syndic/{syndic.slug}/immeubles/{managed.pk}/", FACTS | {"stage": "audit"})
    assert answer.status_code == 302
    building = Copropriete.objects.get(pk=managed.copropriete_id)
    assert (building.name, building.stage) == ("Les Lilas", "audit")


def test_a_lead_removes_a_building_and_its_requests_stay(desk, syndic):
    managed = ManagedBuildingFactory(organisation=syndic)
    demande = DemandeFactory(exploitant=True, copropriete=managed.copropriete)
    address = f"/syndic/{syndic.slug}/immeubles/{managed.pk}/retirer/"
    assert "ne les envoyez pas une seconde fois" in desk.get(address).text
    assert desk.post(address).url == f"/syndic/{syndic.slug}/"
    sent = {"name": "Résidence Les Lilas", "commune": "Grenoble"}
    kept = desk.post(address.removesuffix("retirer/"), sent)
    assert kept.status_code == 409
    for said in ("n’est plus dans votre tableau", "Résidence Les Lilas"):
        assert said in kept.text
    for again in (desk.get(address, follow=True), desk.post(address, follow=True)):
        assert again.redirect_chain == [(f"/syndic/{syndic.slug}/", 302)]
        assert "n’est plus dans votre tableau" in again.text
        assert "est retiré de votre tableau" not in again.text
    assert not Copropriete.objects.filter(pk=managed.copropriete_id).exists()
    demande.refresh_from_db()
    assert (demande.copropriete, demande.state) == (None, "en_attente")


def test_a_member_does_not_remove_and_another_syndic_sees_nothing(client, syndic):
    managed = ManagedBuildingFactory(organisation=syndic)
    address = f"/syndic/{syndic.slug}/immeubles/{managed.pk}/"
    colleague, stranger = UserFactory(), UserFactory(syndic=True)
    syndic.memberships.create(user=colleague)
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address)
    assert page.status_code == 200
    assert "retirer/" not in page.content.decode()
    assert client.post(f"{address}retirer/").status_code == 403
    with pytest.raises(NotOfThisSyndic):
        services.remove(actor=colleague, managed=managed)
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for path in (address, f"/syndic/{syndic.slug}/", f"/syndic/{syndic.slug}/export.csv"):
        assert client.get(path).status_code == 404
    with pytest.raises(NotOfThisSyndic):
        services.change(actor=stranger, managed=managed, name="Le mien")
    assert managed.organisation.managed_buildings.count() == 1


def test_who_works_for_two_syndics_acts_for_one_and_reads_which(desk, lead, syndic):
    other = OrganisationFactory(kind="syndic", name="Cabinet Deux")
    other.memberships.create(user=lead)
    choice = desk.get("/syndic/").content.decode()
    assert f"/syndic/{syndic.slug}/" in choice
    assert f"/syndic/{other.slug}/" in choice
    page = desk.get(f"/syndic/{other.slug}/").content.decode()
    assert "Vous agissez pour <strong>Cabinet Deux</strong>" in page


def test_the_table_is_full_at_its_limit(lead, syndic, settings):
    settings.NUMBERS = {"syndics": {"buildings": 2}}
    ManagedBuildingFactory(organisation=syndic)
    services.add_registered(actor=lead, organisation=syndic, row=registered())
    with pytest.raises(services.TooManyBuildings):
        services.add_registered(actor=lead, organisation=syndic, row=registered("AA7654321"))


def test_the_export_runs_no_formula(desk, syndic):
    ManagedBuildingFactory(organisation=syndic, copropriete__name="=1+1")
    text = desk.get(f"/syndic/{syndic.slug}/export.csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("'=1+1;")


def test_a_project_of_a_syndic_is_not_forgotten_for_lack_of_members(syndic):
    managed = ManagedBuildingFactory(organisation=syndic)
    assert forget_if_left(managed.copropriete_id) is False


def test_what_a_colleague_changed_meanwhile_is_not_replaced_unread(desk, syndic):
    """Its date of assembly with the rest: said once, then replaced as the page says."""
    managed = ManagedBuildingFactory(organisation=syndic)
    page = f"/syndic/{syndic.slug}/immeubles/{managed.pk}/"

    def versions(shown):
        return {name: shown[name].value() for name in ("version", "assembly_version")}

    read = versions(desk.get(page).context["form"])
    theirs = {"stage": "audit", "next_assembly_on": in_days(50).isoformat()}
    assert desk.post(page, FACTS | read | theirs).status_code == 302
    mine = {"stage": "vote", "next_assembly_on": in_days(60).isoformat()}
    refused = desk.post(page, FACTS | read | mine)
    assert refused.status_code == 409
    assert "vient de modifier" in refused.text
    managed.copropriete.refresh_from_db()
    assert managed.copropriete.stage == "audit"
    now = versions(refused.context["form"])
    assert desk.post(page, FACTS | now | mine).status_code == 302


def test_the_syndic_tells_how_an_assembly_went_from_its_table(desk, lead, syndic):
    managed = ManagedBuildingFactory(organisation=syndic, copropriete__stage="audit")
    held = AssembleeFactory(copropriete=managed.copropriete, past=True)
    address = f"/syndic/{syndic.slug}/immeubles/{managed.pk}/assemblee/{held.pk}/"
    table = BeautifulSoup(desk.get(f"/syndic/{syndic.slug}/").content, "html.parser")
    assert table.find("a", href=address)
    # Who follows the same building in « Ma copropriété » has a line of their own.
    asked = desk.get(address).text
    assert f"Seuls les membres {after_de(syndic.name)} lisent cette réponse" in asked
    page = desk.post(address, {"result": "adoptee"}, follow=True)
    assert "C’est enregistré. Félicitations" in page.text
    assert "à l’étape du vote" in page.text
    assert "Le raccordement est adopté" in page.text or "le raccordement est adopté" in page.text
    held.refresh_from_db()
    assert (held.result, held.told_by) == ("adoptee", lead)
    managed.copropriete.refresh_from_db()
    assert managed.copropriete.stage == "vote"
    before = {"held_on": in_days(-400).isoformat(), "result": "rejetee"}
    desk.post(f"/syndic/{syndic.slug}/immeubles/{managed.pk}/assemblee/", before)
    assert managed.copropriete.assemblees.filter(result="rejetee", told_by=lead).exists()


def test_a_connected_building_may_have_members_too(desk, syndic):
    connected = {"copropriete__reseau": ReseauFactory(), "copropriete__connected_year": 2024}
    managed = ManagedBuildingFactory(organisation=syndic, **connected)
    page = desk.get(f"/syndic/{syndic.slug}/immeubles/{managed.pk}/assemblee/").text
    assert f"Les membres {after_de(syndic.name)} lisent cette réponse" in page
    assert "Seuls les membres" not in page


def test_the_form_of_a_syndic_says_who_reads_the_address(desk, syndic):
    page = desk.get(f"/syndic/{syndic.slug}/ajouter/description/").text
    assert "Qui la lit ? Les personnes qui suivent cette copropriété ici avec vous, et" in page
    assert "Ma copropriété" not in page.split("Numéro et rue")[1].split("Commune")[0]


def test_nobody_tells_the_assemblies_of_the_building_of_another_syndic(desk, syndic, lead):
    stranger = ManagedBuildingFactory()
    held = AssembleeFactory(copropriete=stranger.copropriete, past=True)
    for slug, status in ((syndic.slug, 302), (stranger.organisation.slug, 404)):
        address = f"/syndic/{slug}/immeubles/{stranger.pk}/assemblee/{held.pk}/"
        assert desk.post(address, {"result": "adoptee"}).status_code == status
    held.refresh_from_db()
    assert held.result == ""
    with pytest.raises(NotOfTheBuilding):
        tell_result(actor=lead, assemblee=held, result="adoptee")


def test_two_buildings_of_a_table_have_two_numbers(desk, syndic):
    one = ManagedBuildingFactory(organisation=syndic, copropriete__register_number="AA1234567")
    two = ManagedBuildingFactory(organisation=syndic, copropriete__name="Les Tilleuls")
    ManagedBuildingFactory(copropriete__register_number="AA7654321")
    address = f"/syndic/{syndic.slug}/immeubles/{two.pk}/"
    sent = FACTS | {"register_number": "aa1234567"}
    refused = desk.post(address, sent)
    assert refused.status_code == 422
    said = refused.context["form"].errors["register_number"][0]
    assert said == f"« {one.copropriete.name} », de votre tableau, a déjà ce numéro : vérifiez-le."
    # The number of a building of another syndic is no matter; one's own stays.
    for _ in range(2):
        assert desk.post(address, sent | {"register_number": "AA7654321"}).status_code == 302
