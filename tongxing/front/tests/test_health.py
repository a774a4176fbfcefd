"""What machines ask: alive, ready, how busy; and each request under a name of its own."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tongxing.core import health, traces
from tongxing.core.models import Pending

pytestmark = pytest.mark.django_db
KEY = {"authorization": "Bearer the-key"}


@pytest.fixture
def key(settings, tmp_path, monkeypatch):
    """Metrics are open to whoever has the key; counts begin from nothing."""
    settings.METRICS_TOKEN, settings.DATA = "the-key", tmp_path
    fresh = {"requests": {}, "seconds": [0] * (len(traces.BOUNDS) + 1), "sum": 0.0, "noted": 0.0}
    monkeypatch.setattr(traces, "counts", fresh)


def test_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "data folder": "ok", "outbox": "ok"},
    }


def test_not_ready_while_work_is_not_done(client):
    Pending.objects.create(job="inbox.tell", due_at=timezone.now() - timedelta(minutes=11))

    answer = client.get("/readyz")

    assert answer.status_code == 503 and answer["Retry-After"]
    assert answer.json()["checks"]["outbox"] == "Work waits for 11 minutes."


@pytest.mark.parametrize("job", ["core.send_mail", "places.import_rows"])
def test_ready_while_mails_and_tables_wait_which_the_doctor_tells(client, job):
    Pending.objects.create(job=job, due_at=timezone.now() - timedelta(minutes=11))

    assert client.get("/readyz").status_code == 200
    assert health.slow_work().state == "look" and "waits for 11 minutes" in health.slow_work().says


def test_not_ready_without_room(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)

    assert client.get("/readyz").status_code == 503


def test_not_ready_before_the_database_is(client, monkeypatch):
    health.migrated.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["a step"])

    assert "older than this release" in client.get("/readyz").json()["checks"]["migrations"]


@pytest.mark.parametrize("sent", [{}, {"authorization": "Bearer wrong"}, {"authorization": "the-ke"}])
def test_metrics_are_not_there_without_the_key(client, key, sent):
    assert client.get("/metrics", headers=sent).status_code == 404


def test_metrics_are_not_there_when_no_key_is_set(client):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_metrics_say_what_was_asked(client, key, member):
    for _ in range(3):
        client.get("/places/?q=secret-word")
    client.get("/nothing-here/")

    text = client.get("/metrics", headers=KEY).content.decode()

    assert ',method="GET",route="places:list",status="200"} 3' in text
    assert ',method="GET",route="none",status="404"} 1' in text
    assert 'tongxing_rows{of="people"} 1' in text
    assert 'le="+Inf"} 4' in text
    assert "secret-word" not in text and "member" not in text


def test_counts_of_a_process_that_ended_are_gone(client, key, tmp_path):
    (tmp_path / "counts").mkdir()
    (tmp_path / "counts" / "999999999.json").write_text(json.dumps(traces.counts))
    (tmp_path / "counts" / "1.json").write_text("{")

    assert 'process="999999999"' not in client.get("/metrics", headers=KEY).content.decode()


def test_every_answer_bears_the_name_of_its_request(client):
    first, second = client.get("/"), client.get("/nothing-here/")

    assert len(first["X-Request-ID"]) == len(second["X-Request-ID"]) == 16
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [(1, "abc-12345", True), (0, "abc-12345", False), (1, "x", False), (1, "a\nb234567", False), (1, "{" * 20, False)],
)
def test_a_name_is_taken_from_a_trusted_proxy_alone(client, settings, proxies, sent, kept):
    settings.TRUSTED_PROXIES = proxies

    assert (client.get("/", headers={"x-request-id": sent})["X-Request-ID"] == sent) == kept


def test_the_doctor_finds_the_house_well(capsys):
    call_command("doctor", "--json")

    said = {one["name"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert said["database"]["state"] == said["migrations"]["state"] == "ok"
    assert said["address"]["state"] in ("ok", "look")
