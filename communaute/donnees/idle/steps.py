"""What time does to accounts that nobody uses: told twice, then closed."""

from socle.clock import Step, register

from . import services


def register_steps() -> None:
    register(
        Step(
            key="donnees.idle_first",
            label="Comptes sans connexion depuis longtemps : premier courriel",
            due=services.to_tell_first,
            do=services.tell_first,
        ),
        Step(
            key="donnees.idle_again",
            label="Comptes sans connexion depuis longtemps : second courriel",
            due=services.to_tell_again,
            do=services.tell_again,
            after=("donnees.idle_first",),
        ),
        Step(
            key="donnees.idle_close",
            label="Comptes sans connexion, prévenus deux fois : fermés",
            due=services.to_close,
            do=services.close_idle,
            after=("donnees.idle_again",),
        ),
    )
