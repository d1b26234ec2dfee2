"""The first synonyms, and what searches the words.

An FTS5 table kept by triggers on SQLite, generated `tsvector` with their GIN indexes on PostgreSQL:
both follow `site_search_document` by themselves, in its transaction.
"""

from pathlib import Path

from django.db import migrations

# Of a new installation, one group of words a line; editors go on from there.
SYNONYMS = Path(__file__).parent.parent / "starter_synonyms.txt"
COLUMNS = ("title_words", "lead_words", "body_words")
_NEW = ", ".join(f"new.{name}" for name in COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in COLUMNS)
_NAMES = ", ".join(COLUMNS)
_ADD = f"INSERT INTO site_search_fts(rowid, {_NAMES}) VALUES (new.id, {_NEW});"  # noqa: S608
_REMOVE = f"INSERT INTO site_search_fts(site_search_fts, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608
SQLITE = (
    f"CREATE VIRTUAL TABLE site_search_fts USING fts5({_NAMES}, content='site_search_document', "
    "content_rowid='id', tokenize='ascii', prefix='2 3', detail=column, columnsize=0)",
    "CREATE VIRTUAL TABLE site_search_terms USING fts5vocab('site_search_fts', 'row')",
    f"CREATE TRIGGER site_search_added AFTER INSERT ON site_search_document BEGIN {_ADD} END",
    f"CREATE TRIGGER site_search_removed AFTER DELETE ON site_search_document BEGIN {_REMOVE} END",
    f"CREATE TRIGGER site_search_changed AFTER UPDATE OF {_NAMES} ON site_search_document "
    f"BEGIN {_REMOVE} {_ADD} END",
)
SQLITE_BACK = (
    "DROP TRIGGER site_search_changed",
    "DROP TRIGGER site_search_removed",
    "DROP TRIGGER site_search_added",
    "DROP TABLE site_search_terms",
    "DROP TABLE site_search_fts",
)
# Words are stems already: « simple » keeps them as they are.
POSTGRESQL = (
    "ALTER TABLE site_search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple'::regconfig, title_words), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, lead_words), 'B') || "
    "to_tsvector('simple'::regconfig, body_words)) STORED",
    "CREATE INDEX site_search_vector ON site_search_document USING gin(vector)",
    # Titles alone: the planner then knows how rare a word is in titles, and the rows that it reads
    # without their index are short.
    "ALTER TABLE site_search_document ADD COLUMN title_vector tsvector GENERATED ALWAYS AS ("
    "to_tsvector('simple'::regconfig, title_words)) STORED",
    "CREATE INDEX site_search_title_vector ON site_search_document USING gin(title_vector)",
)
POSTGRESQL_BACK = ("ALTER TABLE site_search_document DROP COLUMN vector, DROP COLUMN title_vector",)


def _run(statements):
    def run(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        for statement in statements.get(vendor, ()):
            schema_editor.execute(statement)

    return run


def add_synonyms(apps, schema_editor):
    synonyms = apps.get_model("site_search", "Synonyms")
    groups = SYNONYMS.read_text(encoding="utf-8").splitlines()
    synonyms.objects.bulk_create([synonyms(words=words) for words in groups])


class Migration(migrations.Migration):
    dependencies = [("site_search", "0001_initial")]
    operations = [
        migrations.RunPython(
            _run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            _run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        ),
        migrations.RunPython(add_synonyms, migrations.RunPython.noop),
    ]
