"""A PDF that somebody sends: refused when it runs something, else written again, pages only."""

import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ValidationError

PROGRAM = Path(__file__).with_name("program.py")
# As the program has them. It is not imported: what reads PDFs weighs 6 MB a process.
ACTIVE, LOCKED = 10, 11
SECONDS_MAX = 10
_PRINT = "Imprimez-le « au format PDF », puis envoyez cette copie."
_REFUSALS = {
    ACTIVE: ("active", f"Ce PDF contient un programme : nous ne le gardons pas. {_PRINT}"),
    LOCKED: ("locked", f"Ce PDF est protégé par un mot de passe. {_PRINT}"),
}
_BROKEN = ("broken", f"Ce PDF est abîmé : nous n’arrivons pas à le lire. {_PRINT}")


def clean_pdf(data: bytes) -> bytes:
    """The same pages, without attached files, nor who wrote them, nor anything around the PDF, nor
    any link but those to the web, to an address or inside the file.

    Raises ValidationError, in French, for what holds a program, asks for a password or cannot be
    read with 1 GB of memory in ten seconds of processor.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no argument from outside
            [sys.executable, "-I", str(PROGRAM)],
            input=data,
            capture_output=True,
            timeout=3 * SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        code, message = _BROKEN
        raise ValidationError(message, code=code) from None
    if done.returncode:
        code, message = _REFUSALS.get(done.returncode, _BROKEN)
        raise ValidationError(message, code=code)
    return done.stdout
