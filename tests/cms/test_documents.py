"""What an editor may send as a document: its content is what its name says."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.starter import EDITORS
from tests.cms.test_admin import person, sign_in
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/gestion/documents/add/"


def archive(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(zipfile.ZipInfo(name), "")
    return made.getvalue()


def test_no_part_of_an_archive_is_opened(send, monkeypatch):
    """However large one would be: the directory of the archive is read, no more."""

    def refuse(*args, **kwargs):
        raise AssertionError

    sent = archive("[Content_Types].xml", "word/document.xml")
    monkeypatch.setattr(zipfile.ZipFile, "open", refuse)
    assert send("a.docx", sent).status_code == 302


@pytest.fixture
def send(client, site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sign_in(client, person(EDITORS))

    def post(name, content):
        root = Collection.get_first_root_node().pk
        file = SimpleUploadedFile(name, content)
        return client.post(ADDRESS, {"title": "Un document", "file": file, "collection": root})

    return post


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.pdf", b"", "Le fichier soumis est vide."),
        ("faux.pdf", b"<html>", "son contenu n’est pas de ce format"),
        ("faux.docx", b"%PDF-1.7", "son contenu n’est pas de ce format"),
        ("coupe.pdf", b"%PDF-1.7\n" + bytes(4_000), "abîmé, coupé ou d’un autre format"),
        ("coupe.docx", archive("[Content_Types].xml", "word/document.xml")[:-30], "abîmé, coupé"),
        ("faux.xlsx", archive("[Content_Types].xml", "word/document.xml"), "d’un autre format"),
        ("photos.odt", archive("une.jpg"), "d’un autre format"),
        ("page.html", b"<html>", "html"),
    ],
)
def test_a_document_that_is_refused_is_told_once(send, name, content, said):
    told = send(name, content).context["form"].errors["file"]
    assert len(told) == 1
    assert said in told[0]
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n%%EOF\n"),
        # As Word on the web names its main part.
        ("A.DOCX", archive("[Content_Types].xml", "word/document2.xml")),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("a.ods", archive("mimetype", "content.xml", "META-INF/manifest.xml")),
        ("a.csv", b"a;b\n1;2\n"),
    ],
)
def test_a_document_that_is_taken(send, name, content):
    assert send(name, content).status_code == 302
    with get_document_model().objects.get().open_file() as file:
        assert file.read() == content


def test_a_document_kept_for_a_group_says_so_to_who_is_signed_in_and_not_in_it(send, client):
    send("a.pdf", b"%PDF-1.7\n%%EOF\n")
    address = get_document_model().objects.get().url
    team = Group.objects.create(name="Quelques-uns")
    root = Collection.get_first_root_node()
    kept = CollectionViewRestriction.objects.create(collection=root, restriction_type="groups")
    kept.groups.add(team)
    client.logout()
    assert client.get(address).url == f"/comptes/connexion/?next={address}"
    member = UserFactory()
    client.force_login(member)
    refused = client.get(address)
    assert refused.status_code == 403 and "Cette page est réservée" in refused.text
    member.groups.add(team)
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.7\n%%EOF\n"


def test_no_collection_asks_for_a_password_that_many_share(db):
    kinds = dict(CollectionViewRestrictionForm().fields["restriction_type"].choices)
    assert set(kinds) == {"none", "login", "groups"}
