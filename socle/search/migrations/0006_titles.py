"""Titles have a `tsvector` of their own on PostgreSQL: the planner then knows how rare a word is in
titles, and the rows that it reads without their index are short. SQLite's FTS5 knows by itself."""

from django.db import migrations

FORWARD = (
    "ALTER TABLE site_search_document ADD COLUMN title_vector tsvector GENERATED ALWAYS AS ("
    "to_tsvector('simple'::regconfig, title_words)) STORED",
    "CREATE INDEX site_search_title_vector ON site_search_document USING gin(title_vector)",
)
BACK = ("ALTER TABLE site_search_document DROP COLUMN title_vector",)


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("site_search", "0005_more_synonyms")]
    operations = [migrations.RunPython(_run(FORWARD), _run(BACK))]
