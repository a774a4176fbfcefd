"""Pictures: taken in from anybody, encoded anew so that nothing but the picture is left, kept under their digest."""

import hashlib
import io
import os
from dataclasses import dataclass
from threading import Lock

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import File

LARGE, SMALL = 1600, 480
MOST_BYTES = 15_000_000
MOST_PIXELS = {True: 50_000_000, False: 20_000_000}  # a JPEG is read at the size that is needed
ONE_AT_A_TIME = Lock()  # a picture may need 200 MB while it is read
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Picture:
    """One picture in its two sizes, as WebP."""

    large: bytes
    small: bytes
    width: int
    height: int


def read_picture(upload):
    """Decode and encode anew: no EXIF, no position, no profile, no second file inside. Refused with a sentence."""
    from PIL import Image, ImageOps

    if upload.size > MOST_BYTES:
        raise forms.ValidationError(_("%(name)s is larger than 15 MB. Send a smaller one.") % {"name": upload.name})
    try:
        with ONE_AT_A_TIME, Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS[image.format == "JPEG"]:
                raise forms.ValidationError(
                    _("%(name)s has too many pixels: at most 50 million in a JPEG, 20 million in others.")
                    % {"name": upload.name}
                )
            image.draft("RGB", (LARGE, LARGE))
            shown = image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGBA")
            shown.thumbnail((LARGE, LARGE))
            upright = ImageOps.exif_transpose(shown).convert("RGB")
    except forms.ValidationError:
        raise
    except Exception as error:
        raise forms.ValidationError(
            _("%(name)s can't be read as a picture. JPEG, PNG, WebP and GIF work.") % {"name": upload.name}
        ) from error
    width, height = upright.size
    large = as_webp(upright)
    upright.thumbnail((SMALL, SMALL))
    return Picture(large=large, small=as_webp(upright), width=width, height=height)


def as_webp(image):
    """The pixels alone."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def path_of(sha256, small=False):
    """Where the bytes lie."""
    return settings.FILES_ROOT / sha256[:2] / f"{sha256}{'-s' if small else ''}.webp"


def keep(picture, space):
    """A File row with its bytes on the disk. The bytes come first: a row never points at nothing."""
    sha256 = hashlib.sha256(picture.large).hexdigest()
    for small, data in ((False, picture.large), (True, picture.small)):
        write(path_of(sha256, small), data)
    return File.objects.create(
        sha256=sha256, space=space, width=picture.width, height=picture.height, size=len(picture.large)
    )


def write(path, data):
    """Whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def drop(file):
    """Remove the row; the bytes go with the last row that has them."""
    sha256 = file.sha256
    file.delete()
    if not File.objects.filter(sha256=sha256).exists():
        for small in (False, True):
            path_of(sha256, small).unlink(missing_ok=True)


class SeveralFiles(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures at once; each is read and encoded anew while the form is checked. Cleaned to a list."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def __init__(self, *args, most=9, **kwargs):
        self.most = most
        super().__init__(*args, **kwargs)

    def clean(self, data, initial=None):
        """The pictures that could be read, or every sentence about those that couldn't."""
        uploads = [upload for upload in (data or []) if upload]
        if len(uploads) > self.most:
            raise forms.ValidationError(_("Send at most %(most)s pictures at once.") % {"most": self.most})
        pictures, troubles = [], []
        for upload in uploads:
            try:
                pictures.append(read_picture(upload))
            except forms.ValidationError as trouble:
                troubles.append(trouble)
        if troubles:
            raise forms.ValidationError(troubles)
        return pictures
