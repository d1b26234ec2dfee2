"""Who may read which page of this room."""

from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.rows import row

from .factories import DemandeFactory


def _thread(act):
    return lambda: f"{DemandeFactory().get_absolute_url()}{act}"


# Requests and threads: a private exchange does not exist for whom takes no part in it.
MATRIX = {
    "mises_en_relation:list": row(lambda: "/mises-en-relation/"),
    "mises_en_relation:new": row(
        lambda: f"/mises-en-relation/nouvelle/?a=ambassadeur&id={AmbassadeurFactory().pk}",
        anonymous=200,
    ),
    "mises_en_relation:detail": row(_thread(""), others=404),
    "mises_en_relation:sent": row(_thread("envoyee/"), others=404),
    "mises_en_relation:attachment": row(_thread("fichiers/1/"), others=404),
    "mises_en_relation:report_message": row(_thread("messages/1/signaler/"), others=404),
    **{
        f"mises_en_relation:{name}": row(_thread(act), anonymous=405, others=405)
        for name, act in (
            ("share", "partager/"),
            ("keep", "ne-plus-partager/"),
            ("close", "clore/"),
            ("thank", "remercier/"),
            ("reopen", "rouvrir/"),
        )
    },
}
