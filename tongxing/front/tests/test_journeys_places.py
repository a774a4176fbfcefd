"""Journeys about places and what they need: by keyboard alone, and without scripts (test_journeys.py says how)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tongxing.needs.actions import agree_match, confirm_match, offer_match, receive_match
from tongxing.needs.tests.conftest import make_need
from tongxing.places import actions as places
from tongxing.places.tests.conftest import make_place

from .test_journeys import Story, story

__all__ = ["Story", "story"]
pytestmark = pytest.mark.once
AWAY = "云南 福贡"  # where no other journey goes


def test_survey_a_school_from_paper(story):
    story.enter_as(story.somebody("surveyor"))
    hand = story.begin("/places/new/")  # where the code on the printed form leads
    hand.write("Name", f"梯田小学{story.mark}")
    hand.write("Where", AWAY)
    hand.send()
    hand.follow("What is there")
    hand.write("Pupils", "32")
    hand.write("Teachers", "3")
    hand.submit(hand.page.locator("main form.form"))
    hand.follow(f"梯田小学{story.mark}")

    assert hand.reads("32") and hand.reads("Pupils")


def test_find_three_schools_on_the_way(story):
    host = story.somebody("packer")
    spots = [("下村小学", 30.02, 102.93), ("中村小学", 30.0, 102.4), ("上村小学", 30.0, 101.97)]
    for name, lat, lon in spots:
        place = story.do(make_place, host, name + story.mark, "四川 康定", lat=lat, lon=lon, datum="wgs84")
        story.do(make_need, host, place=place, now=timezone.now(), quantity=2)
    hand = story.begin()
    hand.follow("Along my way")
    hand.write("From", "成都")
    hand.write("To", "康定")
    hand.write("Via", "雅安")
    hand.submit(hand.page.locator("main form.ask"))
    text = hand.page.locator("#list").inner_text()
    assert [name for name, *_ in spots if name + story.mark in text] == [name for name, *_ in spots]
    assert text.index("下村") < text.index("中村") < text.index("上村")
    hand.press("Packing list to print")

    assert hand.reads("One kilo") and hand.reads(f"for 下村小学{story.mark}")


def test_see_who_looked_at_my_number(story):
    host, teacher, reader = story.somebody("keeper"), story.somebody("teacher"), story.somebody("caller")
    place = story.do(make_place, host, f"Slope School {story.mark}", AWAY)
    now = timezone.now()
    contact = story.do(places.add_contact, place, by=host, now=now, name="Ms Ma", role="Teacher", phone="000 0000",
                       email="", other="", consent="told", consent_on=now.date())  # fmt: skip
    story.do(places.make_claim_link, contact, by=host)
    story.do(places.claim_contact, contact, by=teacher, now=now)
    story.do(places.look_at_contact, contact, by=reader, purpose="Which books do you lack?", now=now)
    story.enter_as(teacher)
    hand = story.begin()
    hand.follow("Where you can be reached")
    hand.follow(f"Slope School {story.mark}")

    assert hand.reads(reader.name) and hand.reads("Which books do you lack?")


def test_two_records_are_one_and_two_again(story):
    host = story.somebody("merger")
    place = story.do(make_place, host, f"{story.mark}梨树坪小学", AWAY, address="Upper road")
    other = story.do(make_place, host, f"{story.mark}梨树坪完小", AWAY, address="Lower road")
    story.enter_as(host)
    hand = story.begin(place.get_absolute_url())
    hand.follow("It is the same")
    assert hand.reads("Lower road")
    hand.press("They are one: take it in")
    assert hand.reads("They are one record now.")
    hand.press("Make two again")

    assert hand.reads("They are two records again.")
    loads, keys = hand.loads, hand.keys
    story.begin(other.get_absolute_url())
    assert hand.reads("Lower road")
    hand.loads, hand.keys = loads, keys


def test_a_need_is_met_by_three_gifts(story):
    host, now = story.somebody("needer"), timezone.now() - timedelta(days=1)
    need = story.do(make_need, host, place=story.do(make_place, host, f"Ridge School {story.mark}", AWAY), now=now)
    for name, quantity in (("first", 10), ("second", 5)):
        match = story.do(offer_match, need, by=story.somebody(f"giver{name}"), quantity=quantity, now=now)
        for deed in (agree_match, receive_match, confirm_match):
            story.do(deed, match, by=host, now=now)
    story.enter_as(story.somebody("giverthird"))
    hand = story.begin(need.get_absolute_url())
    assert hand.reads("15 of 30 copies are still lacking.")
    hand.follow("I give a part of it")
    hand.write("How many of it", "15")
    hand.send()
    assert hand.reads("They are told.")
    story.context.clear_cookies()
    story.context.add_cookies([story.house.cookie("language", "en")])
    story.enter_as(host)
    story.begin()
    hand.follow("Dictionaries")
    hand.press("Yes, gladly")
    hand.press("It has arrived")
    hand.press("It is in use")

    assert hand.reads("All 30 copies are there.")
