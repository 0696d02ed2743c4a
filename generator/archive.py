"""A ZIP whose bytes depend on its contents alone (PKWARE APPNOTE 6.3.3): names in order, one time, one compressor.

Python's own ``zipfile`` compresses with the machine's zlib, and each zlib writes other bytes.
"""

from __future__ import annotations

import datetime
import struct
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import BinaryIO

import deflate

from generator.problems import Refusal, said

LEVEL = 9
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64, LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
VERSION, VERSION64, UNIX, UTF8, DEFLATED = 20, 45, 3 << 8, 0x800, 8
MANY = 0xFFFF
"""From so many files on their count stands in a record of its own (4.3.14 and 4.3.15)."""
FILE_MODE = 0o100644 << 16
FIRST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The format knows no earlier time."""


class TooLarge(Refusal):
    """More than a ZIP without extensions can hold."""


def write(file: BinaryIO, files: Iterable[tuple[PurePosixPath, bytes]], timestamp: int) -> int:
    """Write the archive of files that come in the order of their names, all of one time; its size comes back.

    One file is held at a time. Raises `TooLarge` for more than the plain format can hold, ValueError for names out of order.
    """
    moment = max(datetime.datetime.fromtimestamp(timestamp, datetime.UTC), FIRST)
    day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    size, count, before, directory = 0, 0, b"", bytearray()
    for path, data in files:
        name = str(path).encode()
        if count and name <= before:
            raise ValueError(f"{path} is out of order")
        small = bytes(deflate.deflate_compress(data, LEVEL)) if data else b""
        method = DEFLATED if len(small) < len(data) else 0
        stored = small if method else data
        common = struct.pack(
            "<HHHHHIIIHH", VERSION, UTF8, method, time, day, zlib.crc32(data), len(stored), len(data), len(name), 0
        )
        directory += CENTRAL + struct.pack("<H", UNIX | VERSION) + common
        directory += struct.pack("<HHHII", 0, 0, 0, FILE_MODE, size) + name
        size += file.write(LOCAL + common + name + stored)
        count, before = count + 1, name
        if size + len(directory) > 0xFFFFFFFF:
            raise TooLarge(said("copy.large"))
    ends = b""
    if count >= MANY:
        ends += END64 + struct.pack(
            "<QHHIIQQQQ", 44, UNIX | VERSION64, VERSION64, 0, 0, count, count, len(directory), size
        )
        ends += LOCATOR64 + struct.pack("<IQI", 0, size + len(directory), 1)
    told = min(count, MANY)
    ends += END + struct.pack("<HHHHIIH", 0, 0, told, told, len(directory), size, 0)
    return size + file.write(bytes(directory) + ends)
