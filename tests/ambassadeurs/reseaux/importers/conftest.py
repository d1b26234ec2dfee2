"""An import of one file, as most tests of this folder do it."""

import pytest

from ambassadeurs.reseaux.importers import import_files

from ..open_data import write


@pytest.fixture
def load(tmp_path):
    """Import these features, written in one file; give the report."""

    def load(*features, **file):
        return import_files([write(tmp_path, *features, **file)])

    return load
