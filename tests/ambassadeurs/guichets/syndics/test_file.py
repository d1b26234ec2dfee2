"""A file of buildings: how it is read, what it would add, why a line is left out, what is kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ambassadeurs.guichets.models import ManagedBuilding
from ambassadeurs.guichets.syndics.services import settle_buildings
from ambassadeurs.guichets.syndics.spreadsheet_import import matching
from ambassadeurs.guichets.syndics.spreadsheet_import.parser import (
    Row,
    Sheet,
    UnreadableSheet,
    read_sheet,
)
from ambassadeurs.guichets.syndics.spreadsheet_import.views import pack, unpack
from ambassadeurs.reseaux.address_test.geocoding import ALONE_KEY
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory, registered
from tests.ambassadeurs.reseaux.fake_geocoder import Answer, feature, found
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.one_database
def test_any_spreadsheet_is_read(encoding, separator):
    lines = [["Numéro d’immatriculation", "Propriétaire", "Nom"], ["AA1234567", "Mme Duval", "Été"]]
    data = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    assert read_sheet(data) == Sheet(
        [Row(2, {"number": "AA1234567", "name": "Été"})], ["Propriétaire"]
    )


@pytest.mark.one_database
def test_the_number_is_found_under_any_of_its_titles():
    for title in ("N° d'immatriculation", "No immatriculation (RNIC)", "Immatriculation", "Numéro"):
        read = read_sheet(f"Date d'immatriculation;{title}\n2018;AA1234567".encode())
        assert read.rows == [Row(2, {"number": "AA1234567"})], title


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"adresse;commune\n", "que des titres"),
        (b"PK\x03\x04....", "CSV"),
        (b"prix;couleur\n1;2\n", "aucune colonne"),
        (b"nom;commune\nA;Grenoble\n", "Il manque une colonne"),
        (b'adresse\n"' + b"a" * 200_000, "trop longue"),
        (b"\xff\xfea", "abîmé"),
    ],
)
@pytest.mark.one_database
def test_an_unreadable_file_says_why(data, said):
    with pytest.raises(UnreadableSheet, match=said):
        read_sheet(data)


@pytest.mark.one_database
def test_five_hundred_lines_and_no_more():
    lines = [f"AA{number:07}" for number in range(501)]
    assert len(read_sheet("\n".join(lines[:500]).encode()).rows) == 500
    with pytest.raises(UnreadableSheet, match="500 au plus"):
        read_sheet("\n".join(lines).encode())


def _sheet(text):
    return read_sheet(text.encode())


def test_each_line_left_out_says_why(syndic):
    registered("AA1234567", address="12 RUE DES LILAS", longitude=5.72, latitude=45.18)
    registered("AA7654321", name="Bayard", address="1 rue Bayard")
    ManagedBuildingFactory(organisation=syndic, copropriete__register_number="AA7654321")
    found = matching.preview(
        syndic,
        _sheet(
            "numero;adresse;code postal;commune;annee chaudiere\n"
            "AA1234567;;;;1998\n"
            ";12, rue des Lilas, 38000 Grenoble;;;\n"
            "AA7654321;;;;\n"
            "ZZ9999999;;;;\n"
            "12AB;;;;\n"
            ";;38000;Grenoble;\n"
            ";5 rue du Port;99999;Nulle-Part;\n"
            ";M. Jean Duval, 3 rue Haute;38000;Grenoble;\n"
            ";a@b.fr;38000;Grenoble;\n"
            ";9 rue Inconnue;38000;Grenoble;en 1990\n"
        ),
    )
    assert [(one.number, one.reason) for one in found.refused] == [
        (3, matching.TWICE.format(2)),
        (4, matching.ALREADY),
        (5, matching.UNKNOWN_NUMBER),
        (6, matching.BAD_NUMBER),
        (7, matching.NOTHING),
        (8, matching.NO_TOWN),
        (9, matching.PERSON),
        (10, matching.PERSON),
    ]
    assert "Duval" not in str(found)
    first, last = found.ready
    assert (first.facts["boiler_year"], first.place) == (1998, (5.72, 45.18))
    assert (last.facts["address"], last.facts["commune"]) == ("9 rue Inconnue", "38185")
    assert last.notes == ["« en 1990 » n’est pas retenu."]


def test_a_number_that_is_none_is_said_beside_its_address(syndic):
    registered()
    head = "numéro;adresse;code postal;commune\n"
    found = matching.preview(syndic, _sheet(f"{head}BADNUM;9 rue Inconnue;38000;Grenoble\n"))
    assert found.ready[0].notes == ["« BADNUM » n’est pas retenu."]


def test_a_preview_costs_the_same_at_one_line_and_at_a_hundred(syndic):
    registered()
    head, line = "adresse;code postal;commune\n", "{} rue des Lilas;38000;Grenoble\n"
    matching.preview(syndic, _sheet(head + line.format(12)))
    with CaptureQueriesContext(
        connection,
    ) as one:
        matching.preview(syndic, _sheet(head + line.format(12)))
    with CaptureQueriesContext(connection) as many:
        matching.preview(syndic, _sheet(head + "".join(map(line.format, range(1, 101)))))
    assert len(many) == len(one) <= 5


def test_nothing_is_kept_before_it_is_confirmed_then_once(
    desk, syndic, geocoder, django_capture_on_commit_callbacks
):
    registered(longitude=5.72, latitude=45.18)
    address = f"/syndic/{syndic.slug}/ajouter/fichier/"
    text = (
        "numero;adresse;code postal;commune;proprietaire;domicile\n"
        "AA1234567;;;;=SOMME(A1);3 rue Haute\n"
        ";33 Boulevard Clemenceau;38100;Grenoble;Mme Duval;3 rue Haute\n"
        "12;;;;;\n"
    )
    page = desk.post(address, {"fichier": SimpleUploadedFile("a.csv", text.encode("utf-16"))})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "2 immeubles à ajouter" in shown
    assert "Colonnes ni lues ni gardées : proprietaire, domicile." in shown
    for left_out in ("rue Haute", "Duval", "SOMME"):
        assert left_out not in shown
    assert not ManagedBuilding.objects.exists()
    signed = page.context["form"].initial["immeubles"]
    for _ in range(2):
        with django_capture_on_commit_callbacks() as after:
            answer = desk.post(f"{address}confirmer/", {"immeubles": signed})
        assert answer.url == f"/syndic/{syndic.slug}/"
    assert after == []
    assert (settle_buildings.func(), settle_buildings.func()) == (2, 0)
    rows = ManagedBuilding.objects.select_related("copropriete").order_by("pk")
    assert [row.copropriete.address for row in rows] == [
        "12 rue des Lilas",
        "33 Boulevard Clemenceau",
    ]
    assert all(row.settled_at and row.copropriete.longitude for row in rows)


def test_buildings_wait_for_a_geocoder_that_does_not_answer(desk, syndic, geocoder):
    lines = "".join(f"{number} rue des Lilas;38100;Grenoble\n" for number in range(1, 5))
    added = SimpleUploadedFile("a.csv", f"adresse;code postal;commune\n{lines}".encode())
    address = f"/syndic/{syndic.slug}/ajouter/fichier/"
    signed = desk.post(address, {"fichier": added}).context["form"].initial["immeubles"]
    desk.post(f"{address}confirmer/", {"immeubles": signed})
    geocoder.will(Answer(b"", 500))
    assert settle_buildings.func() == 2, "those whose address failed; the others may do better"
    assert ManagedBuilding.objects.waiting().count() == 2
    planned = DBTaskResult.objects.filter(
        task_path=settle_buildings.module_path, run_after__gt=timezone.now()
    )
    assert planned.filter(run_after__lt=timezone.now() + timedelta(minutes=2)).count() == 1
    cache.delete(ALONE_KEY)  # the minute is over
    geocoder.will(found(feature()))
    assert settle_buildings.func() == 2
    assert ManagedBuilding.objects.filter(copropriete__longitude__isnull=False).count() == 2


def test_what_was_shown_to_somebody_else_or_long_ago_adds_nothing(desk, lead, syndic, settings):
    ready = [matching.Ready(1, {"commune": "38185", "address": "1 rue A", "name": "A"}, None)]
    address = f"/syndic/{syndic.slug}/ajouter/fichier/confirmer/"
    colleague, other = UserFactory(), OrganisationFactory(kind="syndic")
    for text in (pack(colleague, syndic, ready), pack(lead, other, ready), "faux", ""):
        assert desk.post(address, {"immeubles": text}).status_code == 422
    mine = pack(lead, syndic, ready)
    assert unpack(lead, syndic, mine) == [(ready[0].facts, None)]
    settings.NUMBERS = {"syndics": {"preview_minutes": -1}}
    assert unpack(lead, syndic, mine) is None
    settings.NUMBERS = {"syndics": {"buildings": 0}}
    assert desk.post(address, {"immeubles": mine}).status_code == 409
    assert not ManagedBuilding.objects.exists()


@pytest.mark.parametrize(("size", "said"), [(2**20 + 1, "1,1 Mo"), (40 * 2**20, "40 Mo")])
def test_a_heavy_file_is_refused_unread(desk, syndic, monkeypatch, size, said):
    monkeypatch.setattr("ambassadeurs.guichets.syndics.forms.read_sheet", lambda _data: 1 / 0)
    heavy = SimpleUploadedFile("a.csv", b"a" * size)
    page = desk.post(f"/syndic/{syndic.slug}/ajouter/fichier/", {"fichier": heavy})
    assert page.status_code == 422
    assert f"trop lourd ({said}) : 1 Mo au plus" in page.content.decode().replace("\u00a0", " ")
