"""The texts for a word processor, opened by one."""

import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.assemblees.dossier.amounts import Numbers
from ambassadeurs.assemblees.dossier.exports import EDITED, as_docx, blocks_of
from ambassadeurs.assemblees.dossier.papers import text_of

from .dossiers import WHOLE, plain

SOFFICE = shutil.which("soffice")
SECONDS = 120


@pytest.mark.django_db
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("key", EDITED)
def test_libreoffice_keeps_the_headings_and_the_language(assembly, tmp_path, key):
    text = text_of(key, assembly, Numbers(**WHOLE))
    file = tmp_path / f"{key}.docx"
    file.write_bytes(as_docx(key, text, assembly))
    # With a profile of its own: one that is open elsewhere would answer in its place.
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "fodt", "--outdir", tmp_path, file],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    opened = BeautifulSoup((tmp_path / f"{key}.fodt").read_bytes(), "xml")
    headings = [plain(one.get_text()) for one in opened.find_all("text:h")]
    assert opened.find("text:h")["text:outline-level"] == "1"
    told = [plain(one.lines[0]) for one in blocks_of(text) if one.kind == "heading"]
    assert set(told) <= set(headings)
    assert opened.find(attrs={"fo:language": "fr", "fo:country": "FR"})
