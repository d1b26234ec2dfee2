"""The file that the processes of a machine share: found, made again, done without."""

import fcntl
import io
import os

import pytest
import shapely

from ambassadeurs.reseaux import spatial
from ambassadeurs.reseaux.models import GeoVersion
from ambassadeurs.reseaux.places import make_ready
from ambassadeurs.reseaux.services import bump_geo_version
from ambassadeurs.reseaux.spatial import Hit, get_index
from socle import shared_arrays

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
def file():
    return shared_arrays.place_of(spatial.FILE)


def _answers():
    reseau_id = spatial.Trace.objects.values_list("reseau_id", flat=True).get()
    return get_index().existing.within(HERE, distance_m=100) == [Hit(reseau_id, 10)]


def test_the_second_process_opens_what_the_first_made(file, new_process, django_assert_num_queries):
    traced_reseau(distance_m=10)
    assert _answers()
    made = file.stat()

    new_process()
    with django_assert_num_queries(1):
        index = get_index()

    assert len(index.existing.keys) == 1
    assert _answers()
    assert file.stat() == made
    assert set(file.parent.iterdir()) == {file, file.with_suffix(".lock")}


def test_arrays_of_the_file_cannot_be_written():
    traced_reseau(distance_m=10)

    with pytest.raises(ValueError, match="read-only"):
        get_index().existing.segments[0, 0, 0] = 1


def test_a_file_of_another_version_is_made_again_and_the_former_map_still_answers(
    file, new_process
):
    reseau = traced_reseau(distance_m=10)
    former = get_index()
    reseau.trace.delete()
    bump_geo_version()
    new_process()

    assert not len(get_index().existing.keys)
    assert former.existing.within(HERE, distance_m=100) == [Hit(reseau.pk, 10)]


def test_a_file_of_another_format_is_made_again(file, new_process, monkeypatch):
    traced_reseau(distance_m=10)
    get_index()
    new_process()
    monkeypatch.setattr(spatial, "FORMAT", spatial.FORMAT + 1)

    assert _answers()
    assert f'"{spatial.FORMAT}:{GeoVersion.objects.get().token}"'.encode() in file.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:10],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        lambda whole: bytes(len(whole)),
        lambda whole: whole + b"more",
    ],
    ids=["empty", "ten bytes", "half", "one byte short", "one bit", "zeros", "longer"],
)
def test_a_damaged_file_is_said_and_made_again(damage, file, new_process, caplog):
    traced_reseau(distance_m=10)
    get_index()
    whole = file.read_bytes()
    # A new file: what is mapped must not be cut under who maps it.
    file.unlink()
    file.write_bytes(damage(whole))
    new_process()

    assert _answers()
    assert "damaged" in caplog.text
    assert file.read_bytes() == whole


def test_a_disk_that_refuses_is_said_and_costs_memory_only(file, caplog):
    # Root writes anywhere: a file where the folder should be refuses everybody.
    file.parent.parent.mkdir(parents=True)
    file.parent.write_text("")
    traced_reseau(distance_m=10)

    assert _answers()
    assert SAID in caplog.text


def test_a_full_disk_is_said_and_leaves_the_former_file(file, new_process, monkeypatch, caplog):
    traced_reseau(distance_m=10)
    get_index()
    former = file.read_bytes()
    bump_geo_version()
    new_process()
    write = spatial.Writer._write

    def full(writer, data):
        if not isinstance(writer.stream, io.BytesIO) and writer.written > 1000:
            raise OSError(28, "No space left on device")
        write(writer, data)

    with monkeypatch.context() as patch:
        patch.setattr(spatial.Writer, "_write", full)
        assert _answers()

    assert SAID in caplog.text
    assert "No space left" in caplog.text
    assert file.read_bytes() == former
    assert not file.with_suffix(".new").exists()


def test_a_maker_that_never_ends_is_not_waited_for(file, monkeypatch, caplog):
    traced_reseau(distance_m=10)
    monkeypatch.setattr(shared_arrays, "PATIENCE_S", -1)
    file.parent.mkdir(parents=True)
    with file.with_suffix(".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert _answers()

    assert SAID in caplog.text
    assert not file.exists()


def test_who_waited_finds_the_file_made_meanwhile(file, new_process, monkeypatch):
    traced_reseau(distance_m=10)
    get_index()
    elsewhere = file.with_name("elsewhere")
    os.rename(file, elsewhere)
    new_process()
    lock = fcntl.flock

    def made_meanwhile(handle, operation):
        lock(handle, operation)
        os.rename(elsewhere, file)

    monkeypatch.setattr(fcntl, "flock", made_meanwhile)
    monkeypatch.setattr(shared_arrays, "_write", lambda *_: pytest.fail("made twice"))

    assert _answers()


def test_without_an_import_nothing_is_kept(file):
    assert get_index().version is None
    assert not file.parent.exists()


def test_a_process_is_ready_before_the_first_test(new_process, django_assert_num_queries):
    traced_reseau(distance_m=10)
    make_ready()

    with django_assert_num_queries(1):
        assert len(get_index().existing.keys) == 1
