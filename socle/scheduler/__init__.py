"""The scheduler, « l’horloge »: what is due now, told by the rooms, done once.

`manage.py tick` runs it.

A room says at start-up (`AppConfig.ready`) what it has to do with time:

    from socle.scheduler import Step, register_steps

    register_steps(
        Step(
            key="visites.remind_visitors",
            label="Rappels aux personnes inscrites à une visite",
            due=lambda now: pks_of(...),      # cheap, writes nothing
            do=remind_visitor,                # do(pk, now): one item, in its own transaction
            after=("coproprietes.end_mandates",),
        )
    )
"""

from .steps import Step, each_apart, ordered, problems, register_steps, registered

__all__ = ["Step", "each_apart", "ordered", "problems", "register_steps", "registered"]
