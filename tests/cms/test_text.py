import pytest

from cms.stream_builder import typography
from cms.text import plain, unknown_facts, with_facts
from socle.words import fold

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Étude", "etude"), ("CŒUR", "coeur"), ("l’Été à Nîmes", "l’ete a nimes"), ("", "")],
)
def test_fold_forgets_case_accents_and_ligatures(text, folded):
    assert fold(text) == folded


def test_figures_are_linked_to_their_source():
    html = with_facts("<p>À [fait:tva_reduite].</p>")
    assert '<a class="cu-fact-inline" href="#chiffre-tva_reduite">5,5\u00a0%</a>' in html


def test_a_withdrawn_figure_leaves_no_hole_and_is_marked_in_a_preview():
    public = with_facts("<p>À [fait:disparu].</p>")
    assert public == "<p>À (chiffre en cours de vérification).</p>"
    preview = with_facts("<p>À [fait:disparu].</p>", is_preview=True)
    assert '<mark class="cu-fact-missing">' in preview
    assert "disparu" in preview
    assert unknown_facts("[fait:disparu] [fait:tva_reduite]") == ["disparu"]


def test_plain_keeps_words_apart():
    assert plain("<p>un</p><p>deux <b>trois</b></p>") == "un deux trois"


def test_plain_reads_what_html_writes_with_a_code():
    html = "<p>R&amp;D&nbsp;: l&#x27;eau &lt;&nbsp;60&#160;&deg;C</p><p>&laquo;&nbsp;Oui&raquo;</p>"
    assert plain(html) == "R&D : l'eau < 60 °C « Oui»"


def test_french_typography():
    assert typography("Qui ? « Moi » : 5 %") == "Qui\u00a0? «\u00a0Moi\u00a0»\u00a0: 5\u00a0%"
