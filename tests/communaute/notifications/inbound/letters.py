"""Realistic French mails, as data: `letters/*.toml` tells what was typed and what is expected."""

import tomllib
from email import policy
from email.message import EmailMessage
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"
MAIL = """Gérard P. (Les Tilleuls) a répondu à votre question « Combien coûte le raccordement ? » :

Chez nous, 1 200 € par lot, aides déduites.
Le plus long a été le vote.

Pour répondre, répondez à ce courriel : votre texte sera publié sur le site, sous votre nom.

Lire la réponse sur le site :
https://chauffage.example/communaute/questions/5-combien-coute-le-raccordement/#reponse-9

--
Vous recevez ce message parce que vous avez posé cette question sur ChauffageUrbain.
ChauffageUrbain – https://chauffage.example"""
_QUOTED = "\n".join(f"> {line}".rstrip() for line in MAIL.split("\n"))


def letters(*names):
    """Each letter of these files, of all when none is named."""
    paths = [FOLDER / f"{name}.toml" for name in names] or sorted(FOLDER.glob("*.toml"))
    return [letter for path in paths for letter in tomllib.loads(path.read_text())["letter"]]


def typed(letter):
    """The text or HTML of a letter, our mail quoted where it says so."""
    text = letter.get("text") or letter["html"]
    return text.replace("{{mail}}", MAIL).replace("{{> mail}}", _QUOTED).lstrip("\n")


def raw(letter, **headers):
    """The bytes of the mail, as a mailbox sends them."""
    message = EmailMessage(policy=policy.SMTP)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message["Subject"] = letter.get("subject", "Re: Gérard P. a répondu")
    message.set_content(
        typed(letter),
        subtype="plain" if "text" in letter else "html",
        charset=letter.get("charset", "utf-8"),
        cte=letter.get("encoding", "quoted-printable"),
        params={"format": "flowed"} if letter.get("flowed") else None,
    )
    return message.as_bytes()
