"""Kinds of places and what is asked of them are data: printed, changed, read again."""

import json
from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tongxing.conftest import NOON
from tongxing.places.actions import change_place, say_kinds
from tongxing.places.kinds import kind_of_name
from tongxing.places.models import Fact, PlaceKind

pytestmark = pytest.mark.django_db


def read(tmp_path, said):
    """What `tongxing kinds FILE` prints."""
    path, out = tmp_path / "kinds.json", StringIO()
    path.write_text(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False), encoding="utf-8")
    call_command("kinds", str(path), stdout=out)
    return out.getvalue()


def test_what_is_printed_is_read_again(tmp_path):
    out = StringIO()
    call_command("kinds", stdout=out)
    before = say_kinds()

    assert "9 kinds of places, 22 things" in read(tmp_path, out.getvalue())
    assert say_kinds() == before == json.loads(out.getvalue())


def test_another_kind_and_another_fact(tmp_path, client):
    said = say_kinds()
    said["kinds"].insert(0, {"code": "well", "zh": "水井", "en": "Well"})
    said["facts"].append({"code": "depth", "zh": "井深（米）", "en": "Depth (m)", "sort": "number", "kinds": ["well"]})

    read(tmp_path, said)

    assert PlaceKind.objects.first().code == "well"
    assert list(PlaceKind.objects.get(code="well").facts.all()) == [Fact.objects.get(code="depth")]
    assert "水井" in client.get("/places/?lang=zh-hans").content.decode()


def test_what_is_not_asked_any_more_stays_known(tmp_path, place, steward):
    change_place(place, by=steward, now=NOON, facts={"beds": {"value": 3}})
    said = say_kinds()
    said["facts"] = [one for one in said["facts"] if one["code"] != "beds"]

    read(tmp_path, said)

    place.refresh_from_db()
    assert place.facts["beds"]["value"] == 3
    assert not Fact.objects.filter(code="beds").exists()


WRONG = [
    (lambda said: said["kinds"].pop(0), "There are places of the kind school"),
    (lambda said: said.update(kinds=[]), "one kind at least"),
    (lambda said: said.update(kinds=7), "must be a list"),
    (lambda said: said["kinds"][1].update(code="Not A Code"), "is no code"),
    (lambda said: said["kinds"][1].update(code="school"), "stands there twice"),
    (lambda said: said["kinds"][1].update(zh=""), "needs “zh”"),
    (lambda said: said["kinds"][1].update(en="x" * 41), "needs “en”, at most 40"),
    (lambda said: said["facts"][0].update(sort="colour"), "needs a sort"),
    (lambda said: said["facts"][0].update(kinds=["moon"]), "no such kind"),
    (lambda said: said["facts"][0].update(kinds="school"), "no such kind"),
    (lambda said: said["facts"][0].update(sort="words"), "another sort"),
]


@pytest.mark.parametrize(("spoil", "says"), WRONG)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(tmp_path, place, steward, spoil, says):
    change_place(place, by=steward, now=NOON, facts={"pupils": {"value": 30}})
    before = say_kinds()
    said = deepcopy(before)
    spoil(said)

    with pytest.raises(CommandError, match=says):
        read(tmp_path, said)
    assert say_kinds() == before


def test_a_file_that_is_none(tmp_path):
    with pytest.raises(CommandError, match="isn't JSON"):
        read(tmp_path, "{")
    with pytest.raises(CommandError, match="can't be read"):
        call_command("kinds", str(tmp_path / "nowhere.json"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("石板沟幼儿园", "school"),
        ("石板沟小学", "school"),
        ("石板沟村小（新校）", "school"),
        ("石板溝小學", "school"),
        ("雅江县第一小学图书室", "library"),
        ("八角楼乡敬老院", "home"),
        ("八角楼乡中心卫生院", "clinic"),
        ("石板沟村", "village"),
        ("石板沟村委会", "village"),
        ("城关社区", "community"),
        ("Hope School 2", "school"),
        ("石板沟", None),
        ("村", None),
        ("其他", None),
        ("", None),
    ],
)
def test_a_name_says_what_kind_it_is(name, code):
    assert kind_of_name(name) == code


def test_only_kinds_that_exist_are_said_and_added_ones_too():
    PlaceKind.objects.create(code="kindergarten", zh="幼儿园", en="Kindergarten")
    PlaceKind.objects.create(code="temple", zh="寺院", en="Temple")
    PlaceKind.objects.filter(code="clinic").delete()

    assert kind_of_name("石板沟幼儿园") == "kindergarten"
    assert kind_of_name("石板沟寺院") == "temple"
    assert kind_of_name("八角楼乡卫生院") is None
    assert kind_of_name("八角楼乡卫生院", {"clinic": "卫生室"}) == "clinic"
