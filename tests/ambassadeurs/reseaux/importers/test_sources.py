"""Which files an import opens."""

import pytest

from ambassadeurs.reseaux.importers import ImportFailed, sources

from ..open_data import network, text_of, write_zip

ARCHIVE = {"opendata/reseaux_de_chaleur.geojson": text_of(network())}


def test_a_zip_that_unpacks_to_too_much_loads_nothing(tmp_path, monkeypatch):
    weight = sum(len(content.encode()) for content in ARCHIVE.values())
    path = write_zip(tmp_path, ARCHIVE)
    monkeypatch.setattr(sources, "UNPACKED_MAX", weight)
    assert sources.find_sources([path])
    monkeypatch.setattr(sources, "UNPACKED_MAX", weight - 1)
    with pytest.raises(ImportFailed, match="ouverte, l’archive dépasse"):
        sources.find_sources([path])
