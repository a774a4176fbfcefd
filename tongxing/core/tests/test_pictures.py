"""Pictures as phones, scanners and people take them: what is kept of each."""

import io
import re
import struct
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from tongxing.core.apart import read_apart
from tongxing.core.files import MEMORY, SECONDS, laid_by, lay_by, read_picture

from . import large_pictures as made
from .figures import LONG, keep

pytestmark = pytest.mark.once
CASES = Path(__file__).parent / "cases"
RED, BLUE, WHITE = (220, 40, 40), (40, 90, 160), (255, 255, 255)
MOST_MEMORY = 300  # MB


def taken(data, name="p.jpg"):
    """(the kept picture, its pixels)."""
    picture = read_picture(SimpleUploadedFile(name, data))
    image = Image.open(io.BytesIO(picture.large))
    assert image.size == (picture.width, picture.height) and image.mode == "RGB"
    return picture, image


def near(pixel, colour, most=8):
    """True when two colours look the same."""
    return all(abs(one - other) <= most for one, other in zip(pixel, colour, strict=True))


def encoded(kind, image, **options):
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def measured(data):
    """{answer, and `peak`: MB that its reader took at most}."""
    return read_apart("tongxing.core.tests.large_pictures:read_and_weigh", data, seconds=SECONDS, memory=MEMORY)


# name: size, then (x, y, colour) that is seen there
SEEN = {
    "photo-phone.heic": ((200, 320), (20, 20, BLUE), (180, 20, RED)),
    "photo-phone.avif": ((320, 200), (20, 20, RED), (300, 20, BLUE)),
    "logo-transparent.png": ((64, 64), (2, 2, WHITE), (32, 32, (200, 30, 30))),
    "I02_transparent.png": ((400, 300), (2, 2, WHITE)),
    "I12.avif": ((400, 300), (5, 5, (221, 20, 20))),
    "I30_display_p3.jpg": ((400, 300), (200, 150, (255, 0, 0))),
}


@pytest.mark.parametrize("name", SEEN)
def test_the_cases(name):
    size, *pixels = SEEN[name]

    picture, image = taken((CASES / name).read_bytes(), name)

    assert image.size == size and not picture.cut
    for x, y, colour in pixels:
        assert near(image.getpixel((x, y)), colour, 12), image.getpixel((x, y))


@pytest.mark.parametrize(("name", "bits"), [("scan-16bit-grey.png", 8), ("I06_gray16.png", 8)])
def test_a_scan_of_16_bits_is_grey_from_dark_to_light(name, bits):
    data = (CASES / name).read_bytes()
    scanned = Image.open(io.BytesIO(data))

    _picture, image = taken(data, name)

    for x in range(0, scanned.width, 7):
        value = scanned.getpixel((x, 5)) >> bits
        assert near(image.getpixel((x, 5)), (value, value, value), 12)


def test_a_jpeg_that_was_cut_off_shows_what_is_there_and_says_so():
    picture, image = taken((CASES / "I14_truncated.jpg").read_bytes())

    assert picture.cut and image.width == 400 and 200 < image.height < 300
    assert near(image.getpixel((5, 5)), (221, 20, 20), 12)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "I;16"])
def test_a_png_that_was_cut_off_shows_what_is_there(mode):
    noise = Image.effect_noise((300, 400), 90)
    whole = (
        noise.convert("I").point(lambda value: value * 256).convert("I;16")
        if mode == "I;16"
        else noise.convert("RGB").convert(mode)
    )
    data = encoded("PNG", whole)

    picture, image = taken(data[: len(data) // 2])

    assert picture.cut and image.width == 300 and 100 < image.height < 390


@pytest.mark.parametrize("kept", [0.02, 0.3])
def test_a_progressive_jpeg_that_was_cut_off_is_shown_or_asked_for_again(kept):
    whole = encoded("JPEG", Image.effect_noise((600, 400), 90), progressive=True)

    try:
        assert taken(whole[: int(len(whole) * kept)])[0].width == 600
    except forms.ValidationError as refused:
        assert refused.messages[0] in (
            "p.jpg arrived only in part. Send it again.",
            "p.jpg can't be read as a picture. JPEG, PNG, WebP, GIF, HEIC and AVIF work.",
        )


@pytest.mark.parametrize("name", ["I17_long_screenshot.png", "12000"])
def test_a_long_screenshot_stays_readable(name):
    data = encoded("PNG", Image.new("RGB", (1080, 12000), "teal")) if name == "12000" else (CASES / name).read_bytes()

    picture, image = taken(data)

    assert image.width >= 640 and image.width * image.height <= 8_100_000
    small = Image.open(io.BytesIO(picture.small))
    assert small.size == (240, 480)


def test_usual_pictures_are_kept_at_1600():
    for sent, kept in (((4000, 3000), (1600, 1200)), ((1080, 2400), (1080, 2400)), ((9, 9), (9, 9))):
        assert taken(encoded("PNG", Image.new("L", sent, 90)))[1].size == kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_it_stands_upright_however_the_camera_was_held(kind, turn):
    upright = Image.new("RGB", (80, 160), BLUE)
    upright.paste(RED, (0, 0, 40, 60))
    back = {6: 90, 8: 270, 3: 180}
    flips = {2: "FLIP_LEFT_RIGHT", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 7: "TRANSVERSE"}
    held = upright.rotate(back[turn], expand=True) if turn in back else upright
    held = held.transpose(Image.Transpose[flips[turn]]) if turn in flips else held
    exif = Image.Exif()
    exif[0x0112] = turn

    _picture, image = taken(encoded(kind, held, exif=exif))

    assert (
        image.size == (80, 160)
        and near(image.getpixel((10, 10)), RED, 20)
        and near(image.getpixel((70, 150)), BLUE, 20)
    )


def test_cmyk_looks_as_it_prints():
    _picture, image = taken(encoded("JPEG", Image.new("CMYK", (90, 60), (0, 255, 255, 0))))

    assert near(image.getpixel((5, 5)), (255, 0, 0), 12)


@pytest.mark.parametrize("profile", [b"x" * 200, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_fits_nothing_is_left_aside(profile):
    _picture, image = taken(encoded("JPEG", Image.new("RGB", (90, 60), RED), icc_profile=profile))

    assert near(image.getpixel((5, 5)), RED)


def test_of_a_jpeg_with_a_map_of_its_light_the_first_picture_is_kept():
    first, light = (Image.new("RGB", size, colour) for size, colour in (((400, 300), RED), ((100, 75), "white")))
    data = encoded("MPO", first, save_all=True, append_images=[light])
    assert Image.open(io.BytesIO(data)).format == "MPO"

    _picture, image = taken(data)

    assert image.size == (400, 300) and near(image.getpixel((5, 5)), RED)


LARGE = {
    "108 megapixels": lambda: made.jpeg(12_000, 9_008),
    "200 megapixels": lambda: made.jpeg(16_320, 12_240),
    "30 MB": lambda: made.jpeg(9_248, 6_944, noise=True, quality=40),
    "50 MB": lambda: made.jpeg(12_288, 9_216, noise=True, quality=38),
    "HEIC of 49 megapixels": lambda: made.heic((CASES / "photo-phone.heic").read_bytes(), 25, 31),
    "PNG of 40 megapixels": lambda: made.png(1_440, 27_700, colour=6, channels=4),
}
RARE = {
    "PNG of 16 bits": lambda: made.png(8_000, 5_000, depth=16),
    "progressive": lambda: encoded("JPEG", Image.new("RGB", (8_000, 6_000), RED), progressive=True),
    "AVIF of 30 megapixels": lambda: encoded("AVIF", Image.new("RGB", (6_000, 5_000), RED), speed=10),
    "WebP of 16 megapixels": lambda: encoded("WEBP", Image.new("RGBA", (4_000, 4_000), RED), method=0),
}


@pytest.mark.parametrize("name", [*LARGE, *(RARE if LONG else [])])
def test_large_pictures_take_little_memory(name):
    data = (LARGE | RARE)[name]()

    answer = measured(data)

    assert max(answer["width"], answer["height"]) >= 1600 and not answer["cut"]
    assert answer["peak"] <= MOST_MEMORY, f"{answer['peak']} MB"
    keep(f"picture: {name}", asked="≤ 300 MB", measured=f"{len(data) / 1e6:.1f} MB read with {answer['peak']} MB")


def broken_heic(number):
    """A HEIC with one of its boxes broken: too long, too short, of no kind, or gone."""
    whole = bytearray((CASES / "photo-phone.heic").read_bytes())
    boxes = [
        match.start() - 4
        for match in re.finditer(rb"ftyp|meta|hdlr|iloc|iinf|infe|pitm|iprp|ipco|hvcC|ispe|ipma|iref|mdat", whole)
    ]
    at, how = boxes[number % len(boxes)], number // len(boxes)
    whole[at : at + 4] = [struct.pack(">I", 0xFFFFFFF0), struct.pack(">I", 1), bytes(4)][how]
    return bytes(whole)


@pytest.mark.parametrize("number", range(0, 42, 2))
def test_a_heic_with_broken_boxes_is_a_picture_or_a_sentence(number):
    try:
        assert taken(broken_heic(number))[1].size in ((200, 320), (320, 200))
    except forms.ValidationError as refused:
        assert refused.messages == ["p.jpg can't be read as a picture. JPEG, PNG, WebP, GIF, HEIC and AVIF work."]


def heic_claiming_more():
    """A HEIC that says it has 108 megapixels."""
    claimed = struct.pack(">II", 320 * 25, 200 * 31), struct.pack(">II", 12_000, 9_000)
    return made.heic((CASES / "photo-phone.heic").read_bytes(), 25, 31).replace(*claimed)


def progressive(mode, size):
    """A JPEG in several passes."""
    return encoded("JPEG", Image.new(mode, size), progressive=True)


BOMBS = {
    "a JPEG of 500 megapixels": (lambda: made.jpeg(25_600, 20_000), "has 512 million pixels.*at most 200 million"),
    "a PNG of 100 megapixels": (lambda: made.png(10_000, 10_000), "In PNG, at most 40 million"),
    "1,500 passes": (lambda: made.scans(progressive("RGB", (6_000, 4_000)), 1_500), "takes too much"),
    "progressive, 100 megapixels": (lambda: progressive("L", (10_000, 10_000)), "takes too much"),
    "HEIC of 108 megapixels": (heic_claiming_more, "In HEIF, at most 50 million"),
    "the head of a HEIC": (lambda: (CASES / "I13_heic_header.heic").read_bytes(), "can't be read as a picture"),
    "nothing": (lambda: b"", "can't be read as a picture"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_sentence(name, monkeypatch):
    make, says = BOMBS[name]
    if name == "1,500 passes":
        monkeypatch.setattr("tongxing.core.files.SECONDS", 1)

    with pytest.raises(forms.ValidationError, match=says) as refused:
        read_picture(SimpleUploadedFile("bomb.jpg", make()))

    assert refused.value.messages[0].startswith("bomb.jpg ")


def test_of_a_gif_that_moves_for_ever_the_first_picture_is_kept():
    assert taken(made.gif(100_000))[1].size == (40, 40)


def test_a_file_larger_than_50_mb_is_asked_for_smaller(settings):
    upload = SimpleUploadedFile("big.jpg", b"")
    upload.size = 50_000_001

    with pytest.raises(forms.ValidationError, match="big.jpg is larger than 50 MB. Send a smaller one."):
        read_picture(upload)


def test_a_picture_waits_for_a_day(settings, tmp_path, monkeypatch):
    import os
    import time

    settings.FILES_ROOT = tmp_path
    picture, _image = taken((CASES / "logo-transparent.png").read_bytes(), "logo.png")
    token = lay_by(picture)
    assert laid_by(token) == picture and laid_by(token + "x") is None

    for path in (tmp_path / "waiting").iterdir():
        os.utime(path, (time.time() - 90_000,) * 2)
    lay_by(taken((CASES / "I12.avif").read_bytes())[0])

    assert laid_by(token) is None and len(list((tmp_path / "waiting").iterdir())) == 2
