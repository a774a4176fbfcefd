"""Finding what is going on."""

import pytest

from tongxing.conftest import make_activity
from tongxing.core.areas import find_areas
from tongxing.places.actions import create_place


@pytest.fixture
def at_yajiang(space, steward):
    """Something in 2099 at an invented school in Yajiang, and something online."""
    area = find_areas("四川 雅江")[0]
    place = create_place(by=steward, kind="school", name="石板沟小学", area=area)
    times = {"starts_wall": "2099-05-06T14:00", "ends_wall": "2099-05-06T16:00"}
    make_activity(space, steward, title="Reading there", place=place, where="", **times)
    make_activity(space, steward, title="Reading online", kind="online", where="线上", **times)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["there", "online"]),
        ("?area=雅江", ["there"]),
        ("?area=四川", ["there"]),
        ("?area=云南", []),
        ("?area=Atlantis", []),
        ("?q=石板沟", ["there"]),
        ("?q=reading", ["there", "online"]),
        ("?q=雅江", ["there"]),
        ("?kind=online", ["online"]),
        ("?time=past", []),
        ("?kind=nonsense&page=99", ["there", "online"]),
    ],
)
def test_by_word_area_kind_and_time(client, at_yajiang, query, found):
    page = client.get(f"/activities/{query}").content.decode()

    assert [name for name in ("there", "online") if f"Reading {name}" in page] == found


def test_a_draft_is_on_no_list(client, space, steward):
    make_activity(
        space, steward, title="Not yet", publish=False, starts_wall="2099-05-06T14:00", ends_wall="2099-05-06T15:00"
    )
    client.force_login(steward)

    assert "Not yet" not in client.get("/activities/").content.decode()
    assert "Not yet" in client.get(space.get_absolute_url()).content.decode()
