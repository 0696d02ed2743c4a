"""A ZIP whose bytes depend on its contents alone (PKWARE APPNOTE 6.3.3): names in order, one time, one compressor.

Python's own ``zipfile`` compresses with the machine's zlib, and each zlib writes other bytes.
"""

from __future__ import annotations

import datetime
import struct
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

import deflate

from generator.problems import Refusal, said

LEVEL = 9
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION, UNIX, UTF8, DEFLATED = 20, 3 << 8, 0x800, 8
FILE_MODE = 0o100644 << 16
FIRST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The format knows no earlier time."""


class TooLarge(Refusal):
    """More files, or larger ones, than a plain ZIP can hold."""


def packed(files: Mapping[PurePosixPath, bytes], timestamp: int) -> bytes:
    """The archive of the files by path, all of one time. Raises `TooLarge` for more than the plain format can hold."""
    moment = max(datetime.datetime.fromtimestamp(timestamp, datetime.UTC), FIRST)
    day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    body, directory = bytearray(), bytearray()
    for path in sorted(files, key=str):
        name, data = str(path).encode(), files[path]
        small = bytes(deflate.deflate_compress(data, LEVEL)) if data else b""
        method = DEFLATED if len(small) < len(data) else 0
        stored = small if method else data
        common = struct.pack(
            "<HHHHHIIIHH", VERSION, UTF8, method, time, day, zlib.crc32(data), len(stored), len(data), len(name), 0
        )
        directory += CENTRAL + struct.pack("<H", UNIX | VERSION) + common
        directory += struct.pack("<HHHII", 0, 0, 0, FILE_MODE, len(body)) + name
        body += LOCAL + common + name + stored
    if len(files) > 0xFFFF or len(body) + len(directory) > 0xFFFFFFFF:
        raise TooLarge(said("copy.large"))
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + END + end)
