"""Pictures sent from a real browser: made smaller before, with progress and a way to stop; the same form without."""

import io
import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from tongxing.activities.models import Photo, Report
from tongxing.conftest import make_activity, newcomer
from tongxing.core.tests import large_pictures

from .instruments import WATCH, axe, targets
from .world import at

pytestmark = pytest.mark.once
CASES = Path(large_pictures.__file__).parent / "cases"
MOST_SENT = 650_000  # bytes, for a picture and the form around it
LINE = {"offline": False, "latency": 20, "downloadThroughput": 2_000_000}


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    """A photo of 12 megapixels and some MB, as a camera writes it."""
    path = tmp_path_factory.mktemp("camera") / "gate.jpg"
    scene = Image.effect_noise((800, 600), 20).resize((4000, 3000)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretMaker"
    scene.save(path, quality=97, exif=exif)
    assert path.stat().st_size > 2_000_000
    return path


class Teller:
    """Somebody at the form of a report: `window`, `activity`, `broken` (what a script complained of)."""

    def __init__(self, house, browser, **wishes):
        self.house, self.posts, self.broken, self.tools = house, [], [], None
        with house.orm():
            person, start = newcomer(f"teller{secrets.token_hex(4)}"), timezone.now() - timedelta(days=1)
            times = {"starts_wall": at(start), "ends_wall": at(start + timedelta(hours=2))}
            self.activity = make_activity(person.space, person, now=start - timedelta(days=3), **times)
            session = house.session_of(person)
        self.context = browser.new_context(viewport={"width": 360, "height": 800}, locale="en-US", **wishes)
        self.context.add_cookies([house.cookie("sessionid", session), house.cookie("language", "en")])
        self.context.add_init_script(WATCH)
        self.window = self.context.new_page()
        self.window.on("requestfinished", self.note)
        self.window.on("pageerror", lambda error: self.broken.append(str(error)))
        self.window.goto(f"{house.url}/activities/{self.activity.uid}/report/")

    def note(self, request):
        """One more form is sent."""
        if request.method == "POST":
            self.posts.append(request)

    @property
    def sent(self):
        """How many bytes each form had that was sent whole."""
        return [int(request.all_headers()["content-length"]) for request in self.posts]

    def fill(self, *paths, alt="A gate"):
        """Write and choose."""
        self.window.get_by_label("How it was").fill("It rained. Eight of us came.")
        self.window.get_by_label("Pictures", exact=False).first.set_input_files(paths)
        self.window.get_by_label("What these pictures show").fill(alt)

    def send(self):
        """Press the button."""
        self.window.get_by_role("button", name="Tell it").click()

    def line(self, bytes_a_second):
        """How fast the line sends; -1 is as fast as it goes."""
        self.tools = self.tools or self.context.new_cdp_session(self.window)
        self.tools.send("Network.enable")
        self.tools.send("Network.emulateNetworkConditions", LINE | {"uploadThroughput": bytes_a_second})

    def kept(self):
        """(reports, [size of each picture]) in the database."""
        with self.house.orm():
            photos = Photo.objects.filter(report__activity=self.activity).order_by("pk")
            sizes = [(photo.file.width, photo.file.height) for photo in photos.select_related("file")]
            return Report.objects.filter(activity=self.activity).count(), sizes


@pytest.fixture
def teller(house, browser):
    """`teller(…)`: somebody at the form, in a window of their own."""
    opened = []

    def begin(**wishes):
        opened.append(Teller(house, browser, **wishes))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()


def test_a_photo_of_megabytes_arrives_as_a_small_one_and_upright(teller, photo):
    one = teller()
    one.fill(photo)
    one.send()
    one.window.wait_for_url("**/#report")

    assert one.kept() == (1, [(1200, 1600)])
    assert len(one.sent) == 1 and 50_000 < one.sent[0] < MOST_SENT
    assert "Told. Those who came will read it." in one.window.inner_text("#notice")
    assert one.broken == [] and one.window.evaluate("window.violations") == []


def test_who_stops_has_sent_nothing_and_lost_nothing(teller, photo):
    one = teller()
    one.fill(photo)
    one.line(10_000)
    one.send()
    panel = one.window.locator(".sending")
    panel.get_by_text("% sent.").wait_for()
    assert panel.locator("progress").is_visible() and axe(one.window) == [] and targets(one.window) == []
    panel.get_by_role("button", name="Stop").click()
    panel.get_by_text("Stopped. All that you wrote and chose is still here.").wait_for()

    assert one.kept() == (0, []) and one.sent == []
    assert one.window.get_by_label("How it was").input_value() == "It rained. Eight of us came."
    assert one.window.evaluate("document.querySelector('input[type=file]').files.length") == 1
    assert one.window.evaluate("document.activeElement.textContent") == "Tell it"
    one.line(-1)
    one.send()
    one.window.wait_for_url("**/#report")
    assert one.kept() == (1, [(1200, 1600)])


def test_a_line_that_breaks_loses_nothing(teller, photo):
    one = teller()
    one.fill(photo)
    one.context.set_offline(True)
    one.send()
    one.window.locator(".sending").get_by_text("It could not be sent.").wait_for()

    one.context.set_offline(False)
    one.send()
    one.window.wait_for_url("**/#report")
    assert one.kept() == (1, [(1200, 1600)]) and len(one.sent) == 1


def test_what_is_wrong_is_said_on_the_same_page_and_sent_again_without_choosing(teller, photo):
    one = teller()
    one.fill(photo, CASES / "photo-phone.heic", CASES / "I13_heic_header.heic", alt="")
    one.send()
    one.window.get_by_text("Say in a few words what the pictures show.").first.wait_for()

    assert one.window.get_by_text("I13_heic_header.heic can't be read as a picture").first.is_visible()
    assert one.window.get_by_label("gate.jpg").is_checked() and one.kept() == (0, [])
    assert axe(one.window) == [] and targets(one.window) == []
    one.window.get_by_label("What these pictures show").fill("A gate")
    one.window.get_by_label("Pictures", exact=False).first.set_input_files(CASES / "photo-phone.avif")
    one.send()
    one.window.wait_for_url("**/#report")
    assert one.kept() == (1, [(1200, 1600), (200, 320), (320, 200)]) and len(one.sent) == 2 and one.broken == []


def test_a_long_screenshot_stays_readable_on_its_way(teller, tmp_path):
    path = tmp_path / "long.png"
    Image.effect_noise((1080, 6000), 40).save(path)
    one = teller()
    one.fill(path)
    one.send()
    one.window.wait_for_url("**/#report")

    assert one.kept() == (1, [(1080, 6000)])


def test_without_scripts_the_photo_is_sent_as_it_is(teller, photo):
    one = teller(java_script_enabled=False)
    assert not one.window.locator(".sending").is_visible()
    one.fill(photo)
    one.send()
    one.window.wait_for_url("**/#report")

    assert one.kept() == (1, [(1200, 1600)])


def test_one_bad_picture_among_three_costs_that_one(teller, photo, tmp_path):
    broken, out = tmp_path / "broken.jpg", io.BytesIO()
    broken.write_bytes(b"\xff\xd8\xff no more")
    Image.new("RGB", (90, 60), "teal").save(out, "PNG")
    (tmp_path / "teal.png").write_bytes(out.getvalue())
    one = teller()
    one.fill(photo, broken, tmp_path / "teal.png")
    one.send()
    one.window.get_by_text("broken.jpg can't be read as a picture").wait_for()

    assert one.kept() == (1, [(1200, 1600), (90, 60)]) and one.window.get_by_text("Take away").count() == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_far_too_much_is_a_page_with_the_form(teller, tmp_path, scripts):
    """What no browser makes smaller: a film of 310 MB, which nobody reads."""
    film = tmp_path / "film.heic"
    with film.open("wb") as file:
        file.truncate(310_000_000)
    one = teller(java_script_enabled=scripts)
    one.fill(film)
    one.send()
    if scripts:
        one.window.locator(".sending").get_by_text("This is far too large").wait_for(timeout=60_000)
    else:
        one.window.get_by_text("This is larger than 150 MB. Send a smaller one").first.wait_for(timeout=60_000)
        assert one.window.locator("#id_pictures_error").is_visible()
        one.window.go_back()
    assert one.window.get_by_label("How it was").input_value() == "It rained. Eight of us came."
    assert one.kept() == (0, [])
