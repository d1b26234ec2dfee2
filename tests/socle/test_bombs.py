"""Images made to fill the memory: refused by their header, or decoded one at a time."""

import io
import struct
import subprocess
import sys
import threading
import time
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from socle import images, uploads
from socle.uploads import check_upload

MEGABYTE = 2**20


def sent(data, name="photo.png"):
    return SimpleUploadedFile(name, data)


def lying_png(width, height):
    """A PNG of seventy bytes that says it has that many pixels."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + body


SIZES = [
    (1, 59_000_000),
    (59_000_000, 1),
    (7_000, 8_000),
    (16_385, 10),
    (5_000, 5_000),
    (6_001, 6_000),
]


@pytest.mark.parametrize("size", SIZES)
def test_a_header_that_lies_is_refused_before_anything_is_decoded(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(ValidationError, match="trop grande"):
        check_upload(sent(lying_png(*size)))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PCX", "EPS", "AVIF"])
def test_other_formats_are_refused_before_pillow_opens_them(kind, monkeypatch):
    target = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(target, kind)
    monkeypatch.setitem(Image.OPEN, kind, (lambda *_: pytest.fail("opened"), None))
    with pytest.raises(ValidationError, match="type accepté"):
        check_upload(sent(target.getvalue()))


def test_the_photo_of_a_telephone_with_a_second_image_is_a_jpeg():
    """Two images in one file (MPO), as many telephones write them."""
    target = io.BytesIO()
    second = Image.new("RGB", (400, 300), "blue")
    Image.new("RGB", (400, 300), "red").save(target, "MPO", save_all=True, append_images=[second])
    checked = check_upload(sent(target.getvalue(), "photo.jpg"))
    assert checked.content_type == "image/jpeg"
    with Image.open(io.BytesIO(checked.data)) as image:
        assert image.format == "JPEG"


def test_one_image_is_decoded_at_a_time(monkeypatch):
    """Eight threads send an image each: never two of them are in the decoder."""
    inside, most = [], []
    decode = uploads._upright

    def counted(*args):
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.01)
        try:
            return decode(*args)
        finally:
            inside.pop()

    monkeypatch.setattr(uploads, "_upright", counted)
    target = io.BytesIO()
    Image.new("RGB", (50, 50)).save(target, "PNG")
    threads = [
        threading.Thread(target=check_upload, args=[sent(target.getvalue())]) for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(most), max(most)) == (8, 1)
    assert not images.DECODING.locked()


MEASURE = """
import resource, sys
from django.conf import settings
settings.configure()
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from socle.uploads import check_upload
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(4):
    try:
        check_upload(SimpleUploadedFile("photo.png", data))
    except ValidationError:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def memory_of(data):
    """Megabytes that four posts of this file take from the process that receives them."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True
    )
    return int(done.stdout) * 1024 / MEGABYTE


@pytest.mark.one_database
def test_four_posts_of_a_bomb_take_no_memory():
    assert memory_of(lying_png(1, 59_000_000)) < 30


@pytest.mark.one_database
def test_the_largest_image_taken_is_bounded_too():
    """Thirty-six million pixels that are really there."""
    target = io.BytesIO()
    grey = Image.linear_gradient("L").resize((6_000, 6_000))
    Image.merge("RGBA", [grey] * 4).save(target, "PNG", compress_level=1)
    assert memory_of(target.getvalue()) < 450
