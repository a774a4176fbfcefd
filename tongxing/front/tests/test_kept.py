"""Public pages are given again until something is written, by whomever and in whichever process; private ones never."""

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, change_activity, join_activity
from tongxing.core import kept
from tongxing.core.areas import find_areas
from tongxing.people.actions import change_profile
from tongxing.people.models import Person
from tongxing.places.actions import create_place
from tongxing.spaces.actions import change_space

from . import crowd


@pytest.fixture
def lively(serve):
    """(a served house, who plans in it, an activity): two processes, each with pages of its own."""
    served = serve(**crowd.SECRET)
    with served.orm():
        host, visitor = crowd.gather(2)
        activity = crowd.plan(host, seats=5, title="Walking")
    return served, host, visitor, activity


def everywhere(served, path, **headers):
    """What every thread of every process says: so many connections that none is left out."""
    said = set()
    for _ in range(12):
        with httpx.Client(base_url=served.url, headers={"accept-language": "en"} | headers) as client:
            said.add(client.get(path).text)
    return said


def writes(served, host, visitor, activity):
    """(what it is, the deed, where and what is read then) of every kind of write that public pages tell of."""
    person, other = Person.objects.get(pk=host.pk), Person.objects.get(pk=visitor.pk)
    now = timezone.now()
    times = {"starts_wall": activity.starts_wall, "ends_wall": activity.ends_wall, "zone": activity.zone}
    same = {"about": "", "carry": "", "audience": "public", "seats": 5, "where": "At the gate"} | times
    yield lambda: join_activity(activity, by=other, now=now), "/activities/", "4 places left"
    yield lambda: change_activity(activity, by=person, now=now, **same | {"title": "Rowing"}), "/activities/", "Rowing"
    area = find_areas("四川 雅江")[0]
    yield lambda: create_place(by=person, kind="school", name="河口小学", area=area), "/places/", "河口小学"
    yield lambda: change_space(person.space, by=person, about="We walk far"), f"/s/{host.handle}/", "We walk far"
    me = {"name": "Ann of the Hills", "language": "", "zone": "", "mail_wanted": True}
    yield lambda: change_profile(person, by=person, **me), "/activities/", "Ann of the Hills"
    yield lambda: cancel_activity(activity, by=person, now=now, reason="Rain"), "/activities/", "Cancelled"


def test_whatever_is_written_is_read_at_once_by_everybody(lively):
    served, *cast = lively
    with served.orm():
        deeds = list(writes(served, *cast))
    for deed, path, words in deeds:
        assert not any(words in said for said in everywhere(served, path)), words
        with served.orm():
            deed()
        assert all(words in said for said in everywhere(served, path)), words


def test_what_was_not_written_is_given_again(lively):
    """The control: pages are kept at all, so the test above can fail."""
    served, *_cast = lively
    client = httpx.Client(base_url=served.url)
    said = []
    for _ in range(50):  # beside other databases of the same PostgreSQL a page may be kept for a moment only
        tag = client.get("/activities/").headers.get("ETag", "none yet")
        said.append(client.get("/activities/", headers={"if-none-match": tag}).status_code)
        if 304 in said:
            break
    client.close()

    assert 304 in said


def test_each_language_and_look_has_its_own(lively):
    served, *_cast = lively

    assert "Activities" in everywhere(served, "/activities/", **{"accept-language": "en"}).pop()
    assert "活动" in everywhere(served, "/activities/", **{"accept-language": "zh-CN"}).pop()
    assert 'data-theme="dark"' in everywhere(served, "/activities/", cookie="look=dark.").pop()
    assert 'data-theme="dark"' not in everywhere(served, "/activities/").pop()


def test_nobody_reads_a_page_of_somebody(lively):
    served, host, *_rest = lively
    mine = everywhere(served, "/activities/", cookie=host.cookies)
    others = everywhere(served, "/activities/")

    assert all(host.handle in said for said in mine)
    assert not any('class="me"' in said for said in others)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/account/login/", "/rescue/", "/healthz", "/readyz", "/nothing-here/", "/me/"])
def test_what_has_a_form_or_is_no_page_is_not_kept(path):
    answer = Client().get(path)

    assert "ETag" not in answer.headers
    assert not any(path in str(key) for key in kept.kept_by_thread("pages"))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_for_longer_than_a_minute(monkeypatch):
    kept.kept_by_thread("pages").clear()
    client, asked = Client(), []
    real = kept.keep
    monkeypatch.setattr(kept, "keep", lambda *args: asked.append(args) or real(*args))
    client.get("/about/")
    client.get("/about/")
    assert len(asked) == 1
    later = kept.time.monotonic() + kept.LONGEST + 1
    monkeypatch.setattr(kept.time, "monotonic", lambda: later)
    client.get("/about/")

    assert len(asked) == 2
