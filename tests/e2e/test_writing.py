"""A guide from its first draft to a correction, as its author, an expert and a reader live it."""

import json
import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.test.utils.form_data import rich_text, streamfield

from tests.cms.test_admin import guide_form
from tests.e2e.test_accessibility import judge
from tests.e2e.walks import undo_is_over, width_of
from tests.validator import troubles_in

EDITOR, EXPERT = "editrice@demo.test", "agence@demo.test"
SCREEN = {"viewport": {"width": 1400, "height": 1000}}
ADDRESS = "/guides/lire-sa-facture/"
TITLE = "Lire sa facture"
TUBE = "https://tube.numerique.gouv.fr/w/9c9de5e8-0a1e-484a"

FILES = """
import io, json, pathlib
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from cms.models import GuideIndexPage
raw = io.BytesIO()
Picture.new("RGB", (640, 360), "#6a8").save(raw, "PNG")
image = get_image_model()(title="Une facture", file=ContentFile(raw.getvalue(), "facture.png"))
image.save()
document = get_document_model()(title="Le modèle", file=ContentFile(b"a;b", "modele.csv"))
document.save()
made = {{"image": image.pk, "document": document.pk, "parent": GuideIndexPage.objects.get().pk}}
pathlib.Path("{path}").write_text(json.dumps(made))
"""
# What was planned for tomorrow is due: the hour of the draft and the one of its publication.
DUE = """
from django.utils import timezone
from wagtail.models import Revision
draft = Revision.objects.get(approved_go_live_at__isnull=False, content__slug="lire-sa-facture")
draft.content["go_live_at"] = timezone.now().isoformat()
draft.approved_go_live_at = timezone.now()
draft.save()
"""


def lines(*values):
    """The form of a list inside of a block."""
    rows = {
        str(rank): {"value": value, "deleted": "", "order": rank, "id": ""}
        for rank, value in enumerate(values)
    }
    return {"count": len(values), **rows}


def body(made):
    """A block of each kind."""
    words = rich_text("<p>La chaleur est taxée à [fait:tva_reduite].</p>")
    return streamfield(
        [
            ("heading", "Les deux parts"),
            ("paragraph", words),
            ("fact", {"facts": lines("prix_chaleur_moyen", "part_abonnement")}),
            ("callout", {"kind": "info", "title": "Bon à savoir", "text": rich_text("<p>R2.</p>")}),
            ("steps", {"steps": lines(*({"title": t, "text": ""} for t in ("Ouvrir", "Lire")))}),
            ("table", {"caption": "Les parts", "content": "Part | Nom\nFixe | R2"}),
            (
                "faq",
                {
                    "questions": lines(
                        {"question": "Et l’été ?", "answer": rich_text("<p>R2 seul.</p>")}
                    )
                },
            ),
            (
                "quote",
                {"text": "Je la lis en deux minutes.", "author": "Monique, conseil syndical"},
            ),
            (
                "picture",
                {
                    "image": {"image": made["image"], "alt_text": "Une facture annotée"},
                    "caption": "",
                },
            ),
            (
                "video",
                {
                    "title": "La sous-station",
                    "url": TUBE,
                    "transcript": rich_text("<p>Une porte.</p>"),
                },
            ),
            ("file", {"document": made["document"], "description": "Pour comparer."}),
            ("action", {"action": "adresse", "words": ""}),
            ("heading", "Pour finir"),
        ]
    )


def post(page: Page, address: str, **fields):
    """Send the editor's own form, as its page would: faster than thirteen blocks by mouse."""
    page.goto(address)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {name: str(value) for name, value in guide_form(**fields).items()}
    return page.request.post(address, form=form | {"csrfmiddlewaretoken": token})


def choose_action(page: Page, button: str) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator(button).first.click()


def write(page: Page, made: dict[str, int]) -> str:
    """A draft of each block, sent to be read. Returns its editing address."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    fields = {
        "title": TITLE,
        "slug": "lire-sa-facture",
        "summary": "Deux parts : l’une fixe, l’autre selon la chaleur.",
        "go_live_at": tomorrow.strftime("%Y-%m-%d %H:%M"),
        "body": body(made),
    }
    made_page = post(page, f"/gestion/pages/add/cms/guidepage/{made['parent']}/", **fields)
    edit = re.search(r"/gestion/pages/\d+/edit/", made_page.url)
    assert edit, made_page.text()[:2000]
    page.goto(edit[0])
    choose_action(page, "button[name=action-submit]")
    expect(page.get_by_text("soumis").first).to_be_visible()
    return edit[0]


def test_a_guide_is_written_reviewed_published_read_and_corrected(
    service, new_context, sign_in, tmp_path
):
    place = tmp_path / "made.json"
    service.commands.run("shell", "-c", FILES.format(path=place))
    made = json.loads(place.read_text())
    known = {who: service.mails_to(who) for who in (EDITOR, EXPERT)}

    editor = new_context(**SCREEN).new_page()
    sign_in(editor, EDITOR)
    edit = write(editor, made)

    # The expert enters by the account, reads, approves with a word.
    mail = service.wait_for_mail(EXPERT, known[EXPERT], TITLE)
    assert edit in mail.text
    expert = new_context(**SCREEN).new_page()
    sign_in(expert, EXPERT)
    expert.get_by_role("link", name="Rédaction et gestion").click()
    expert.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    expect(expert).to_have_url(re.compile(edit))
    choose_action(expert, "[data-workflow-action-name=approve][data-workflow-action-modal-url]")
    expert.locator(".modal textarea").fill("Les deux parts sont justes.")
    expert.locator(".modal [type=submit]").click()
    expert.wait_for_url(re.compile(r"/gestion/($|pages/\d+/$)"))
    said = service.wait_for_mail(EDITOR, known[EDITOR], "la trouve juste")
    assert "Les deux parts sont justes." in said.text

    # The editor agrees: it will appear tomorrow. Nobody reads it before.
    editor.goto(edit)
    choose_action(
        editor, "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
    )
    editor.wait_for_url(re.compile(r"/gestion/($|pages/\d+/$)"))
    reader = new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 700}
    ).new_page()
    assert reader.goto(ADDRESS).status == 404
    service.commands.run("shell", "-c", DUE)
    service.commands.run("tick")

    read(reader)
    correct(editor, edit, made)
    reader.goto(ADDRESS)
    expect(reader.get_by_role("main")).to_contain_text("Trois parts")
    visitor = new_context().new_page()
    served = visitor.goto(ADDRESS).text()
    assert judge(visitor) == []
    ask_and_answer(service, visitor, editor)
    # Last: without Java, the rest of the walk is done.
    (tmp_path / "guide.html").write_text(served)
    assert troubles_in(tmp_path) == []


def read(page: Page) -> None:
    """Each block without JavaScript, at 320 px, then on paper."""
    assert page.goto(ADDRESS).status == 200
    main = page.get_by_role("main")
    for words in (
        *("Les deux parts", "taxée à 5,5", "Prix moyen de la chaleur", "Bon à savoir", "Ouvrir"),
        *("Les parts", "Et l’été", "deux minutes", "La sous-station", "Le modèle", "Pour finir"),
    ):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("img", name="Une facture annotée")).to_be_visible()
    expect(page.locator("#chiffre-tva_reduite")).to_be_hidden()
    # The figure of a text leads to its source, in a list that opens.
    main.get_by_role("link", name="5,5", exact=False).first.click()
    expect(page.locator("#chiffre-tva_reduite")).to_be_in_viewport()
    link = main.get_by_role("link", name="TVA réduite sur la chaleur", exact=True)
    expect(link).to_have_attribute("href", "/chiffres/#chiffre-tva_reduite")
    width = width_of(page)
    assert width <= 320
    page.emulate_media(media="print")
    expect(main.get_by_text("R2 seul.")).to_be_visible()
    for menu in (".fr-header__menu", ".fr-summary", ".fr-footer"):
        expect(page.locator(menu).first).to_be_hidden()
    page.emulate_media(media="screen")


def correct(page: Page, edit: str, made: dict[str, int]) -> None:
    changed = {"title": TITLE, "slug": "lire-sa-facture", "body": body(made)}
    summary = "Trois parts, avec l’eau chaude."
    answer = post(page, edit, **changed, summary=summary, **{"action-publish": "1"})
    assert answer.ok


def ask_and_answer(service, visitor: Page, editor: Page) -> None:
    """A visitor writes from `/contact/`; the editor answers; the answer comes by mail."""
    address = "lectrice@exemple.test"
    visitor.goto("/contact/")
    words = {"name": "Simone", "email": address, "message": "Où est la part fixe de ma facture ?"}
    for name, text in words.items():
        visitor.locator(f"main [name={name}]").fill(text)
    visitor.locator("main [name=subject]").select_option("service")
    # Nobody fills a form in less than three seconds.
    visitor.wait_for_timeout(3_100)
    visitor.get_by_role("button", name="Envoyer le message").click()
    visitor.wait_for_url("**/contact/envoye/")

    editor.goto("/gestion/")
    editor.get_by_role("link", name=re.compile("messages? sans réponse")).click()
    editor.get_by_role("row").filter(has_text="Simone").get_by_role("link").first.click()
    editor.locator("textarea[name=answer]").fill("Bonjour, regardez la ligne R2. Claire")
    editor.get_by_role("button", name="Envoyer la réponse").click()
    undo_is_over(service)
    assert "regardez la ligne R2" in service.wait_for_mail(address, []).text
