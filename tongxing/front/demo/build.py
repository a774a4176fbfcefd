"""Building the demo world. Everything goes through actions, so the log, the search and the notices are alive too."""

import io
import random
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from tongxing.activities import actions as activities
from tongxing.core.areas import find_areas
from tongxing.core.files import read_picture
from tongxing.people.actions import make_operator
from tongxing.people.models import Person
from tongxing.places.actions import confirm_place, create_place
from tongxing.places.models import Place
from tongxing.spaces import actions as spaces
from tongxing.spaces.models import Space

from .activities import ACTIVITIES
from .lives import live
from .people import OPERATOR, PASSPHRASE, PEOPLE, SPACES, YOUNG
from .schools import rows

ZONE = "Asia/Shanghai"
KM = 1 / 111.2
YOUNG_SINCE = 700  # days after the others: at 15, so that they are 16 now


def build(now):
    """The whole world, around `now`. Returns how many people, spaces, places and activities it has."""
    people = make_people(now - timedelta(days=1100))
    make_spaces(people, now - timedelta(days=1000))
    make_places(people, now)
    live(people, now)
    for one in sorted(ACTIVITIES, key=lambda one: one["day"]):
        make_activity(one, people, now)
    return {
        "people": len(people),
        "spaces": len(SPACES),
        "places": Place.objects.count(),
        "activities": len(ACTIVITIES),
    }


def make_people(now):
    """Everybody by handle; one passphrase hash serves them all."""
    password, people = make_password(PASSPHRASE), {}
    for handle, name, about in PEOPLE + YOUNG:
        person = Person(handle=handle, password=password, language="zh-hans")
        young = (handle, name, about) in YOUNG
        then = now + timedelta(days=YOUNG_SINCE) if young else now
        born = (then - timedelta(days=15 * 365)).date() if young else None
        spaces.sign_up(person, name=name, age=Person.YOUNG if young else Person.GROWN, born=born, now=then)
        spaces.change_space(person.space, by=person, about=about)
        people[handle] = person
    make_operator(people[OPERATOR], now=now)
    return people


def make_spaces(people, now):
    """Teams with their members, who all came by their own act."""
    for short, kind, name, colour, joining, area, steward, members, about in SPACES:
        by = people[steward]
        made = spaces.create_space(
            by=by, now=now, kind=kind, short=short, name=name, colour=colour, about=about,
            joining=Space.INVITED if joining == "invited" else Space.OPEN, area=area_named(area),
        )  # fmt: skip
        invitation = spaces.invite(made, by=by, now=now)
        for number, handle in enumerate(members):
            spaces.accept_invitation(invitation, by=people[handle], now=now + timedelta(days=number))
        for handle in sorted({one["by"] for one in ACTIVITIES if one["space"] == short} - {steward}):
            asked = spaces.ask_to_steward(made.memberships.get(person=people[handle]), by=by, now=now)
            spaces.accept_stewardship(asked, by=people[handle], now=now)
        spaces.change_space(made, by=by, joining=joining)


def area_named(name):
    """The area of this name, or None."""
    return next(iter(find_areas(name)), None) if name else None


def make_places(people, now):
    """Invented places near real seats; most were confirmed lately, some wait for somebody to pass by."""
    dice, travellers = random.Random(1), [people[handle] for handle in ("ashu", "xiaoman", "linge", "yuanyuan")]
    for number, row in enumerate(rows()):
        area = area_named(row["area"])
        by = travellers[number % len(travellers)]
        place = create_place(
            by=by, now=now - timedelta(days=400), kind=row["kind"], name=row["name"], area=area, about=row["about"], address="",
            lat=area.lat + row["north"] * KM, lon=area.lon + row["east"] * KM, datum="wgs84", precision=row["precision"],
        )  # fmt: skip
        if dice.random() < 0.85:
            seen = now - timedelta(days=dice.randint(2, 170))
            confirm_place(place, by=travellers[(number + 1) % len(travellers)], now=seen)


def make_activity(one, people, now):
    """Planned some days before it begins, joined in order, told or cancelled afterwards."""
    by, start = people[one["by"]], start_of(one, now)
    begun = min(now, start) - timedelta(days=6)
    where = one.get("where", "")
    place = Place.objects.filter(name=where).first()
    wall = "%Y-%m-%dT%H:%M"
    made = activities.create_activity(
        by=by, space=Space.objects.get(short=one["space"]), publish=not one.get("draft"), now=begun, title=one["title"],
        kind=one["kind"], starts_wall=start.strftime(wall), ends_wall=(start + timedelta(hours=one["hours"])).strftime(wall),
        zone=ZONE, place=place, where="" if place else where, link=one.get("link", ""), departure=one.get("departure", ""),
        cost=one.get("cost", ""), carry=one.get("carry", ""), about=one["about"], seats=one["seats"],
        audience=one.get("audience", "public"),
    )  # fmt: skip
    for number, handle in enumerate(one["joins"]):
        name, _, guests = handle.partition("+")
        activities.join_activity(
            made, by=people[name], size=1 + int(guests or 0), now=begun + timedelta(hours=number + 1)
        )
    if "cancel" in one:
        activities.cancel_activity(made, by=by, reason=one["cancel"], now=now - timedelta(hours=20))
    if "report" in one:
        pictures = [draw(one["title"])] if "picture" in one else []
        told = start + timedelta(hours=one["hours"] + 20)
        activities.write_report(
            made, by=by, text=one["report"], came=one["came"], pictures=pictures, alt=one.get("picture", ""), now=told
        )


def start_of(one, now):
    """The beginning on the clock of the demo's zone."""
    day = (now + timedelta(days=one["day"])).astimezone(ZoneInfo(ZONE))
    return day.replace(hour=one["hour"], minute=0, second=0, microsecond=0)


def draw(seed):
    """A quiet drawing in place of a photo: hills, a row of houses, dots. Nobody is on it."""
    from PIL import Image, ImageDraw

    dice, size = random.Random(seed), (1200, 800)
    image = Image.new("RGB", size, (223, 235, 247))
    pen = ImageDraw.Draw(image)
    for depth, colour in enumerate([(196, 221, 208), (150, 190, 170), (23, 98, 74)]):
        top, points = 330 + depth * 130, [(0, 800)]
        points += [(x, top + dice.randint(-50, 50)) for x in range(0, 1300, 100)] + [(1200, 800)]
        pen.polygon(points, fill=colour)
    for number in range(6):
        left = 180 + number * 140
        pen.rectangle((left, 520, left + 100, 600), fill=(251, 252, 250), outline=(20, 38, 44), width=5)
        pen.polygon([(left - 12, 520), (left + 50, 470), (left + 112, 520)], fill=(154, 59, 34))
    for _ in range(9):
        x, y = dice.randint(60, 1140), dice.randint(640, 770)
        pen.ellipse((x, y, x + 26, y + 26), fill=(255, 209, 64), outline=(20, 38, 44), width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return read_picture(SimpleUploadedFile("demo.png", out.getvalue()))
