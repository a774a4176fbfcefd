"""How much may be sent: what a view declares, and what comes of too much."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongxing.core.bodies import patient
from tongxing.core.uploads import MB, SMALL, most_uploaded, too_large

from .test_bodies import Unread, ask, echo

REPORT, PICTURE = "/activities/zzzzzzzzzzzz/report/", "/places/zzzzzzzzzzzz/edit/picture/"
PARTS = "multipart/form-data; boundary=x"


def part(name, value, more=b""):
    """One field of a multipart body."""
    return b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name, more, value)


def form(**fields):
    """The body of a form; `file` is (name of the field, bytes)."""
    name, data = fields.pop("file")
    typed = b"".join(part(key.encode(), value.encode()) for key, value in fields.items())
    return typed + part(name.encode(), data, b'; filename="big.jpg"') + b"--x--\r\n"


def send(client, path, body, length=None):
    """Post a multipart body, of another length than it has where one is given."""
    more = {"CONTENT_LENGTH": str(length)} if length else {}
    return client.post(f"{path}?lang=en", body, content_type=PARTS, **more)


@pytest.fixture
def small(monkeypatch):
    """`small(view)`: this view takes 10 kB, so that tests needn't send megabytes."""
    monkeypatch.setattr("tongxing.core.uploads.SMALL", 5_000)
    monkeypatch.setattr("tongxing.core.uploads.FRAME", 1_000)

    def shrink(view):
        monkeypatch.setattr(view, "most_uploaded", 10_000)

    return shrink


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "most"),
    [
        (REPORT, 150 * MB), (PICTURE, 50 * MB), ("/places/along/file/", 5 * MB), ("/places/import/", 2.9 * MB),
        ("/report/", 0), ("/look/report/", 0), ("/api/v1/activities/zzzzzzzzzzzz/report", 0), ("/look/", 0), ("", 0),
    ],
)  # fmt: skip
def test_each_view_declares_what_it_takes(path, most):
    assert most_uploaded(path) == most


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/look/", SMALL, None), ("/look/", SMALL + 1, 413), ("/x/report/", SMALL + 1, 413), (REPORT, 140 * MB, None),
        (REPORT, 301 * MB, 413), (PICTURE, 90 * MB, None), (PICTURE, 101 * MB, 413), ("/look/", "lots", 413),
    ],
)  # fmt: skip
def test_what_is_read_at_all(path, length, status):
    assert too_large(path, str(length)) == status


@pytest.mark.once
def test_the_door_asks_the_same():
    assert ask(patient(echo), path="/x/report/", source=Unread(), length="9000000").status == "413"
    assert ask(patient(echo), path=REPORT, sent=bytes(SMALL + 1)).status == "200"


def test_a_view_that_forgot_to_declare_is_found_at_first_sight(client, monkeypatch, activity, steward):
    from tongxing.activities.views import write_report

    monkeypatch.delattr(write_report, "most_uploaded")
    client.force_login(steward)

    with pytest.raises(ImproperlyConfigured, match="write_report takes files, so it declares @takes_uploads"):
        client.get(f"/activities/{activity.uid}/report/")


def test_a_path_that_takes_no_files_answers_with_a_page(client, db):
    answer = client.post("/look/?lang=en", "show=dark", content_type="application/x-www-form-urlencoded",
                         CONTENT_LENGTH="4000000")  # fmt: skip

    assert answer.status_code == 413
    assert "<h1>Too large</h1>" in answer.content.decode() and "This is too large to send." in answer.content.decode()


def test_the_api_answers_with_a_problem(client, db):
    answer = client.post("/api/v1/places", "{}", content_type="application/json", CONTENT_LENGTH="4000000")

    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


def test_nobody_is_refused_a_page_that_isnt_there(client, db):
    assert client.post("/nowhere/", "x", content_type="text/plain", CONTENT_LENGTH="9000000").status_code == 404


def test_a_report_that_is_a_little_too_large_keeps_what_was_typed(client, small, activity, steward):
    from tongxing.activities.models import Report
    from tongxing.activities.views import write_report

    small(write_report)
    client.force_login(steward)
    body = form(text="It rained all day.", came="12", alt="A gate", file=("pictures", bytes(12_000)))

    answer = send(client, f"/activities/{activity.uid}/report/", body)

    page = answer.content.decode()
    assert answer.status_code == 413 and Report.objects.count() == 0
    assert "It rained all day." in page and 'value="12"' in page and 'value="A gate"' in page
    assert 'id="id_pictures_error"' in page and "This is larger than 0.01 MB. Send a smaller one" in page


def test_a_report_that_is_far_too_large_comes_back_with_what_is_known(client, small, activity, steward):
    from tongxing.activities.views import write_report

    small(write_report)
    client.force_login(steward)
    body = form(text="It rained all day.", file=("pictures", b"x"))

    answer = send(client, f"/activities/{activity.uid}/report/", body, 10**9)

    page = answer.content.decode()
    assert answer.status_code == 413 and "It rained" not in page
    assert 'id="id_pictures_error"' in page and "your browser still has it, one step back" in page
    assert client.session.get("_auth_user_id") and page.count('class="oops"') == 1


def test_what_stands_in_the_record_is_shown_where_nothing_was_read(client, small, activity, steward):
    from tongxing.activities.actions import write_report as tell
    from tongxing.activities.views import write_report
    from tongxing.conftest import NOON

    tell(activity, by=steward, text="What stood there before.", came=7, now=NOON + timedelta(days=3))
    small(write_report)
    client.force_login(steward)

    page = send(client, f"/activities/{activity.uid}/report/", b"", 10**9).content.decode()

    assert "What stood there before." in page and 'value="7"' in page


@pytest.mark.parametrize("length", [None, 10**9])
def test_every_form_with_a_file_says_it_at_its_field(client, small, steward, length):
    from tongxing.places import views
    from tongxing.places.tests.conftest import make_place

    place = make_place(steward)

    client.force_login(steward)
    for view, path, field in (
        (views.change_place, f"/places/{place.uid}/edit/picture/", "picture"),
        (views.along_file, "/places/along/file/", "file"),
        (views.bring_table, "/places/import/", "file"),
    ):
        small(view)
        answer = send(client, path, form(within_km="7", file=(field, bytes(12_000))), length)
        assert answer.status_code == 413, path
        assert f'id="id_{field}_error"' in answer.content.decode() and "Send a smaller one" in answer.content.decode()


def test_somebody_elses_form_stays_closed(client, small, activity, member):
    from tongxing.activities.views import write_report

    small(write_report)
    path = f"/activities/{activity.uid}/report/"
    body = form(text="x", file=("pictures", bytes(12_000)))

    assert send(client, path, body).status_code == 302  # to sign in
    client.force_login(member)
    assert send(client, path, body).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\nContent-Disposition" + bytes(12_000), bytes(12_000), part(b"text", b"\xff" * 12_000)]
)
def test_a_body_that_is_none_is_only_too_large(client, small, activity, steward, body):
    from tongxing.activities.views import write_report

    small(write_report)
    client.force_login(steward)

    assert send(client, f"/activities/{activity.uid}/report/", body, 12_000).status_code in (400, 413)


def test_a_chinese_reader_reads_chinese(client, small, activity, steward):
    from tongxing.activities.views import write_report

    small(write_report)
    client.force_login(steward)
    client.cookies["language"] = "zh-hans"

    body = form(text="下了一天雨", file=("pictures", bytes(12_000)))
    answer = client.post(f"/activities/{activity.uid}/report/", body, content_type=PARTS)

    assert "下了一天雨" in answer.content.decode() and "换小一点的" in answer.content.decode()


def test_the_script_that_sends_pictures_is_told_where_to_go(client, activity, steward):
    client.force_login(steward)
    path = f"/activities/{activity.uid}/report/"

    answer = client.post(path, {"text": "It rained."}, headers={"X-Sent-By": "pictures"})

    assert answer.status_code == 204 and answer.headers["X-Go-To"] == f"{activity.get_absolute_url()}#report"
    assert "Location" not in answer.headers
