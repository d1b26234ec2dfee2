"""The log of acts on accounts is kept as written by the database itself."""

from communaute.moderation.append_only import Kept

KEPT = Kept(
    "national_accountact",
    ("id", "actor_name", "person_number", "act", "reason", "detail", "at"),
    "actor_id",
    (("id",),),
)
