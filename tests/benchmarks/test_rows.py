import json

import pytest

from communaute.comptes.enums import OrganisationKind
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.benchmarks.bench_pages import LIFTED
from tests.benchmarks.pages.clients import Measured
from tests.benchmarks.pages.inside import ask, counted
from tests.benchmarks.pages.report import Line, Run, markdown, write
from tests.benchmarks.pages.requests import HOST, Row, Table, filled, requests
from tests.benchmarks.pages.rows import table
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import MembershipFactory
from tests.communaute.questions.factories import AnswerFactory

FACTS = {"date": "26/11/2026", "cores": 2, "load": "0,1", "processes": 2, "threads": 2}
FACTS |= {"clients": 8, "client": "wrk", "seconds": "4", "lifted": "{}"}


@pytest.mark.django_db
def test_every_row_is_answered_and_survives_its_journey(settings):
    settings.ALLOWED_HOSTS = [f".{HOST}"]
    settings.NUMBERS = LIFTED
    AnswerFactory(question__space__questions_count=1)
    make_guide()
    DemandeFactory()
    for kind in (OrganisationKind.EXPLOITANT, OrganisationKind.AGENCE, OrganisationKind.EQUIPE):
        MembershipFactory(organisation__kind=kind)
    found = Table.from_json(json.loads(json.dumps(table().as_json())))
    keys = [row.key for row in found.rows]
    assert len(set(keys)) == len(keys)
    assert {
        "question.vue",
        "guide.ecriture",
        "exploitant",
        "fils",
        "moderation",
        "repondre",
    } <= set(keys)
    assert found.rows[1].is_floor
    # Each page is asked once: kept ones are the same.
    for row in found.rows:
        if "." not in row.key or row.key.endswith(".jamais") or row.key == "question.connecte":
            ask(row)
    # The page of a list that nobody has read yet.
    (listed,) = [row for row in found.rows if row.key == "liste.jamais"]
    assert counted(listed).sql > 1


def test_what_is_sent():
    new = Row("a", "a", ["/a/?q=é", "/b/"], is_new=True)
    first, second = requests(new, most=9)
    assert first.startswith(b"GET /a/?q=%C3%A9 HTTP/1.1\r\nHost: n{N}.bench.localhost\r\n")
    assert second.startswith(b"GET /b/ ")
    assert filled(first) != filled(first)
    (kept,) = requests(Row("a", "a", ["/a/"]), most=9)
    assert filled(kept) == kept


def test_the_table_and_its_raw_figures(tmp_path):
    row = Row("question.vue", "question, déjà vue", ["/"], sql=1, db_ms=0.5, bytes=1234)
    line = Line("SQLite", row, Measured(1500.4, 1.25, 9.0, 2), 3.0, 310.2)
    memory = {"SQLite": [{"rss": 155.0, "pss": 90.0, "private": 80.0}]}
    run = Run(FACTS | {"content": {"SQLite": {"questions": 10}}}, [line], memory)
    write(run, tmp_path / "deep" / "x.json")
    before = json.loads((tmp_path / "deep" / "x.json").read_text())
    before["lines"][0]["rate"] = 3000.8
    text = markdown(run, before)
    assert text.splitlines()[2] == (
        "| SQLite | question, déjà vue | 1 500 (**2 erreurs**) | × 3,00 | 1,2 ms | 9,0 ms "
        "| 1 | 0,5 | 1 234 | 310 Mo | × 2,00 |"
    )
    assert "155 Mo, 90 Mo" in text
