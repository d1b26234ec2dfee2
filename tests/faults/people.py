"""Run in the service's own environment: who writes, and what was kept.

`python -m tests.faults.people` answers each line of its input by a line of JSON. `write N` makes N
people signed in, each with a question to answer; `ask` publishes a question, `withdraw PK` takes
it back; `enter` makes an account with a password; `tell N` owes N mails at once; `kept` says what
the database holds; `hasten` makes the waiting mails due now, as time would.
"""

import json
import os
import sys
import uuid

import django


def write(number: int) -> list[dict[str, str]]:
    """Signed-in people: number, cookie and CSRF token, the address and key of their answer."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import transaction
    from django.middleware.csrf import CSRF_SESSION_KEY, _get_new_csrf_string

    from communaute.comptes.enums import MembershipRole
    from communaute.comptes.models import Membership, User
    from communaute.questions.models import Question
    from config.sessions import SessionStore
    from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
    from tests.communaute.questions.factories import QuestionFactory, SpaceFactory

    made = []
    with transaction.atomic():
        space = SpaceFactory()
        people = User.objects.bulk_create(UserFactory.build_batch(2 * number))
        askers, writers = people[:number], people[number:]
        # They speak for an organisation: nothing that they write waits to be read first.
        town, role = OrganisationFactory(kind="collectivite"), MembershipRole.MEMBRE
        Membership.objects.bulk_create(
            [Membership(user=one, organisation=town, role=role) for one in writers]
        )
        questions = Question.objects.bulk_create(
            [QuestionFactory.build(author=asker, space=space, counted=False) for asker in askers]
        )
        for at, (writer, question) in enumerate(zip(writers, questions, strict=True)):
            session = SessionStore()
            session[SESSION_KEY] = str(writer.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = writer.get_session_auth_hash()
            session[CSRF_SESSION_KEY] = token = _get_new_csrf_string()
            session.create()
            made.append(
                {
                    "number": str(at),
                    "cookie": session.session_key or "",
                    "token": token,
                    "path": f"/communaute/questions/{question.pk}/repondre/",
                    "key": str(uuid.uuid4()),
                }
            )
    return made


def ask() -> dict[str, object]:
    """A question that is public: its address, key and title."""
    from socle.public_pages import touch_public_pages
    from tests.communaute.questions.factories import QuestionFactory

    question = QuestionFactory(title=f"Que vaut l’abonnement {uuid.uuid4().hex} ?")
    touch_public_pages()
    return {
        "path": question.get_absolute_url(),
        "pk": question.pk,
        "title": question.title,
    }


def withdraw(pk: int) -> bool:
    """Its author withdraws a question."""
    from communaute.questions.models import Question
    from communaute.questions.revisions import withdrawals

    question = Question.objects.get(pk=pk)
    withdrawals.withdraw(actor=question.author, content=question)
    return True


def enter() -> dict[str, str]:
    """An account that signs in by password: its address and its password."""
    from communaute.comptes.services import create_account

    address, password = f"{uuid.uuid4().hex}@exemple.test", uuid.uuid4().hex
    create_account(email=address, display_name="Monique D.", password=password)
    return {"address": address, "password": password}


def tell(number: int) -> list[str]:
    """Mails due at the same instant: to whom."""
    from django.db import transaction

    from communaute.notifications import services

    to = [f"{uuid.uuid4().hex}@exemple.test" for _ in range(number)]
    with transaction.atomic():
        for one in to:
            kind = "donnees.closing_taken_back"
            services.tell(kind, to=one, key=one, url="/", context={"name": "", "why": ""})
    return to


def kept() -> dict[str, object]:
    """Keys of the answers, and the mails: their Message-ID and state."""
    from django.utils import timezone

    from communaute.notifications.models import Mail
    from communaute.questions.models import Answer

    waiting = Mail.objects.waiting()
    return {
        "answers": [str(key) for key in Answer.objects.values_list("submission_key", flat=True)],
        "mails": dict(Mail.objects.values_list("message_id", "state")),
        "tried": waiting.filter(attempts__gt=0).count(),
        "due": waiting.filter(due_at__lte=timezone.now()).count(),
    }


def hasten() -> int:
    """The pauses between tries are over, and so are the claims of dead workers."""
    from django.utils import timezone

    from communaute.notifications.models import Mail

    return Mail.objects.waiting().update(due_at=timezone.now(), claimed_until=None)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from django.db import connection

    acts = {
        "write": write,
        "ask": ask,
        "withdraw": withdraw,
        "enter": enter,
        "tell": tell,
        "kept": kept,
        "hasten": hasten,
    }
    for line in sys.stdin:
        act, *numbers = line.split()
        sys.stdout.write(json.dumps(acts[act](*map(int, numbers))) + "\n")
        sys.stdout.flush()
        # The database may be killed before the next line.
        connection.close()


if __name__ == "__main__":
    main()
