"""The map that can be moved, in a real browser: by pointer, by keys, in every look; nothing comes from elsewhere."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tongxing.core.datum import from_bd09, from_gcj02, to_gcj02
from tongxing.places.actions import fold
from tongxing.places.cells import standing
from tongxing.places.grid import cell_of
from tongxing.places.models import Place

from .instruments import WIDE, axe, weigh
from .pages import HEAVY, NODES

pytestmark = pytest.mark.once
DATUMS = Path(__file__).parents[2] / "places" / "static" / "places" / "datum.js"
TOWNS = {"Upper": (30.03, 101.01), "Lower": (29.98, 100.27), "Far": (39.9, 116.4)}


@pytest.fixture(scope="module")
def peopled(open_house):
    """A house with a hundred places round three towns, one alone, and four on one spot south of the equator."""
    house = open_house()
    rows = [
        (f"{town} {at}", "village" if town == "Lower" else "school", lat + at / 500, lon + at / 500)
        for town, (lat, lon) in TOWNS.items() for at in range(33)
    ]  # fmt: skip
    with house.orm():
        add([(f"Seat {at}", "school", -35.0, 150.0) for at in range(4)], precision="county")
        add([*rows, ("Alone", "school", 43.8, 87.6)], area=house.world.place.area)
    return house


def add(rows, **fields):
    """Places at once (name, kind, lat, lon), counted."""
    places = [
        Place(name=name, kind_id=kind, lat=lat, lon=lon, cell=cell_of(lat, lon), **{"precision": "address"} | fields)
        for name, kind, lat, lon in rows
    ]
    Place.objects.bulk_create(places)
    fold([[*key, n] for key, n in standing(places).items()])


@pytest.fixture
def show(peopled, browser):
    """`show(path, width=1280, …)`: the map in a new window, once its marks are there."""
    opened = []

    def ask(path="/map/", width=1280, marks=True, **wishes):
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-US", **wishes)
        opened.append(context)
        window = context.new_page()
        window.asked, window.loaded, window.broken = [], [], []
        window.on("request", lambda request: window.asked.append(request.url))
        window.on("response", lambda response: window.loaded.append(response))
        window.on("pageerror", lambda error: window.broken.append(str(error)))
        window.on("console", lambda line: window.broken.append(line.text) if line.type == "error" else None)
        window.goto(peopled.url + path)
        if marks:
            window.wait_for_selector(".mark")
            window.wait_for_load_state("networkidle")
        return window

    yield ask
    for context in opened:
        context.close()


def labels(window):
    """What every mark is called."""
    return window.eval_on_selector_all(".mark", "all => all.map(one => one.ariaLabel || one.textContent)")


def moved(window, act):
    """Do something that moves the map, and wait until the list has followed."""
    with window.expect_response(lambda answer: "bbox=" in answer.url):
        act()
    window.wait_for_load_state("networkidle")


def shown(window):
    """How many places the heading of the list counts."""
    return int(window.inner_text("#h-list").split()[0])


def test_clusters_are_buttons_with_names_and_lead_to_the_places(show):
    window = show()
    assert sum(int(label.split()[0]) if label.endswith(" places") else 1 for label in labels(window)) == 101
    assert shown(window) == 105

    moved(window, window.get_by_role("button", name="33 places").last.click)
    assert shown(window) < 101
    assert window.broken == []


def test_an_address_brings_the_same_map_back(show):
    window = show("/map/?area=513325&kind=school")
    moved(window, window.get_by_role("button", name="Wider").click)
    box = parse_qs(urlsplit(window.url).query)["bbox"][0]
    assert "kind=school" in window.url and "area=" not in window.url
    assert window.input_value("#area") == "" and window.input_value("#bbox") == box

    again = show(window.url.removeprefix(window.url.split("/map/")[0]))

    assert shown(again) == shown(window)
    assert labels(again) == labels(window)
    assert again.url == window.url


def test_by_keys_alone(show):
    window = show("/map/?bbox=100,29.5,101.5,30.5")
    before = shown(window)
    window.locator(".past").focus()
    assert window.evaluate("document.activeElement.getBoundingClientRect().top") > 0
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.id") == "live"

    moved(window, lambda: window.keyboard.press("-"))
    assert shown(window) >= before
    moved(window, lambda: window.keyboard.press("ArrowLeft"))

    window.keyboard.press("Tab")
    first = window.evaluate("document.activeElement.ariaLabel")
    assert first.endswith("places")
    moved(window, lambda: window.keyboard.press("Enter"))
    assert window.evaluate("document.activeElement.id") == "live"
    assert window.inner_text("#said") == window.inner_text("#h-list")


def test_what_stands_on_one_spot_is_read_in_the_list(show):
    window = show("/map/?bbox=149.9,-35.1,150.1,-34.9")

    moved(window, window.get_by_role("button", name="4 places").click)

    assert shown(window) == 4
    assert window.evaluate("document.activeElement.id") == "h-list"


def test_a_single_place_is_a_link_with_its_name(show):
    window = show("/map/?bbox=87,43,88,44.5")
    link = window.locator(".map").get_by_role("link", name="Alone")
    assert link.get_attribute("class") == "mark"
    link.click()
    window.wait_for_url("**/places/*/*/", timeout=5000)
    assert window.inner_text("h1") == "Alone"


def test_one_kind_alone(show):
    window = show("/map/?kind=village")
    assert sum(int(label.split()[0]) for label in labels(window)) == 33
    assert shown(window) == 33


@pytest.mark.parametrize(
    ("width", "wishes"),
    [
        (360, {"color_scheme": "light"}),
        (360, {"color_scheme": "dark"}),
        (1280, {"color_scheme": "light"}),
        (1280, {"color_scheme": "dark"}),
    ],
)
def test_with_its_marks_it_is_still_for_everybody(show, width, wishes):
    window = show(width=width, **wishes)

    assert axe(window) == []
    assert window.evaluate("document.querySelectorAll('*').length") <= NODES
    assert sum(weigh(window.loaded).values()) <= HEAVY["places:live_map"][0]
    window.set_viewport_size({"width": 320, "height": 700})
    assert window.evaluate(WIDE) == []
    assert window.broken == []


def test_nothing_comes_from_elsewhere(show, peopled):
    for path in ("/map/", "/map/?bbox=100,29.5,101.5,30.5", "/places/", "/"):
        window = show(path, marks=path.startswith("/map/"))
        assert {urlsplit(url).netloc for url in window.asked} == {urlsplit(peopled.url).netloc}, path


def test_without_scripts_the_page_is_a_list_and_a_drawing(show):
    window = show(java_script_enabled=False, marks=False)
    assert window.locator("#still svg").is_visible() and not window.locator("#live").is_visible()
    assert window.locator("#list li").count() == 30


def test_the_browser_shifts_points_as_the_server_does(show):
    window = show()
    spots = [(30.03, 101.01), (39.9, 116.4), (25.03, 121.56), (22.3, 114.17), (48.85, 2.35), (-33.9, 151.2)]
    window.evaluate(DATUMS.read_text())
    ask = (
        "spots => spots.map(one => Object.values(datums).map(datum => [datum.show(one), datum.read(datum.show(one))]))"
    )
    for spot, ways in zip(spots, window.evaluate(ask, spots), strict=True):
        (gcj, from_gcj), (bd, from_bd) = ways
        assert gcj == pytest.approx(to_gcj02(*spot), abs=1e-9)
        assert from_gcj == pytest.approx(spot, abs=1e-6) and from_gcj02(*gcj) == pytest.approx(spot, abs=1e-6)
        assert from_bd == pytest.approx(spot, abs=1e-6) and from_bd09(*bd) == pytest.approx(spot, abs=1e-5)
