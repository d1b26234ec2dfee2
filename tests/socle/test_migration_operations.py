"""Tables of a first migration, made at once (socle/migration_operations/)."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from socle.migration_operations import CreateTables


def model(name, **fields):
    return migrations.CreateModel(
        name, [("id", models.AutoField(primary_key=True)), *fields.items()]
    )


def link(to):
    return models.ForeignKey(to, models.CASCADE, null=True)


def columns(table):
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
        made = connection.introspection.get_constraints(cursor, table)
    return {column.name for column in description}, set(made)


@pytest.fixture
def operation():
    return CreateTables(
        [
            model("Left", day=models.DateField()),
            model("Right", left=link("made.left")),
            # Each is tied to the other: makemigrations writes the second link after both.
            migrations.AddField("left", "right", link("made.right")),
            migrations.AddIndex("left", models.Index(fields=["day"], name="made_left_day")),
        ]
    )


@pytest.mark.django_db(transaction=True)
def test_tables_have_what_the_last_operation_leaves_and_go_as_they_came(operation):
    before = ProjectState()
    after = before.clone()
    operation.state_forwards("made", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("made", editor, before, after)
    fields, indexes = columns("made_left")
    assert fields == {"id", "day", "right_id"}
    assert "made_left_day" in indexes
    with connection.schema_editor() as editor:
        operation.database_backwards("made", editor, after, before)
    assert not {"made_left", "made_right"} & set(connection.introspection.table_names())


def test_models_already_drawn_are_drawn_again_with_the_new_ones(operation):
    state = ProjectState()
    drawn = state.apps
    operation.state_forwards("made", state)
    assert state.apps is not drawn
    assert state.apps.get_model("made", "left")._meta.get_field("right")


@pytest.mark.parametrize(
    "other",
    [
        migrations.AddField("elsewhere", "left", link("made.left")),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.AlterField("left", "day", models.DateTimeField()),
    ],
)
def test_what_is_not_of_a_table_made_here_is_refused(other):
    with pytest.raises(ValueError, match="not of a table that is made here"):
        CreateTables([model("Left", day=models.DateField()), other])
