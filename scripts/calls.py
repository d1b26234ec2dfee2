"""What a request costs in calls of our own code: how many, in how many files and rooms.

    python scripts/calls.py                     # the two requests of docs/architecture.md
    python scripts/calls.py GET /communaute/    # one page, signed in as the person of the demo

Over the database of the settings, which must hold the demonstration; what is written is taken back.
"""

import os
import sys
import time
import uuid
from collections import Counter
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
OURS = tuple(str(ROOT / name) for name in ("ambassadeurs", "cms", "communaute", "config", "socle"))
PERSON = "coproprietaire@demo.test"
# Named functions: comprehensions, lambdas and the bodies of classes and modules are their lines.
UNNAMED = ("<genexpr>", "<listcomp>", "<dictcomp>", "<setcomp>", "<lambda>", "<module>")


def traced(act: object) -> tuple[Counter[tuple[str, str]], float]:
    """The calls of our functions during `act()`, by (file, function), and its processor time (s)
    in another run, without the tracer."""
    calls: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, event: str, _arg: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OURS) and code.co_name not in UNNAMED:
            calls[code.co_filename, code.co_name] += 1

    sys.setprofile(note)
    try:
        act()  # type: ignore[operator]
    finally:
        sys.setprofile(None)
    started = time.process_time()
    act()  # type: ignore[operator]
    return calls, time.process_time() - started


def say(name: str, calls: Counter[tuple[str, str]], seconds: float, detail: int) -> None:
    files = Counter[str]()
    for (file, _), number in calls.items():
        files[str(Path(file).relative_to(ROOT))] += number
    cost = f"{calls.total()} calls, {len(files)} files, {seconds * 1000:.0f} ms"
    sys.stdout.write(f"{name}: {cost}\n")
    for (file, function), number in calls.most_common(detail):
        sys.stdout.write(f"  {number:5} {Path(file).relative_to(ROOT)}:{function}\n")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client

    from communaute.comptes.models import User
    from communaute.questions.models import Question

    detail = int(os.environ.get("DETAIL", "0"))
    client = Client(raise_request_exception=True, SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=os.environ.get("PERSON", PERSON)))
    question = Question.objects.published().order_by("-answers_count", "pk")[0]

    def read(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address}: {response.status_code}")

    def answer() -> None:
        with transaction.atomic():
            # Another text each time, without what looks like a number of account.
            word = "".join("abcdefghijklmnop"[int(one, 16)] for one in uuid.uuid4().hex[:8])
            body = f"Chez nous, tout s’est bien passé, grâce à {word}."
            typed = {"body": body, "submission_key": uuid.uuid4()}
            response = client.post(f"/communaute/questions/{question.pk}/repondre/", typed)
            if response.status_code != 302:
                sys.exit(f"answer: {response.status_code}")
            transaction.set_rollback(True)

    if len(sys.argv) > 2:
        asked = [(sys.argv[2], lambda: read(sys.argv[2]))]
    else:
        address = question.get_absolute_url()
        asked = [("a question, signed in", lambda: read(address)), ("an answer", answer)]
    for name, act in asked:
        act()
        say(name, *traced(act), detail)


if __name__ == "__main__":
    main()
