"""A picture that somebody sent becomes the two that are kept. Runs in a process of its own: see core.apart.

Whatever it is, it is read at about the size that is needed, shown on white, turned upright and brought to sRGB; nothing
but its pixels is left. Phones write HEIC (with a profile that says Display P3), AVIF, JPEG with a second picture behind
the first (MPO, Ultra HDR), JPEG of 200 megapixels; scanners write 16 bits of grey, and print shops CMYK.
"""

import io
import math

from PIL import (
    AvifImagePlugin,
    Image,
    ImageChops,
    ImageFile,
    JpegImagePlugin,
    WebPImagePlugin,  # noqa: F401 -- so that Pillow needn't load all it has
)

from .apart import Unreadable

LARGE, SMALL = 1600, 480  # px: the longer side
LONG, BREADTH, AREA = 2, 1080, 8_000_000  # a picture longer than twice its breadth keeps so many px of it, and in all
LONGEST = 16_383  # px: what WebP holds
MEGAPIXELS = {"JPEG": 200, "PNG": 40, "GIF": 40, "WEBP": 16, "AVIF": 30, "HEIF": 50}
COEFFICIENTS = 180_000_000  # bytes: a JPEG in several passes is kept whole while it is read
LEAST_PART = 0.1  # of a picture that was cut off is worth showing
BAND = 32  # rows of the result that are made at once
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # EXIF 2.32, tag Orientation


def gettext_noop(words):
    """Marks a sentence that is translated where it is shown."""
    return words


NO_PICTURE = gettext_noop("%(name)s can't be read as a picture. JPEG, PNG, WebP, GIF, HEIC and AVIF work.")
TOO_MANY = gettext_noop(
    "%(name)s has %(count)s million pixels. In %(kind)s, at most %(most)s million can be read. Send a smaller one."
)
IN_PART = gettext_noop("%(name)s arrived only in part. Send it again.")


def read(data):
    """{large, small: WebP; width, height of the large one; cut: True when only the upper part was there}.

    Refuses (Unreadable) what is no picture, what has too many pixels, and what holds next to nothing of one.
    """
    Image.MAX_IMAGE_PIXELS = None  # asked below, in a sentence
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each takes room of its own
    image, cut = whole_or_part(data)
    profile, turn = image.info.get("icc_profile"), orientation(image)
    shown = in_srgb(reduced(image, fitting(image.size)), profile)
    if turn in TURNS:
        shown = shown.transpose(TURNS[turn])
    large, (width, height) = as_webp(shown), shown.size
    shown = beginning(shown)
    shown.thumbnail((SMALL, SMALL))
    return {"large": large, "small": as_webp(shown), "width": width, "height": height, "cut": cut}


def whole_or_part(data):
    """(the picture, False), or (the part of it that is there, True)."""
    try:
        image = opened(data)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(NO_PICTURE) from error
    try:
        image.load()
        return image, False
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- decoders raise anything; what they leave is looked at
        return upper_part(data), True


def upper_part(data):
    """What a picture that was cut off still shows; decoders fill what is missing with one colour."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = opened(data)
        image.load()
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable(NO_PICTURE) from error
    there = rows_there(image)
    if there < image.height * LEAST_PART:
        raise Unreadable(IN_PART)
    return image.crop((0, 0, image.width, there))


def rows_there(image):
    """How many rows come before those that are all of the colour in which the last one begins."""
    filling = flat(image.crop((0, image.height - 1, 1, image.height))).getpixel((0, 0))
    for bottom in range(image.height, 0, -BAND):
        top = max(0, bottom - BAND)
        band = flat(image.crop((0, top, image.width, bottom)))
        if differs := ImageChops.difference(band, Image.new(band.mode, band.size, filling)).getbbox():
            return top + differs[3]
    return 0


def opened(data):
    """The picture, not read yet but for its head; a JPEG is going to be read at about the size that is needed."""
    source = io.BytesIO(data)
    if data[:3] == b"\xff\xd8\xff":
        return opened_jpeg(source, data)
    if data[4:8] == b"ftyp" and not any(brand in data[8:64] for brand in (b"avif", b"avis")):
        return opened_heif(source)
    image = Image.open(source, formats=("PNG", "GIF", "WEBP", "AVIF"))
    check_size(image, image.format)
    return image


def opened_jpeg(source, data):
    """The first picture of a JPEG: what stands behind it (a map of its light, a thumbnail) isn't asked for."""
    image = JpegImagePlugin.JpegImageFile(source)
    check_size(image, "JPEG")
    if comes_in_passes(image, data[: source.tell()]) and coefficients(image) > COEFFICIENTS:
        raise MemoryError
    image.draft(None, fitting(image.size))
    return image


def opened_heif(source):
    """The main picture of a HEIC or HEIF."""
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1
    pi_heif.options.THUMBNAILS = pi_heif.options.AUX_IMAGES = pi_heif.options.DEPTH_IMAGES = False
    held = pi_heif.open_heif(source)
    check_size(held, "HEIF")
    return Held(held)


class Held:
    """A picture of HEIF, as much of a Pillow one as is needed here; its pixels are read from where they lie."""

    def __init__(self, held):
        self.held, self.size, (self.width, self.height) = held, held.size, held.size
        self.info = {"icc_profile": held.info.get("icc_profile")}

    def load(self):
        """Decode it. It stands upright then, whatever its EXIF says."""
        self.rows = memoryview(self.held.data)

    def crop(self, box):
        """Some of its rows."""
        _left, top, _right, bottom = box
        mode, stride = self.held.mode, self.held.stride
        rows = self.rows[top * stride : bottom * stride]
        return Image.frombuffer(mode, (self.width, bottom - top), rows, "raw", mode, stride, 1)

    def getexif(self):
        """Nothing that is asked for."""
        return {}


def check_size(image, kind):
    """Refuse what has more pixels than can be read in the memory that is given."""
    width, height = image.size
    if width * height > MEGAPIXELS[kind] * 1_000_000:
        count = math.ceil(width * height / 1_000_000)
        raise Unreadable(TOO_MANY, count=count, kind=kind, most=MEGAPIXELS[kind])


def comes_in_passes(image, head):
    """True for a JPEG that is only whole after several passes; `head` ends where the first of them begins."""
    layers = len(image.layer)
    return bool(image.info.get("progressive")) or head[-4 - 2 * layers] != layers  # ITU T.81, B.2.3


def coefficients(image):
    """How many bytes a JPEG takes that is kept whole while it is read: two for each value."""
    width, height = image.size
    across, down = (max(layer[at] for layer in image.layer) for at in (1, 2))
    return sum(2 * (width * layer[1] // across) * (height * layer[2] // down) for layer in image.layer)


def orientation(image):
    """How the camera was held, 1 to 8; 1 where that can't be known."""
    try:
        return image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 -- EXIF is anybody's bytes
        return 1


def fitting(size):
    """How large a picture of this size is kept: 1,600 px, but a long one (a screenshot) so that it can be read."""
    width, height = size
    longer, shorter = max(size), min(size)
    scale = LARGE / longer
    if longer > LONG * shorter:
        scale = max(scale, min(BREADTH / shorter, LONGEST / longer, math.sqrt(AREA / (width * height))))
    scale = min(1, scale)
    return max(1, round(width * scale)), max(1, round(height * scale))


def reduced(image, size):
    """The picture in this size, without transparency: made in bands, so that no large one stands in memory twice."""
    width, height = size
    scale, whole = image.height / height, None
    for top in range(0, height, BAND):
        bottom = min(height, top + BAND)
        start, end = max(0, int((top - 3) * scale)), min(image.height, math.ceil((bottom + 3) * scale))
        band = flat(image.crop((0, start, image.width, end)))
        box = (0, top * scale - start, image.width, min(bottom * scale, image.height) - start)
        whole = whole or Image.new(band.mode, size)
        whole.paste(band.resize((width, bottom - top), box=box, reducing_gap=2), (0, top))
    return whole


def flat(image):
    """In RGB, CMYK or grey of 8 bits, what is transparent on white."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def in_srgb(image, profile):
    """The colours as a screen shows them that knows no profile."""
    if profile:
        from PIL import ImageCms

        try:
            said, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, said, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that is broken, or of another kind of picture
    return image if image.mode == "RGB" else image.convert("RGB")


def beginning(image):
    """The part of a long picture that its small one shows: twice as long as broad, from where one begins to read."""
    most = LONG * min(image.size)
    return image.crop((0, 0, min(image.width, most), min(image.height, most)))


def as_webp(image):
    """The pixels alone."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80, method=4 if image.width * image.height < 4_000_000 else 2)
    return out.getvalue()
