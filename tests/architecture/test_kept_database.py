"""The kept test database is made again when its content would change, and then only."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from tests.database import ROOT, _sources, schema_key

FILES = {
    "uv.lock": "",
    "cms/models.py": "",
    "cms/views.py": "",
    "cms/migrations/0001_initial.py": "from ..loading import shelf\nimport cms.words\n",
    "cms/loading/__init__.py": "",
    "cms/loading/shelf.py": "",
    "cms/loading/other.py": "",
    "cms/words.py": "",
    "cms/data/communes.json.xz": "",
    "communaute/questions/models/__init__.py": "",
    "communaute/questions/models/answer.py": "",
    "communaute/questions/services.py": "",
    "config/settings.py": "",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "uv.lock",
        "cms/models.py",
        "cms/migrations/0001_initial.py",
        "cms/migrations/0002_new.py",
        "cms/loading/shelf.py",
        "cms/words.py",
        "cms/data/communes.json.xz",
        "communaute/questions/models/answer.py",
    ],
)
def test_schema_and_data_change_the_key(checkout: Path, name: str):
    before = schema_key(checkout)
    (checkout / name).write_text("changed = 1\n")
    assert schema_key(checkout) != before


@pytest.mark.parametrize(
    "name",
    [
        "cms/views.py",
        "cms/loading/other.py",
        "communaute/questions/services.py",
        "communaute/questions/new.py",
        "config/settings.py",
    ],
)
def test_other_edits_keep_the_database(checkout: Path, name: str):
    before = schema_key(checkout)
    (checkout / name).write_text("changed = 1\n")
    assert schema_key(checkout) == before


def test_what_loads_the_geography_counts():
    names = {str(path.relative_to(ROOT)) for path in _sources(ROOT)}
    assert "communaute/territoires/data/geographie_2026.json.xz" in names
    assert any(name.startswith("communaute/territoires/services") for name in names)


@pytest.mark.django_db
def test_a_broken_reference_is_seen():
    """The check that ends each test, which leaves the shipped geography out."""
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.permissions.through.objects.create(group_id=10**6, permission_id=10**6)
        connection.check_constraints()
