"""The files that the processes of a machine share: found, made again, done without."""

import fcntl
import os
import shutil

import pytest
import shapely

from ambassadeurs.reseaux import spatial
from ambassadeurs.reseaux.models import GeoVersion
from ambassadeurs.reseaux.places import make_ready
from ambassadeurs.reseaux.services import bump_geo_version
from ambassadeurs.reseaux.spatial import Hit, arrays, get_index

from .factories import GRENOBLE, traced_reseau

pytestmark = pytest.mark.django_db

HERE = shapely.Point(*GRENOBLE)
SAID = "not shared"


@pytest.fixture(autouse=True)
def new_process(monkeypatch):
    """Forget what this process holds, now and when called: the next index is another process's."""

    def forget():
        spatial._index = None

    forget()
    yield forget
    forget()


@pytest.fixture
def place():
    return arrays.place()


def _files(place):
    """The files of the only version there, by name."""
    (folder,) = place.iterdir()
    return {path.name: path for path in folder.iterdir()}


def _contents(place):
    return {name: path.read_bytes() for name, path in _files(place).items()}


def _answers():
    reseau_id = spatial.Trace.objects.values_list("reseau_id", flat=True).get()
    return get_index().existing.within(HERE, distance_m=100) == [Hit(reseau_id, 10)]


def test_the_second_process_opens_what_the_first_made(
    place, new_process, django_assert_num_queries
):
    traced_reseau(distance_m=10)
    assert _answers()
    made = {name: path.stat() for name, path in _files(place).items()}

    new_process()
    with django_assert_num_queries(1):
        index = get_index()

    assert len(index.existing.keys) == 1
    assert _answers()
    assert {name: path.stat() for name, path in _files(place).items()} == made
    assert set(place.parent.iterdir()) == {place, place.with_suffix(".lock")}


def test_arrays_of_the_files_cannot_be_written():
    traced_reseau(distance_m=10)

    with pytest.raises(ValueError, match="read-only"):
        get_index().existing.segments[0, 0, 0] = 1


def test_files_of_another_version_are_made_again_and_the_former_map_still_answers(
    place, new_process
):
    reseau = traced_reseau(distance_m=10)
    former = get_index()
    reseau.trace.delete()
    bump_geo_version()
    new_process()

    assert not len(get_index().existing.keys)
    assert former.existing.within(HERE, distance_m=100) == [Hit(reseau.pk, 10)]
    assert [one.name for one in place.iterdir()] == [f"{spatial.FORMAT}-{_token()}"]


def _token():
    return GeoVersion.objects.get().token


def test_files_of_another_format_are_made_again(place, new_process, monkeypatch):
    traced_reseau(distance_m=10)
    get_index()
    new_process()
    monkeypatch.setattr(spatial, "FORMAT", spatial.FORMAT + 1)

    assert _answers()
    assert [one.name for one in place.iterdir()] == [f"{spatial.FORMAT}-{_token()}"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:10],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: bytes(len(whole)),
    ],
    ids=["empty", "ten bytes", "half", "one byte short", "zeros"],
)
def test_a_damaged_file_is_said_and_all_are_made_again(damage, place, new_process, caplog):
    traced_reseau(distance_m=10)
    get_index()
    whole = _contents(place)
    damaged = _files(place)["existing.segments.npy"]
    # A new file: what is mapped must not be cut under who maps it.
    damaged.unlink()
    damaged.write_bytes(damage(whole[damaged.name]))
    new_process()

    assert _answers()
    assert "damaged" in caplog.text
    assert _contents(place) == whole


def test_a_disk_that_refuses_is_said_and_costs_memory_only(place, caplog):
    # Root writes anywhere: a file where the folder should be refuses everybody.
    place.parent.parent.mkdir(parents=True)
    place.parent.write_text("")
    traced_reseau(distance_m=10)

    assert _answers()
    assert SAID in caplog.text


def test_a_full_disk_is_said_and_what_was_written_is_not_taken_for_whole(
    place, new_process, monkeypatch, caplog
):
    traced_reseau(distance_m=10)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(arrays.FileWriter, "put", full)
        assert _answers()

    assert SAID in caplog.text
    assert "No space left" in caplog.text
    new_process()
    assert _answers()
    assert [one.name for one in place.iterdir()] == [f"{spatial.FORMAT}-{_token()}"]


def test_who_waited_finds_the_files_made_meanwhile(place, new_process, monkeypatch):
    traced_reseau(distance_m=10)
    get_index()
    elsewhere = place.with_name("elsewhere")
    os.rename(place, elsewhere)
    new_process()
    lock = fcntl.flock

    def made_meanwhile(handle, operation):
        lock(handle, operation)
        shutil.rmtree(place)
        os.rename(elsewhere, place)

    monkeypatch.setattr(fcntl, "flock", made_meanwhile)
    monkeypatch.setattr(arrays, "FileWriter", lambda *_: pytest.fail("made twice"))

    assert _answers()


def test_without_an_import_nothing_is_kept(place):
    assert get_index().version is None
    assert not place.parent.exists()


def test_a_process_is_ready_before_the_first_test(new_process, django_assert_num_queries):
    traced_reseau(distance_m=10)
    make_ready()

    with django_assert_num_queries(1):
        assert len(get_index().existing.keys) == 1
