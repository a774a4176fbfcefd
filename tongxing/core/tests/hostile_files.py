"""Sixty files that nobody should send: each is a name and bytes, made here and never kept."""

import io
import struct
import zipfile
import zlib
from random import Random

from PIL import Image, PngImagePlugin

MARK = b"canary-inside"
SCRIPT = b"<script>alert(1)</script>" + MARK
NAMES = [
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/shadow",
    "a\x00.jpg",
    "‮gpj.exe",
    "CON",
    "x" * 300 + ".jpg",
    ".htaccess",
    "a.jpg.php",
    "<img src=x onerror=alert(1)>.jpg",
    "a\r\nSet-Cookie: x=1.jpg",
    "%2e%2e%2fx.jpg",
]


def encoded(kind, size=(64, 48), mode="RGB", **options):
    """A small picture as a file."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def chunk(name, data):
    """One piece of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, depth=8, colour=2, data=b"", more=b""):
    """A PNG that claims to be this large."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def jpeg_claiming(width, height):
    """A JPEG whose header lies about its size."""
    data = bytearray(encoded("JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def with_text():
    """A PNG with words between its pieces, and words packed a thousand times."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode())
    info.add_text("Much", "x" * 500_000, zip=True)
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>" + MARK.decode() + "</x:xmpmeta>")
    return encoded("PNG", pnginfo=info)


def with_exif(size=60_000):
    """A JPEG with a position and much more in its EXIF."""
    exif = Image.Exif()
    exif[0x010E], exif[0x927C] = MARK.decode(), b"m" * size
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 2.0, 3.0), 3: "E", 4: (101.0, 0.0, 5.0)})
    return encoded("JPEG", exif=exif, comment=SCRIPT)


def animated(kind, frames):
    """A picture that moves, far too long."""
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", (300, 300), (number % 255, 0, 0)) for number in range(frames)]
    first.save(out, kind, save_all=True, append_images=rest)
    return out.getvalue()


def zipped(name="x.txt", size=50_000_000):
    """A zip of one part in a thousand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"0" * size)
    return out.getvalue()


def pictures():
    """[(what it is, bytes)] of files that say they are pictures."""
    return disguised() + damaged()


def disguised():
    """Something else that says it is a picture, or a picture with something else behind it."""
    jpeg, whole, gif, webp = encoded("JPEG"), encoded("PNG"), encoded("GIF"), encoded("WEBP")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>' + MARK
    return [
        ("nothing", b""),
        ("one byte", b"\xff"),
        ("a page", b"<!doctype html>" + SCRIPT),
        ("SVG", svg),
        ("SVG with a preface", b'<?xml version="1.0"?>\n' + svg),
        ("a script", b"#!/bin/sh\nrm -rf /\n" + MARK),
        ("PDF", b"%PDF-1.4\n" + SCRIPT),
        ("a program", b"MZ" + b"\0" * 60 + MARK),
        ("ELF", b"\x7fELF" + MARK),
        ("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n" + MARK),
        ("ICO", encoded("ICO")),
        ("BMP", encoded("BMP")),
        ("TIFF", encoded("TIFF")),
        ("PPM", b"P6 9 9 255 " + b"x" * 300),
        ("zip", zipped(size=99)),
        ("JPEG and a page", jpeg + SCRIPT),
        ("JPEG and a zip", jpeg + zipped(size=99)),
        ("PNG and a page", whole + SCRIPT),
        ("GIF and a script", b"GIF89a/*" + gif[8:] + b"*/=1;" + SCRIPT),
        ("WebP and more", webp + SCRIPT),
        ("a page before JPEG", SCRIPT + jpeg),
    ]


def damaged():
    """Pictures that lie about themselves, are too large, cut, rare, or carry more than their pixels."""
    jpeg, whole = encoded("JPEG"), encoded("PNG")
    return [
        ("50,000 × 50,000", png(50_000, 50_000)),
        ("1 × 2 billion", png(1, 2**31 - 1)),
        ("2 billion × 1", png(2**31 - 1, 1)),
        ("nought × nought", png(0, 0)),
        ("16 bit, large", png(9_000, 9_000, depth=16)),
        ("1 bit, large", png(60_000, 60_000, depth=1, colour=0)),
        ("packed a thousand times", png(4_000, 4_900, data=b"\0" * 58_000_000)),
        ("JPEG that claims 65,000 × 65,000", jpeg_claiming(65_000, 65_000)),
        ("JPEG of 0 lines", jpeg_claiming(64, 0)),
        ("cut in the head", jpeg[:20]),
        ("cut in the middle", jpeg[: len(jpeg) // 2]),
        ("cut before the end", whole[:-12]),
        ("PNG with wrong sums", whole[:-9] + b"123456789"),
        ("CMYK", encoded("JPEG", mode="CMYK")),
        ("grey", encoded("PNG", mode="L")),
        ("palette", encoded("PNG", mode="P")),
        ("clear", encoded("PNG", mode="RGBA")),
        ("16 bit grey", encoded("PNG", mode="I;16")),
        ("one colour of two", encoded("PNG", mode="1")),
        ("float", encoded("TIFF", mode="F")),
        ("EXIF of 60 kB", with_exif()),
        ("words inside PNG", with_text()),
        ("GIF of 400 pictures", animated("GIF", 400)),
        ("WebP of 60 pictures", animated("WEBP", 60)),
        ("noise", Random(1).randbytes(200_000)),
        ("a JPEG's head and noise", jpeg[:4] + Random(2).randbytes(90_000)),
        ("a PNG's head and noise", whole[:8] + Random(3).randbytes(90_000)),
        ("thin", encoded("PNG", (1, 20_000))),
        ("tiny", encoded("PNG", (1, 1))),
    ]


def tables():
    """[(name, bytes)] of files that say they are tables of places."""
    return [
        ("a.csv", b""),
        ("a.csv", b"\0" * 9_000),
        ("a.csv", b"name,province\n" + b"x" * 5_000_000),
        ("a.csv", b'name\n"' + b"a\n" * 90_000),
        ("a.csv", zipped("xl/worksheets/sheet1.xml")),
        ("a.xlsx", zipped("xl/worksheets/sheet1.xml")),
        ("a.json", b"[" * 200_000),
        ("a.json", b'{"a":' * 90_000),
        ("a.json", b'[{"name": 1e999999}]'),
        ("a.csv", "name,province\n=cmd|' /C calc'!A0,四川\n".encode()),
        ("a.csv", b"\xff\xfe" + "name\n校".encode("utf-16-le")),
        ("a.csv", b"name,name,name\n\x80\x81,b,c\n"),
    ]
