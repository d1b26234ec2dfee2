"""Whether a PDF holds more than pages: programs, other files, commands."""

import re
import zlib

# Names of the PDF format (ISO 32000-1, §7.3.5): a sign of theirs may be written « #4A ».
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|XFA|RichMedia)(?![A-Za-z0-9])")
_WRITTEN_OUT = re.compile(rb"#([0-9A-Fa-f]{2})")
# Objects may be packed together, out of sight.
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_UNPACKED_MAX = 20 * 2**20


def is_active(data: bytes) -> bool:
    """Whether the file announces a program, an attached file or a command. What is packed is
    looked into, up to 20 MB once unpacked: beyond, the file is taken for active."""
    if _says_so(data):
        return True
    left = _UNPACKED_MAX
    for found in _PACKED.finditer(data):
        unpacking = zlib.decompressobj()
        try:
            text = unpacking.decompress(data[found.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        if left <= 0 or _says_so(text):
            return True
    return False


def _says_so(data: bytes) -> bool:
    plain = _WRITTEN_OUT.sub(lambda sign: bytes([int(sign[1], 16)]), data)
    return bool(_ACTIVE.search(plain))
