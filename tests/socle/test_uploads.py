import io
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from socle import pdf_cleaning
from socle.pdf_cleaning import program
from socle.uploads import CheckedFilesField, check_upload, private_storage
from tests.files import PDF

EXE = b"MZ\x90\x00" + b"\x00" * 200


def sent(name, data):
    return SimpleUploadedFile(name, data)


def image_bytes(kind="JPEG", size=(40, 30), exif=None):
    target = io.BytesIO()
    image = Image.new("RGB", size, "red")
    image.save(target, kind, **({"exif": exif} if exif else {}))
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "content_type", "ending"),
    [("JPEG", "image/jpeg", ".jpg"), ("PNG", "image/png", ".png"), ("WEBP", "image/webp", ".webp")],
)
def test_an_image_is_known_by_its_content(kind, content_type, ending):
    checked = check_upload(sent("facture.pdf", image_bytes(kind)))
    assert (checked.content_type, checked.name) == (content_type, f"facture{ending}")
    assert Image.open(io.BytesIO(checked.data)).format == kind


def test_a_pdf_is_written_again():
    checked = check_upload(sent("PV d’assemblée.PDF", PDF))
    assert checked.content_type == "application/pdf"
    assert checked.name.endswith(".pdf")
    with pikepdf.open(io.BytesIO(checked.data)) as pdf:
        assert len(pdf.pages) == 1
    # Again, nothing moves: a file sent twice is the same file.
    assert check_upload(sent("PV.pdf", checked.data)).data == checked.data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *[(name, EXE) for name in ("facture.pdf", "photo.jpg", "virus.exe")],
        ("photo.png", b"<html>"),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("photo.png", b"GIF89a"),
    ],
)
def test_a_renamed_program_and_other_kinds_are_refused(name, data):
    with pytest.raises(ValidationError, match="type accepté"):
        check_upload(sent(name, data))


def pdf_with(change, **saving):
    """One page; `change` does what it wants of the document."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        pdf.save(target, **saving)
    return target.getvalue()


def runs(**action):
    def change(pdf):
        held = {f"/{key}": value for key, value in action.items()}
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(held))

    return change


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
PROGRAM = {"S": pikepdf.Name.JavaScript, "JS": "app.alert(1)"}


@pytest.mark.parametrize(
    "data",
    [
        pdf_with(runs(**PROGRAM)),
        pdf_with(runs(**PROGRAM)).replace(b"/JavaScript", b"/J#61vaScript"),
        pdf_with(runs(S=pikepdf.Name.Launch, F="cmd.exe")),
        pdf_with(runs(**PROGRAM), **PACKED),
        pdf_with(
            runs(
                D=pikepdf.Array(
                    [pikepdf.Dictionary({"/" + key: value for key, value in PROGRAM.items()})]
                )
            )
        ),
    ],
    ids=["program", "written otherwise", "command", "packed", "deep"],
)
def test_a_pdf_that_runs_something_is_refused(data):
    with pytest.raises(ValidationError, match="contient un programme"):
        check_upload(sent("devis.pdf", data))


def link(**action):
    """A link on the page that does this; as a form's button, in an outline and at the opening."""
    held = {f"/{key}": value for key, value in action.items()}

    def change(pdf):
        act = pdf.make_indirect(pikepdf.Dictionary(held))
        button = pikepdf.Dictionary(
            {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 9, 9]}
        )
        button["/A"] = act
        button["/AA"] = pikepdf.Dictionary({"/E": act})
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(button)]))
        pdf.Root.OpenAction = act
        first = {"/S": pikepdf.Name.GoTo, "/D": pikepdf.Array([0, pikepdf.Name.Fit])}
        then = {"/Next": pikepdf.Array([act])}
        line = pdf.make_indirect(pikepdf.Dictionary({"/A": pikepdf.Dictionary(first | then)}))
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary({"/First": line}))

    return change


NAME = pikepdf.Name
HARMFUL = {
    "javascript": {"S": NAME.URI, "URI": "javascript:alert(1)"},
    "spaced": {"S": NAME.URI, "URI": " \n JavaScript:alert(1)"},
    "cut": {"S": NAME.URI, "URI": "java\nscript:alert(1)"},
    "data": {"S": NAME.URI, "URI": "data:text/html,<script>"},
    "file": {"S": NAME.URI, "URI": "file:///etc/passwd"},
    "share": {"S": NAME.URI, "URI": "\\\\192.0.2.1\\x"},
    "form": {"S": NAME.SubmitForm, "F": "https://vol.example/"},
    "reset": {"S": NAME.ResetForm},
    "another file": {"S": NAME.GoToR, "F": "autre.pdf", "D": 0},
    "inner file": {"S": NAME.GoToE, "F": "autre.pdf", "D": 0},
    "sound": {"S": NAME.Sound},
    "film": {"S": NAME.Movie},
    "player": {"S": NAME.Rendition},
}


@pytest.mark.parametrize("action", HARMFUL.values(), ids=HARMFUL)
@pytest.mark.parametrize("saving", [{}, PACKED], ids=["plain", "packed"])
def test_harmful_links_of_a_pdf_go_and_its_pages_stay(action, saving):
    data = check_upload(sent("devis.pdf", pdf_with(link(**action), **saving))).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        [button] = pdf.pages[0].Annots
        assert "/A" not in button
        assert "/AA" not in button
        assert "/OpenAction" not in pdf.Root
        whole = " ".join(repr(one) for one in pdf.objects)
    assert str(action["S"]) not in whole
    assert "script:" not in whole.lower()


@pytest.mark.parametrize(
    "address", ["https://www.ademe.fr/", "mailto:a@b.example", "tel:0476000000", "HTTP://x.example"]
)
def test_ordinary_links_of_a_pdf_stay(address):
    data = check_upload(sent("devis.pdf", pdf_with(link(S=NAME.URI, URI=address)))).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI) == address
        assert str(pdf.Root.Outlines.First.A.S) == "/GoTo"


def test_a_base_of_links_and_what_marks_a_paragraph():
    def change(pdf):
        pdf.Root.URI = pikepdf.Dictionary({"/Base": "javascript:"})
        pdf.Root.StructTreeRoot = pikepdf.Dictionary(
            {"/A": pikepdf.Dictionary({"/O": NAME.Layout})}
        )

    data = check_upload(sent("devis.pdf", pdf_with(change))).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/URI" not in pdf.Root
        assert str(pdf.Root.StructTreeRoot.A.O) == "/Layout"


def with_files(pdf):
    """As an electronic invoice: a file within the file, and who made it."""
    pdf.attachments["facture.xml"] = b"<facture/>"
    pdf.docinfo["/Author"] = "Monique Durand"
    with pdf.open_metadata() as told:
        told["dc:creator"] = ["Monique Durand"]


def test_an_invoice_is_kept_without_the_file_it_carries_nor_its_author():
    data = check_upload(sent("facture.pdf", pdf_with(with_files))).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert (len(pdf.pages), len(pdf.attachments)) == (1, 0)
        pages = pdf_with(lambda _: None, qdf=True)
        assert len(data) < len(pages) + 400
        assert "/Info" not in pdf.trailer
        assert "/Metadata" not in pdf.Root


def test_what_surrounds_a_pdf_and_what_follows_an_image_are_lost():
    data = PDF.replace(b"1 0 obj", b"<script>alert(1)</script>\n1 0 obj", 1) + b"<html><script>"
    assert b"script" not in check_upload(sent("devis.pdf", data)).data
    checked = check_upload(sent("photo.png", image_bytes("PNG") + b"<script>alert(1)</script>"))
    assert b"script" not in checked.data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            pdf_with(lambda _: None, encryption=pikepdf.Encryption(user="x", owner="x")),
            "mot de passe",
        ),
        (b"%PDF-1.7\n<html><script>alert(1)</script>", "abîmé"),
        (b"%PDF-1.7\n%%EOF", "abîmé"),
    ],
    ids=["locked", "something else", "empty"],
)
def test_a_pdf_that_cannot_be_read_says_why(data, words):
    with pytest.raises(ValidationError, match=words):
        check_upload(sent("devis.pdf", data))


@pytest.mark.one_database
def test_a_pdf_made_to_fill_the_memory_ends_its_reader_only():
    """Two gigabytes once unpacked, in two megabytes: where the file says what it holds."""
    packing = zlib.compressobj(9)
    blocks = [packing.compress(bytes(2**24)) + packing.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    packed = blocks[0] + blocks[1] * 127 + packing.flush()
    head = b"%PDF-1.7\n"
    table = b"1 0 obj\n<< /Type /XRef /W [1 2 1] /Size 9 /Root 2 0 R /Filter /FlateDecode"
    table += b" /Length " + str(len(packed)).encode() + b" >>\nstream\n" + packed
    end = b"\nendstream\nendobj\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF\n"
    with pytest.raises(ValidationError, match="abîmé"):
        check_upload(sent("devis.pdf", head + table + end))


@pytest.mark.parametrize(
    "data", [b"GIF89a/*" + bytes(60) + b"*/=1;alert(1)//", b"\xff\xd8\xff\xe0/*<script>*/=alert(1)"]
)
def test_an_image_that_is_a_program_too_is_refused(data):
    with pytest.raises(ValidationError, match=r"type accepté|abîmée"):
        check_upload(sent("photo.jpg", data))


def test_the_limit_is_ten_megabytes_exactly():
    limit = 10 * 2**20
    assert check_upload(sent("a.pdf", PDF.ljust(limit, b" "))).content_type == "application/pdf"
    with pytest.raises(ValidationError, match="limite est de 10\\\\xa0Mo"):
        check_upload(sent("a.pdf", PDF.ljust(limit + 1, b" ")))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", PDF.ljust(30 * 2**20, b" "), "30\\\\xa0Mo"),
        ("a.pdf", b"", "vide"),
        ("a.jpg", image_bytes(size=(400, 300))[:900], "abîmée"),
    ],
    ids=["thirty megabytes", "empty", "cut"],
)
def test_what_is_too_heavy_empty_or_cut_is_said_as_such(name, data, said):
    with pytest.raises(ValidationError, match=said):
        check_upload(sent(name, data))


def test_metadata_are_lost_and_the_image_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Appareil de Monique"
    exif.get_ifd(0x8825)[2] = (45.0, 11.0, 0.0)
    checked = check_upload(sent("a.jpg", image_bytes(size=(40, 30), exif=exif)))
    image = Image.open(io.BytesIO(checked.data))
    assert image.size == (30, 40)
    assert not image.getexif()
    assert b"Monique" not in checked.data


def test_a_large_image_is_brought_down():
    checked = check_upload(sent("a.jpg", image_bytes(size=(3000, 1000))), max_side=1600)
    assert Image.open(io.BytesIO(checked.data)).size == (1600, 533)


def test_a_photo_is_not_a_pdf():
    with pytest.raises(ValidationError, match="image JPEG"):
        check_upload(sent("a.pdf", PDF), images_only=True)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\monique\\pv ag.pdf", "pv ag.pdf"),
        ("PV de l’assemblée (2026) n° 2.pdf", "PV de l’assemblée (2026) n° 2.pdf"),
        ("pv\u00a0 ag\n.pdf", "pv ag.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("...", "document.pdf"),
        ("a" * 300, "a" * 100 + ".pdf"),
        ('<b>"x"</b>.pdf', "b.pdf"),
    ],
)
def test_names_are_cleaned(name, kept):
    file = sent("a.pdf", PDF)
    file._name = name
    assert check_upload(file).name == kept


def test_private_files_have_no_address(settings):
    storage = private_storage()
    name = storage.save("essai/a.pdf", check_upload(sent("a.pdf", PDF)).as_content("a"))
    assert storage.path(name).startswith(str(settings.PRIVATE_ROOT))
    assert not str(settings.PRIVATE_ROOT).startswith(str(settings.MEDIA_ROOT))
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)


def pdfs(*sizes):
    return [sent(f"{n}.pdf", PDF.ljust(size, b" ")) for n, size in enumerate(sizes)]


def test_several_files_are_bounded_in_number_and_together_and_may_be_required():
    field, megabyte = CheckedFilesField(required=False), 2**20
    assert field.clean(None) == field.clean([]) == []
    with pytest.raises(ValidationError, match="Choisissez au moins un fichier"):
        CheckedFilesField().clean([])
    assert len(field.clean(pdfs(*[5 * megabyte] * 5))) == 5
    with pytest.raises(ValidationError, match="5 fichiers au plus : vous en avez choisi 6"):
        field.clean(pdfs(*[100] * 6))
    with pytest.raises(ValidationError) as refused:
        field.clean(pdfs(10 * megabyte, 10 * megabyte, 5 * megabyte + 1))
    assert refused.value.messages == [
        "Ensemble, vos fichiers sont trop lourds (25,1\xa0Mo). La limite est de 25\xa0Mo. "
        "Le plus lourd est « 0.pdf » (10\xa0Mo)."
    ]


def test_each_wrong_file_of_several_is_named():
    files = [*pdfs(100, 10 * 2**20 + 1), sent(f"{'x' * 60}.pdf", EXE), sent("vide.pdf", b"")]
    with pytest.raises(ValidationError) as refused:
        CheckedFilesField().clean(files)
    heavy, program, empty = refused.value.messages
    assert heavy.startswith("« 1.pdf » : ce fichier est trop lourd")
    assert program.startswith(f"« {'x' * 29}… » : ce fichier n’est pas d’un type accepté")
    assert empty.startswith("« vide.pdf » : ce fichier est vide")


def test_the_program_that_reads_pdfs_and_who_runs_it_name_its_ends_alike():
    names = ("ACTIVE", "LOCKED", "SECONDS_MAX")
    ends = [[getattr(one, name) for name in names] for one in (pdf_cleaning, program)]
    assert ends[0] == ends[1]
