"""Tables of a room's first migration, made all at once."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Make the tables of `operations` in one go, from the models as the last of them leaves them.

    One by one, each new model has Django draw again every model it is tied to: with two hundred
    models, three fifths of the time to migrate an empty database (docs/performances.md).
    `operations` are those that `makemigrations` writes for new models; `ValueError` on any other.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self.names = [each.name for each in operations if isinstance(each, CreateModel)]
        own = {name.lower() for name in self.names}
        for each in operations:
            if isinstance(each, CreateModel):
                continue
            known = isinstance(each, AddField | AddIndex | AddConstraint)
            if not known or each.model_name.lower() not in own:
                raise ValueError(f"{each.describe()}: not of a table that is made here")

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if "apps" in vars(state):
            # Drawn again by the next who asks, once for all these models.
            del state.apps
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in self.names:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in reversed(self.names):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create the tables of {', '.join(self.names)}"
