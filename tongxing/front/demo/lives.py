"""The demo's places come alive: what they lack, who gives, who goes there, who looks after them. Through actions alone."""

from datetime import timedelta

from tongxing.core.areas import find_areas
from tongxing.needs import actions as needs
from tongxing.needs.models import Category, Need, Tick
from tongxing.places import actions as places
from tongxing.places.models import Place
from tongxing.places.waypoints import spot_called
from tongxing.spaces import actions as spaces
from tongxing.spaces.models import Space
from tongxing.talk.actions import answer_letter, write_letter

from .needs import FACTS, GIFTS, MARKS, NEEDS, OFFERS, WAY

STEPS = ["agreed", "sent", "received", "confirmed", "thanked"]


def live(people, now):
    """All of it, around `now`."""
    know_more(people, now)
    said = {where: write_need(line, people, now) for where, line in by_place(NEEDS)}
    for line in OFFERS.splitlines():
        write_offer(line.split("|"), people, now)
    for number, gift in enumerate(GIFTS):
        give(said, people, now - timedelta(days=25 - number), *gift)
    for who, kind, where, days, note in MARKS:
        mark(people[who], kind, Place.objects.get(name=where), days, note, now)
    look_after(people, now)
    rest(people, now)
    wait(people, now)


def wait(people, now):
    """What waits for somebody's answer: to be taken in, and to look after a network together."""
    tingjian, wutongli = (Space.objects.get(short=short) for short in ("tingjian", "wutongli"))
    words = "我用读屏八年了，想帮忙测数字和人名的读法。"
    spaces.ask_to_join(tingjian, by=people["yibai"], words=words, now=now - timedelta(days=1))
    member = wutongli.memberships.get(person=people["luoluo"])
    spaces.ask_to_steward(member, by=people["heli"], now=now - timedelta(days=2))


def rest(people, now):
    """One need that nobody has confirmed for long."""
    line = ["长鼓小学", "courses-music", "6", "会记谱的人，教六次课。", "yuanyuan", ""]
    need = write_need(line, people, now - timedelta(days=110))
    for days in (49, 10):
        needs.ask_again(need.pk, now=now - timedelta(days=days))


def by_place(table):
    """((where, tick), its line) of a table."""
    for line in table.splitlines():
        cells = line.split("|")
        yield (cells[0], cells[1]), cells


def place_or_space(where):
    """{"place": …} or {"space": …}."""
    place = Place.objects.filter(name=where).first()
    return {"place": place} if place else {"space": Space.objects.get(short=where)}


def write_need(cells, people, now):
    """One need, said some weeks ago."""
    where, code, quantity, about, who, urgent = cells
    tick, said = Tick.objects.select_related("category").get(code=code), now - timedelta(days=30)
    until = (now + timedelta(days=int(urgent))).date() if urgent else None
    return needs.create_need(
        by=people[who], now=said, tick=tick, category=tick.category, title=tick.zh, unit=tick.unit_zh,
        quantity=int(quantity), about=about, urgent_until=until, **place_or_space(where),
    )  # fmt: skip


def write_offer(cells, people, now):
    """One offer, in somebody's own name or in a team's."""
    who, short, category, sort, title, quantity, unit, terms, area, about = cells
    by = people[who]
    needs.create_offer(
        by=by, space=Space.objects.get(short=short) if short else by.space, now=now - timedelta(days=20), title=title,
        category=Category.objects.get(code=category), sort=sort, quantity=int(quantity), unit=unit, terms=terms,
        area=places_area(area), about=about,
    )  # fmt: skip


def places_area(name):
    """The area of this name, or None."""
    return next(iter(find_areas(name)), None) if name else None


def give(said, people, now, where, code, who, quantity, come, words):
    """A part that somebody gives, as far as it has come."""
    need = Need.objects.get(pk=said[where, code].pk)
    match = needs.offer_match(need, by=people[who], quantity=quantity, words=words, now=now)
    steps = [needs.agree_match, needs.send_match, needs.receive_match, needs.confirm_match, needs.thank_match]
    done = STEPS.index(come) + 1 if come in STEPS else 0
    for number, step in enumerate(steps[:done]):
        by = people[who] if step is needs.send_match else answers(need)
        step(match, by=by, now=now + timedelta(days=number + 1))


def answers(need):
    """Who answers gifts: somebody who looks after the place; where nobody does, or for a space, who wrote it down."""
    cares = need.place.caretakers.order_by("pk").first() if need.place_id else None
    return cares.person if cares else need.made_by


def mark(person, kind, place, days, note, now):
    """Going, been there, or watching."""
    today = now.date()
    on = None if kind == "watching" else today + timedelta(days=days)
    places.mark_place(
        place, by=person, kind=kind, on=on, note=note, today=today, now=min(now, now + timedelta(days=days))
    )


def know_more(people, now):
    """Facts of a kind with their day, a change that nobody has confirmed, a kept way."""
    day = (now - timedelta(days=45)).date().isoformat()
    for name, facts in FACTS.items():
        known = {code: {"value": value, "as_of": day} for code, value in facts.items()}
        place = Place.objects.get(name=name)
        places.change_place(place, by=place.caretakers.first().person, now=now - timedelta(days=45), facts=known)
    where = Place.objects.get(name="石板沟小学")
    places.change_place(
        where, by=people["yibai"], now=now - timedelta(days=3), way="成都坐班车到雅江，再找去八角楼方向的车。"
    )
    name, stops, within = WAY
    spots = [(*spot_called(stop, people["linge"])[:2], stop) for stop in stops]
    places.save_route(by=people["linge"], name=name, lines=[spots], within_km=within)


def look_after(people, now):
    """Somebody asks to look after a place, a teacher can be reached, somebody wrote a letter."""
    place = Place.objects.get(name="石板沟小学")
    cares = place.caretakers.first().person
    places.ask_to_care(place, by=people["douma"], words="上个月去过，以后每学期去一次。", now=now - timedelta(days=4))
    contact = places.add_contact(
        place, by=cares, now=now - timedelta(days=30), name="马老师", role="班主任", phone="000-0000 0000", email="", other="",
        consent="told", consent_on=(now - timedelta(days=30)).date(),
    )  # fmt: skip
    places.look_at_contact(contact, by=people["yibai"], purpose="想问下周去要不要自带睡袋", now=now - timedelta(days=2))
    letter = write_letter(
        place, by=people["yibai"], text="您好，我下周路过雅江，想去看看，方便吗？", now=now - timedelta(days=3)
    )
    answer_letter(letter.thread, by=cares, text="方便。周三以前到最好，周四他们考试。", now=now - timedelta(days=2))
