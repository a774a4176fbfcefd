"""Telling how it was, with pictures from which everything but the picture is gone."""

import errno
import html
import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tongxing.activities.actions import join_activity, write_report
from tongxing.activities.models import Photo, Report
from tongxing.conftest import NOON
from tongxing.core.files import path_of
from tongxing.core.models import Event, File
from tongxing.core.refusal import Refused

AFTER = NOON + timedelta(days=3)


def picture(name="p.jpg", size=(640, 480), colour="green", kind="JPEG", exif=None):
    """A small picture as a phone would send it, with the place where it was taken."""
    exif = exif or Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 2.0, 3.0), 3: "E", 4: (101.0, 0.0, 5.0)})
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def tell(client, person, activity, **data):
    client.force_login(person)
    return client.post(f"/activities/{activity.uid}/report/?lang=en", {"text": "It rained. 12 of us came."} | data)


def test_before_it_has_begun_there_is_nothing_to_tell(activity, steward):
    with pytest.raises(Refused, match="once it has begun"):
        write_report(activity, by=steward, text="Too early", now=NOON)


def test_where_the_disk_is_full_the_words_stay_and_a_sentence_says_so(client, activity, steward, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tongxing.core.files.os.fsync", full)
    unseen = picture(size=(612, 433), colour="teal")  # what is kept already needs no room

    answer = tell(client, steward, activity, pictures=[unseen], alt="A teal gate")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "There is no room for pictures here just now." in page and "It rained. 12 of us came." in page
    assert not Report.objects.exists() and not File.objects.exists()
    assert not list(settings.FILES_ROOT.rglob("*.part"))


def test_those_who_came_hear_of_it_once(client, activity, steward, member):
    join_activity(activity, by=member, now=NOON)

    for _ in range(3):
        assert tell(client, steward, activity).status_code == 302

    assert Report.objects.count() == 1
    assert Event.objects.filter(verb="activity.told").count() == 1
    assert "It rained." in client.get(activity.get_absolute_url()).content.decode()


def test_a_picture_loses_place_and_camera(client, activity, steward):
    tell(client, steward, activity, pictures=[picture()], alt="A green gate")

    photo = Photo.objects.get()
    for small in (False, True):
        data = path_of(photo.file.sha256, small).read_bytes()
        assert b"SecretMaker" not in data
        assert Image.open(io.BytesIO(data)).getexif() == {}
    answer = client.get(f"/photos/{photo.uid}/large.webp")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")


def test_the_same_picture_sent_again_is_shown_once(client, activity, steward):
    for _ in range(3):
        tell(client, steward, activity, pictures=[picture()], alt="A green gate")

    assert (Photo.objects.count(), File.objects.count()) == (1, 1)


def test_pictures_need_words(client, activity, steward):
    page = tell(client, steward, activity, pictures=[picture()])

    assert page.status_code == 422
    assert "Say in a few words what the pictures show" in page.content.decode()
    assert "It rained." in page.content.decode()


def no_picture(name="broken.jpg"):
    """What ends before it begins."""
    return SimpleUploadedFile(name, b"\xff\xd8\xff\xe0 and no more")


def test_one_bad_picture_among_three_costs_that_one(client, activity, steward):
    three = [picture("a.jpg"), no_picture(), picture("c.jpg", colour="red")]

    answer = tell(client, steward, activity, pictures=three, alt="A gate")

    assert (Report.objects.count(), Photo.objects.count()) == (1, 2)
    page = client.get(answer.headers["Location"] + "?lang=en").content.decode()
    assert answer.headers["Location"] == f"/activities/{activity.uid}/report/"  # where another one can be sent
    assert "Told. Those who came will read it." in page and "broken.jpg can&#39;t be read as a picture" in page
    assert "a.jpg" not in page and page.count("Take away") == 2


def test_pictures_that_were_read_come_along_when_the_form_is_sent_again(client, activity, steward, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    sent = [picture("one.jpg"), no_picture(), picture("two.jpg", colour="red")]

    page = tell(client, steward, activity, pictures=sent).content.decode()

    assert "It rained." in page and "Say in a few words what the pictures show" in page
    assert "broken.jpg can&#39;t be read as a picture" in page and Report.objects.count() == 0
    tokens = re.findall(r'name="pictures-waiting" value="([^"]+)" checked><span>(\w+).jpg</span>', page)
    assert [name for _token, name in tokens] == ["one", "two"]
    kept = [html.unescape(token) for token, _name in tokens]
    answer = tell(client, steward, activity, alt="A gate", **{"pictures-waiting": kept})
    assert answer.status_code == 302 and answer.headers["Location"].endswith("#report")
    assert Photo.objects.count() == 2 and path_of(Photo.objects.first().file.sha256).exists()


def test_a_picture_that_waits_can_be_left_out_and_a_forged_one_is_asked_for_again(client, activity, steward):
    page = tell(client, steward, activity, pictures=[picture("one.jpg")]).content.decode()
    token = html.unescape(re.search(r'name="pictures-waiting" value="([^"]+)"', page)[1])

    forged = tell(client, steward, activity, alt="A gate", **{"pictures-waiting": [token[:-3] + "abc"]})
    assert forged.status_code == 422 and "Choose it again." in forged.content.decode()
    assert tell(client, steward, activity).status_code == 302
    assert Photo.objects.count() == 0


def test_the_tenth_picture_is_asked_for_after_the_nine(client, activity, steward, monkeypatch):
    monkeypatch.setattr("tongxing.core.files.PATIENCE", 600)  # however busy this machine is
    ten = [picture(f"{number}.jpg", size=(20 + number, 20)) for number in range(10)]

    answer = tell(client, steward, activity, pictures=ten, alt="A gate")

    assert Photo.objects.count() == 9
    page = client.get(answer.headers["Location"] + "?lang=en").content.decode()
    assert "At most 9 pictures come along at once. Send these after them: 9.jpg." in page


def test_pictures_that_take_too_long_are_asked_for_again(client, activity, steward, monkeypatch):
    monkeypatch.setattr("tongxing.core.files.PATIENCE", -1)

    answer = tell(client, steward, activity, pictures=[picture("one.jpg"), picture("two.jpg")], alt="A gate")

    assert answer.status_code == 422
    assert "two.jpg wasn&#39;t looked at: those before it took too long." in answer.content.decode()


def test_half_a_picture_is_shown_and_told_of(client, activity, steward):
    whole = io.BytesIO()
    Image.effect_noise((640, 480), 80).save(whole, "JPEG")
    half = SimpleUploadedFile("half.jpg", whole.getvalue()[: len(whole.getvalue()) // 2])

    answer = tell(client, steward, activity, pictures=[half], alt="A gate")

    assert 200 < Photo.objects.get().file.height < 300
    page = client.get(answer.headers["Location"] + "?lang=en").content.decode()
    assert "half.jpg was cut off on its way: only its upper part is here." in page


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "drawing.svg": SVG,
    "drawing.jpg": SVG,
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "empty.jpg": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    "program.gif": b"MZ\x90\x00" * 50,
    "text.webp": b"RIFF\x10\x00\x00\x00WEBPnot really",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_refused_in_words(client, activity, steward, name):
    page = tell(client, steward, activity, pictures=[SimpleUploadedFile(name, HOSTILE[name])], alt="x")

    assert page.status_code == 422
    assert Report.objects.count() == 0
    words = page.content.decode()
    assert name in words or "empty" in words


def bomb(width, height):
    """A PNG of a few bytes that says it is enormous."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def test_an_enormous_picture_is_refused_before_it_is_read(client, activity, steward):
    page = tell(client, steward, activity, pictures=[SimpleUploadedFile("big.png", bomb(50_000, 50_000))], alt="x")

    assert page.status_code == 422
    assert "big.png" in page.content.decode()


def test_a_polyglot_leaves_only_its_pixels(client, activity, steward):
    both = picture().read() + b"<script>alert(1)</script>PK\x03\x04"
    tell(client, steward, activity, pictures=[SimpleUploadedFile("both.jpg", both)], alt="A gate")

    assert b"script" not in path_of(Photo.objects.get().file.sha256).read_bytes()


def test_a_private_picture_is_for_those_who_see_the_activity(client, space, steward, member, stranger):
    from tongxing.conftest import make_activity

    hidden = make_activity(space, steward, audience="members")
    tell(client, steward, hidden, pictures=[picture()], alt="A gate")
    address = f"/photos/{Photo.objects.get().uid}/large.webp"

    def status_for(person):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(address).status_code

    assert [status_for(person) for person in (None, stranger, member)] == [404, 404, 200]
