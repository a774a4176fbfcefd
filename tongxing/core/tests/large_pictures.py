"""Pictures of very many pixels, made of one small piece again and again: cheap to make, read like any other."""

import io
import re
import struct
import zlib
from pathlib import Path
from random import Random

from PIL import Image


def read_and_weigh(data):
    """What is made of a picture, and `peak`: MB that were taken at most. Called in a reader's process."""
    from tongxing.core.pictures import read

    answer = read(data)
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return answer | {"peak": int(peak[1]) // 1024}


def jpeg(width, height, *, noise=False, quality=85):
    """A JPEG of rows that are all alike, 16 lines each; `noise` makes its file as large as that of a camera."""
    grey = Image.linear_gradient("L").rotate(90).resize((width, 16)).convert("RGB")
    strip = Image.frombytes("RGB", (width, 16), Random(1).randbytes(width * 48)) if noise else grey
    out = io.BytesIO()
    strip.save(out, "JPEG", quality=quality, restart_marker_rows=1)
    data = out.getvalue()
    at = data.index(b"\xff\xda")
    start = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    head, row = bytearray(data[:start]), data[start:-2]
    size = head.index(b"\xff\xc0") + 5
    head[size : size + 2] = struct.pack(">H", height)
    rows = [row + bytes([0xFF, 0xD0 + number % 8]) for number in range(height // 16)]
    return bytes(head) + b"".join(rows)[:-2] + b"\xff\xd9"


def scans(data, times):
    """A progressive JPEG whose last pass is repeated: each asks for all of its pixels, and takes a few bytes."""
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * times + b"\xff\xd9"


def png(width, height, *, colour=2, channels=3, depth=8):
    """A black PNG that takes a thousandth of its size."""
    packer, row = zlib.compressobj(1), bytes(1 + width * channels * depth // 8)
    packed = b"".join([packer.compress(row) for _ in range(height)]) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(name, data):
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def gif(frames):
    """A GIF of one pixel that moves for a long time."""
    out = io.BytesIO()
    Image.new("P", (40, 40), 1).save(out, "GIF")
    data = out.getvalue()
    at = data.index(b",\0\0\0\0")
    return data[:at] + data[at:-1] * frames + b";"


def box(name, *parts):
    """A box of ISO/IEC 14496-12."""
    data = b"".join(parts)
    return struct.pack(">I4s", 8 + len(data), name) + data


def heic(sample, across, down):
    """A HEIC as phones write it, a grid of tiles: all of them the one picture of the sample (320 × 200 px)."""
    coded = sample[453 : 453 + 369]
    width, height = 320 * across, 200 * down
    grid = bytes([0, 1, down - 1, across - 1]) + struct.pack(">II", width, height)
    last = across * down + 1
    tiles = list(range(1, last))  # each an item of its own, but of the same bytes
    infos = [box(b"infe", b"\2\0\0\1", struct.pack(">HH", number, 0), b"hvc1\0") for number in tiles]
    infos.append(box(b"infe", b"\2\0\0\0", struct.pack(">HH", last, 0), b"grid\0"))
    parts = sample[211 : 211 + 120 + 19 + 20 + 16], box(b"ispe", bytes(4), struct.pack(">II", width, height))
    mine = [struct.pack(">H", number) + b"\4\x81\2\3\4" for number in tiles] + [struct.pack(">H", last) + b"\2\5\4"]
    leads = box(b"dimg", struct.pack(f">HH{last - 1}H", last, last - 1, *tiles))

    def meta(start):
        rows = [struct.pack(">HHHII", number, 0, 1, start, len(coded)) for number in tiles]
        rows.append(struct.pack(">HHHII", last, 0, 1, start + len(coded), len(grid)))
        return box(
            b"meta", bytes(4), sample[40:73], box(b"iloc", bytes(4), b"\x44\0", struct.pack(">H", last), *rows),
            box(b"iinf", bytes(4), struct.pack(">H", last), *infos), box(b"pitm", bytes(4), struct.pack(">H", last)),
            box(b"iprp", box(b"ipco", *parts), box(b"ipma", bytes(4), struct.pack(">I", last), *mine)),
            box(b"iref", bytes(4), leads),
        )  # fmt: skip

    head = sample[:28]
    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b"mdat", coded, grid)
