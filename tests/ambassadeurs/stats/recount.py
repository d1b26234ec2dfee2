"""The same figures by another way: plain SQL and plain loops, none of the room's own code."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from socle.calendar import add_working_days

PARIS = ZoneInfo("Europe/Paris")
NEAR = {
    "dans_pdp_reseau_existant",
    "dans_pdp_reseau_futur",
    "reseau_existant_tres_proche",
    "reseau_futur_tres_proche",
    "dans_zone_reseau_futur",
    "reseau_existant_proche",
    "reseau_futur_proche",
}


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [[_moment(cell) for cell in row] for row in cursor.fetchall()]


def _moment(cell):
    """SQLite gives moments as text, in UTC."""
    if isinstance(cell, str) and cell[4:5] == "-" and ":" in cell:
        cell = datetime.fromisoformat(cell)
    if isinstance(cell, datetime) and cell.tzinfo is None:
        return cell.replace(tzinfo=UTC)
    return cell


def recount(day, now):
    """Country figures of one day: {indicator: number}, without response times."""
    found = Counter()

    def on(moment):
        return moment is not None and moment.astimezone(PARIS).date() == day

    for outcome, at in rows("SELECT outcome, created_at FROM reseaux_addresstest"):
        if on(at):
            found["tests"] += 1
            found[f"tests:{outcome}"] += 1
            found["tests_proches"] += outcome in NEAR
    for (at,) in rows("SELECT created_at FROM coproprietes_copropriete"):
        found["coproprietes_enregistrees"] += on(at)
    told = rows("SELECT told_at, result FROM assemblees_assemblee WHERE may_be_counted")
    for at, result in told:
        found["assemblees_adoptees"] += on(at) and result in {"adoptee", "second_vote"}
        found["assemblees_rejetees"] += on(at) and result == "rejetee"
    asked = rows(
        "SELECT created_at, first_answer_at FROM questions_question WHERE status = 'publie'"
    )
    for at, first in asked:
        found["questions"] += on(at)
        ripe = at + timedelta(hours=48)
        if on(ripe) and ripe <= now:
            found["echeances:question"] += 1
            found["echeances_tenues:question"] += first is not None and first <= ripe
    sent = rows(
        "SELECT d.kind, d.created_at, d.reopened_at, d.first_answer_at, d.closed_at, o.id IS NULL"
        " FROM demandes_demande d LEFT JOIN demandes_demande o ON o.reoffered_from_id = d.id"
    )
    for kind, at, again, first, closed, is_last in sent:
        found["demandes"] += on(at) and is_last
        found["demandes_repondues"] += on(first) and is_last
        waited = again or at
        if kind == "ambassadeur":
            due = waited.astimezone(PARIS) + timedelta(days=10)
        else:
            due = add_working_days(waited, 5, "38")
        if on(due) and due <= now and not (first is None and closed and closed <= due):
            found[f"echeances:{kind}"] += 1
            found[f"echeances_tenues:{kind}"] += first is not None and first <= due
    for opened, referrer, count in rows("SELECT day, referrer, count FROM socle_pageview"):
        if str(opened) == str(day):
            found["arrivees"] += count * (referrer != "-")
    for (at,) in rows("SELECT starts_at FROM visites_visit WHERE state = 'tenu'"):
        found["visites_tenues"] += on(at)
    for helpful, at in rows("SELECT helpful, answered_at FROM visites_survey"):
        found["avis"] += on(at)
        found["avis_utiles"] += on(at) and bool(helpful)
    for (at,) in rows("SELECT decided_at FROM moderation_decision"):
        found["decisions"] += on(at)
    firsts = rows(
        "SELECT to_status, MIN(at) FROM demandes_statusevent GROUP BY demande_id, to_status"
    )
    for status, at in firsts:
        found["devis"] += on(at) and status == "proposition"
        found["votes"] += on(at) and status == "vote"
    for (at,) in rows(
        "SELECT MIN(e.at) FROM demandes_statusevent e"
        " JOIN demandes_demande d ON d.id = e.demande_id"
        " WHERE e.to_status = 'raccorde' AND d.desk_status = 'raccorde'"
        " GROUP BY COALESCE(d.copropriete_id, -d.id)"
    ):
        found["raccordements"] += on(at)
    return +found
