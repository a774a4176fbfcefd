"""Pictures: taken in from anybody, encoded anew so that nothing but the picture is left, kept under their digest."""

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from .apart import TooMuch, Unreadable, read_apart
from .ids import new_uid
from .models import File
from .refusal import Refused

MOST_BYTES = 50_000_000
SECONDS, MEMORY = 5, 310  # of a processor; MB of addresses, of which at most 300 are touched
ONE_AT_A_TIME = Lock()  # what is sent stands in memory while it is read
PATIENCE = 30  # seconds for all pictures of a form; those that are left are asked for again
WAITS = 86_400  # seconds that a picture is kept for a form that has to be sent again


@dataclass(frozen=True)
class Picture:
    """One picture in its two sizes, as WebP; `name` as it was sent, `cut` when only its upper part was there."""

    large: bytes
    small: bytes
    width: int
    height: int
    name: str = ""
    cut: bool = False


def read_picture(upload):
    """Decode and encode anew: no EXIF, no position, no profile, no second file inside. Refused with a sentence.

    Takes at most 5 processor seconds and 300 MB, in a process of its own.
    """
    named = {"name": upload.name}
    if upload.size > MOST_BYTES:
        raise forms.ValidationError(_("%(name)s is larger than 50 MB. Send a smaller one.") % named)
    try:
        with ONE_AT_A_TIME:
            upload.seek(0)
            made = read_apart("tongxing.core.pictures:read", upload.read(), seconds=SECONDS, memory=MEMORY)
    except Unreadable as error:
        raise forms.ValidationError(_(error.words) % (error.facts | named)) from error
    except TooMuch as error:
        raise forms.ValidationError(_("%(name)s takes too much to be read. Send a smaller one.") % named) from error
    return Picture(**made, **named)


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
    """Whole or not at all. Refused when the disk takes no more."""
    if path.exists():
        return
    part = path.with_name(f"{path.name}.{new_uid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Refused(_("There is no room for pictures here just now. Send it without them, or try later.")) from error


def drop(file):
    """Remove the row; the bytes go with the last row that has them."""
    sha256 = file.sha256
    file.delete()
    if not File.objects.filter(sha256=sha256).exists():
        for small in (False, True):
            path_of(sha256, small).unlink(missing_ok=True)


def drop_strays():
    """Remove the bytes that no row has: a transaction that was rolled back leaves them. Only while nobody writes."""
    known = set(File.objects.values_list("sha256", flat=True))
    for path in settings.FILES_ROOT.glob("??/*.webp"):
        if path.stem.removesuffix("-s") not in known:
            with suppress(OSError):
                path.unlink()


def lay_by(picture):
    """Keep a picture for a day for a form that has to be sent again; the token with which it is asked for.

    None where the disk has no room for it.
    """
    waiting = settings.FILES_ROOT / "waiting"
    name = hashlib.sha256(picture.large).hexdigest()
    try:
        for size in ("large", "small"):
            write(waiting / f"{name}.{size}", getattr(picture, size))
            (waiting / f"{name}.{size}").touch()
    except Refused:
        return None
    for path in waiting.iterdir():
        with suppress(FileNotFoundError):  # somebody else was faster
            if path.stat().st_mtime < time.time() - WAITS:
                path.unlink()
    told = [name, picture.width, picture.height, picture.name[-80:], picture.cut]
    return signing.dumps(told, salt="waiting", compress=True)


def laid_by(token):
    """The picture that waits under this token; None when it waited too long."""
    try:
        name, width, height, called, cut = signing.loads(token, salt="waiting", max_age=WAITS)
        waiting = settings.FILES_ROOT / "waiting"
        large, small = ((waiting / f"{name}.{size}").read_bytes() for size in ("large", "small"))
    except (signing.BadSignature, OSError):
        return None
    return Picture(large, small, width, height, called, cut)


class Pictures(list):
    """The pictures that were read; `left_out` has a sentence about each one that wasn't, or not whole."""

    left_out = ()


class PicturesInput(forms.FileInput):
    """A control for pictures. Those that were read before something else was wrong come along, unless unticked."""

    def __init__(self, most):
        self.allow_multiple_selected, self.read = most > 1, []
        super().__init__({"accept": "image/*,.heic,.heif,.avif"})

    def value_from_datadict(self, data, files, name):
        """(what was sent now, the tokens of what waits here)."""
        lists = [getattr(source, "getlist", lambda _name: []) for source in (files, data)]
        return lists[0](name), lists[1](f"{name}-waiting")

    def render(self, name, value, attrs=None, renderer=None):
        """The control, and under it what waits here already."""
        control = super().render(name, None, attrs, renderer)
        kept = [(name, token, one.name) for one in self.read if (token := lay_by(one))]
        if not kept:
            return control
        box = '<label class="pick"><input type="checkbox" name="{}-waiting" value="{}" checked><span>{}</span></label>'
        boxes = format_html_join("", box, kept)
        says = _("Already here; these needn't be chosen again:")
        return format_html('{}<fieldset class="waiting"><legend>{}</legend>{}</fieldset>', control, says, boxes)


class PicturesField(forms.FileField):
    """Pictures, each read and encoded anew while the form is checked. Cleaned to Pictures: one bad one costs itself.

    Refused only when none of them could be read.
    """

    def __init__(self, *args, most=9, **kwargs):
        self.most = most
        super().__init__(*args, widget=PicturesInput(most), **kwargs)

    def bound_data(self, data, initial):
        """What was sent is shown by the widget alone."""
        return data

    def clean(self, data, initial=None):
        """The pictures that could be read, or every sentence about those that couldn't."""
        uploads, tokens = data or ([], [])
        pictures, left_out, began = Pictures(), [], time.monotonic()
        for one in [*tokens, *uploads][: self.most]:
            try:
                pictures.append(waiting(one) if isinstance(one, str) else read_in_time(one, began))
            except forms.ValidationError as trouble:
                left_out += trouble.messages
        if beyond := [getattr(one, "name", "") for one in [*tokens, *uploads][self.most :]]:
            left_out.append(self.say_beyond(beyond))
        left_out += [_("%(name)s was cut off on its way: only its upper part is here.") % {"name": one.name}
                     for one in pictures if one.cut]  # fmt: skip
        if left_out and not pictures:
            raise forms.ValidationError(left_out)
        self.widget.read, pictures.left_out = list(pictures), left_out
        return pictures

    def say_beyond(self, names):
        """The sentence about those that were too many."""
        says = _("At most %(most)s pictures come along at once. Send these after them: %(names)s.")
        return says % {"most": self.most, "names": ", ".join(filter(None, names[:20]))}


def read_in_time(upload, began):
    """The picture that was sent, or a sentence; nothing is read once the others have taken too long."""
    if time.monotonic() - began > PATIENCE:
        says = _("%(name)s wasn't looked at: those before it took too long. Send it again.")
        raise forms.ValidationError(says % {"name": upload.name})
    return read_picture(upload)


def waiting(token):
    """The picture of a form that was sent again, or a sentence."""
    if picture := laid_by(token):
        return picture
    raise forms.ValidationError(_("A picture waited here for more than a day. Choose it again."))
