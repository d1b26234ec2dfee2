"""What the texts may not say."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Claim → why it is wrong.
FALSE = {
    r"[Ss]eul votre navigateur": "la Géoplateforme et notre serveur lisent l’adresse testée",
    r"agence(?: locale)?(?: de l’énergie)? ou l’exploitant(?: du réseau)?"
    r" (?:vous répond sous|confirme|vérifie|valide|le lit|la relit|relit|peut le marquer)": (
        "un exploitant est consulté, il ne décide pas"
    ),
    r"(?:vérifiée?s?|validée?s?) par l’exploitant": "un exploitant ne vérifie pas un ambassadeur",
}


def texts():
    for folder in ("templates", "cms", "communaute", "ambassadeurs", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".html", ".txt", ".py", ".md", ".toml"} and path.is_file():
                # A sentence of Python spans several strings.
                yield path, re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))


def test_no_text_makes_a_false_promise():
    found = {
        f"{path.relative_to(ROOT)} : {match[0]}": reason
        for path, text in texts()
        for claim, reason in FALSE.items()
        for match in re.finditer(claim, text)
    }
    assert found == {}
