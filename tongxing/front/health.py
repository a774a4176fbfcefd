"""What machines ask: does it live, can people come in, how busy is it."""

import hmac
import json
from functools import lru_cache
from time import monotonic

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongxing.core.backup import release
from tongxing.core.health import WRONG, is_ready
from tongxing.core.models import Pending
from tongxing.core.traces import BOUNDS, all_counts

COUNTED = {"people": "people.person", "spaces": "spaces.space", "places": "places.place",
           "activities": "activities.activity"}  # fmt: skip
ASK_AGAIN = 60  # seconds: counting a million rows is not free


@require_safe
def healthz(request):
    """Alive: the process answers and the database can be asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request):
    """Whether people can be let in, and what stands in the way: 200 or 503."""
    ready, found = is_ready()
    said = {one.name: one.says if one.state == WRONG else "ok" for one in found}
    response = HttpResponse(json.dumps({"ready": ready, "checks": said}), "application/json", 200 if ready else 503)
    response["Cache-Control"] = "no-store"
    if not ready:
        response["Retry-After"] = "30"
    return response


@require_safe
def metrics(request):
    """Counts for Prometheus, for whoever knows the token; for everybody else there is no such page."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(sent, settings.METRICS_TOKEN.encode()):
        raise Http404
    text = "\n".join([*of_requests(), *of_outbox(), *of_house(int(monotonic() // ASK_AGAIN)), ""])
    response = HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def of_requests():
    """Requests by process, method, route and status, and how long they took."""
    known = all_counts()
    yield "# TYPE tongxing_requests_total counter"
    for process, one in known.items():
        for key, number in sorted(one["requests"].items()):
            method, route, status = key.split(" ")
            labels = f'process="{process}",method="{method}",route="{route}",status="{status}"'
            yield f"tongxing_requests_total{{{labels}}} {number}"
    yield "# TYPE tongxing_request_seconds histogram"
    for process, one in known.items():
        total = 0
        for most, number in zip((*BOUNDS, "+Inf"), one["seconds"], strict=True):
            total += number
            yield f'tongxing_request_seconds_bucket{{process="{process}",le="{most}"}} {total}'
        yield f'tongxing_request_seconds_sum{{process="{process}"}} {one["sum"]:.6f}'
        yield f'tongxing_request_seconds_count{{process="{process}"}} {total}'


def of_outbox():
    """What waits to be done, by job, and for how long the oldest has been due."""
    now = timezone.now()
    yield "# TYPE tongxing_outbox_waiting gauge"
    for job, number in (
        Pending.objects.filter(given_up_at=None).values_list("job").annotate(Count("id")).order_by("job")
    ):
        yield f'tongxing_outbox_waiting{{job="{job}"}} {number}'
    yield "# TYPE tongxing_outbox_given_up gauge"
    yield f"tongxing_outbox_given_up {Pending.objects.exclude(given_up_at=None).count()}"
    oldest = Pending.objects.due(now).order_by().aggregate(at=Min("due_at"))["at"]
    yield "# TYPE tongxing_outbox_oldest_due_seconds gauge"
    yield f"tongxing_outbox_oldest_due_seconds {max(0, (now - oldest).total_seconds()) if oldest else 0:.0f}"


@lru_cache(maxsize=1)
def of_house(minute):
    """How many there are of what matters, counted at most once a minute; and which release this is."""
    lines = ["# TYPE tongxing_rows gauge"]
    for name, label in COUNTED.items():
        lines.append(f'tongxing_rows{{of="{name}"}} {apps.get_model(label)._base_manager.count()}')
    facts = f'release="{release()}",database="{connection.vendor}"'
    return [*lines, "# TYPE tongxing_build_info gauge", f"tongxing_build_info{{{facts}}} 1"]
