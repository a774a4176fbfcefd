"""Planning something: as a draft or published at once."""

import pytest

from tongxing.activities.models import Activity
from tongxing.conftest import NOON, make_activity, newcomer
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.models import Person
from tongxing.spaces.actions import join_space

ABOUT = {"title": "去理快递", "starts_wall": "2099-05-06T14:00", "ends_wall": "2099-05-06T16:00",
         "zone": "Asia/Shanghai",
         "where": "小区门口", "seats": "8", "kind": "event", "audience": "public", "once": "one"}  # fmt: skip


def sent(client, person, space, /, **changes):
    client.force_login(person)
    return client.post("/activities/new/", ABOUT | {"space": space.short} | changes)


def test_a_steward_publishes_for_the_space(space, steward):
    made = make_activity(space, steward)

    assert made.state == Activity.PUBLISHED
    assert (made.starts_at.isoformat(), made.opening.seats) == ("2026-05-06T06:00:00+00:00", 2)
    assert list(Event.objects.filter(key=made.uid).values_list("verb", flat=True)) == [
        "activity.created",
        "activity.published",
    ]


def test_a_member_plans_for_themself_but_not_for_the_space(space, member):
    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        make_activity(space, member)

    assert make_activity(member.space, member).space == member.space


def test_a_draft_is_seen_by_those_who_look_after_it_alone(space, steward, member, stranger):
    draft = make_activity(space, steward, publish=False)

    assert [draft in Activity.objects.visible_to(person) for person in (steward, member, stranger)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("public", [True, True, True]), ("members", [True, True, False]), ("named", [True, False, True])],
)
def test_the_audience_decides_who_sees_it(space, steward, member, stranger, audience, seen):
    made = make_activity(space, steward, audience=audience, named=[stranger])

    assert [made in Activity.objects.visible_to(person) for person in (steward, member, stranger)] == seen


def test_four_answers_are_enough(client, space, steward):
    page = sent(client, steward, space)

    made = Activity.objects.get()
    assert (page.status_code, page.headers["Location"]) == (302, made.get_absolute_url())
    assert client.get(made.get_absolute_url()).status_code == 200


def test_sent_three_times_it_is_planned_once(client, space, steward):
    for _ in range(3):
        assert sent(client, steward, space).status_code == 302

    assert Activity.objects.count() == 1


def test_kept_as_a_draft(client, space, steward):
    sent(client, steward, space, keep="1")

    assert Activity.objects.get().state == Activity.DRAFT


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ends_wall": "2099-05-06T13:00"}, "It ends before it starts"),
        ({"starts_wall": "2019-05-06T14:00", "ends_wall": "2019-05-06T16:00"}, "This has passed already"),
        ({"starts_wall": "next week"}, "Write day and time"),
        ({"seats": "0"}, "At least 1."),
        ({"seats": "1000000000"}, "At most 100000."),
        ({"seats": "七八个"}, "Write a number, such as 8"),
        ({"seats": "9" * 400}, "This number is too large"),
        ({"title": "x" * 10_000}, "at most 80"),
        ({"zone": "Mars/Olympus"}, "No such zone is known"),
        ({"link": "javascript:alert(1)"}, "Write an address on the web"),
        ({"link": "ftp://meet.example.org/"}, "Write an address on the web"),
        ({"link": "https://bank.example@evil.example/"}, "Write an address on the web"),
        ({"link": "https://meet.example.org/" + "a" * 300}, "at most 300"),
        ({"audience": "named"}, "Name at least one person"),
        ({"audience": "named", "named": "nobody-of-this-name"}, "Nobody here is called nobody-of-this-name"),
        ({"closes_wall": "2099-05-07T14:00"}, "lies before the start"),
        ({"space": "999999"}, "valid choice"),
        ({"title": "\u202e\u200b"}, "This field is required"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_lost(client, space, steward, changes, says):
    page = sent(client, steward, space, **changes, about="what I typed")

    assert (page.status_code, Activity.objects.count()) == (422, 0)
    assert says in page.content.decode()
    assert "what I typed" in page.content.decode()


def test_another_spaces_steward_can_not_plan_in_its_name(client, space, other_steward):
    assert sent(client, other_steward, space).status_code == 422
    assert Activity.objects.count() == 0


def test_signed_out_the_way_leads_to_sign_in_and_back(client, db):
    page = client.get("/activities/new/?lang=en")

    assert page.status_code == 302
    assert page.headers["Location"] == "/account/login/?next=/activities/new/%3Flang%3Den"


def test_script_in_every_field_is_only_text(client, space, steward):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    texts = {name: evil[:75] for name in ("title", "where", "departure", "cost")} | {"about": evil, "carry": evil}
    sent(client, steward, space, **texts)

    page = client.get(Activity.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_broken_bytes_and_unseen_signs_do_no_harm(client, space, steward):
    client.force_login(steward)
    body = (
        "&".join(f"{key}={value}" for key, value in ABOUT.items() if key != "title")
        + f"&space={space.short}&title=a%FF%00b%E2%80%AEc"
    )
    page = client.generic("POST", "/activities/new/", body, content_type="application/x-www-form-urlencoded")

    assert page.status_code in (302, 422)


def test_a_full_width_number_with_its_counter_is_understood(client, space, steward):
    sent(client, steward, space, seats="８人")

    assert Activity.objects.get().opening.seats == 8


def test_the_form_knows_where_one_comes_from(client, space, steward, activity):
    client.force_login(steward)

    copy = client.get(f"/activities/new/?copy={activity.uid}").content.decode()

    assert 'value="Sorting parcels"' in copy
    assert "2026-05-06" not in copy


def test_a_copy_remembers_what_it_was_copied_from(client, space, steward, activity):
    client.force_login(steward)
    client.post(f"/activities/new/?copy={activity.uid}", ABOUT | {"space": space.short})

    assert Activity.objects.get(title="去理快递").copied_from == activity


def test_members_are_told_of_it(space, steward, member):
    made = make_activity(space, steward)
    event = Event.objects.get(verb="activity.published")

    from tongxing.activities.verbs import ACTIVITY_PUBLISHED

    told = set(ACTIVITY_PUBLISHED.tells(made, event.facts))
    assert told == set(Person.objects.filter(handle__in=["steward", "member"]))
    assert made.made_at == NOON


def test_a_strangers_copy_has_neither_the_link_nor_the_guests(client, space, steward, member, stranger):
    made = make_activity(space, steward, link="https://meet.example/abc", audience="named", named=[stranger, member])

    def copied(person):
        client.force_login(person)
        return client.get(f"/activities/new/?copy={made.uid}").content.decode()

    assert "meet.example" in copied(steward)
    assert "meet.example" not in copied(stranger)
    assert "member" not in copied(stranger).partition('id="id_named"')[2][:200]


def test_somebody_under_18_is_named_only_by_those_they_share_a_space_with(client, space, steward, stranger):
    young = newcomer("young", age=Person.YOUNG)

    def named_by(person):
        return sent(client, person, person.space, audience="named", named="young", once="").status_code

    assert (named_by(steward), named_by(stranger)) == (422, 422)
    join_space(space, by=young, now=NOON)
    assert (named_by(steward), named_by(stranger)) == (302, 422)


def test_before_18_nothing_of_ones_own_is_for_everybody(client, db):
    young = newcomer("young", age=Person.YOUNG)

    page = sent(client, young, young.space, audience="public")

    assert page.status_code == 422
    assert "Before you are 18" in page.content.decode()
    assert sent(client, young, young.space, audience="members").status_code == 302
