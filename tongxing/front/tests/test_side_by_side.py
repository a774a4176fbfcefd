"""The pages, the worker and a long import write at once, and nobody sees an error."""

import asyncio
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.utils import timezone

from tongxing.activities.models import Activity
from tongxing.core.models import Pending
from tongxing.core.tests.figures import keep
from tongxing.places.models import Place

from . import crowd
from .postbox import postbox

SECONDS = 120 if crowd.LONG else 10
PEOPLE, SEATS, ROWS = 8, 3, 1200
SLOWEST = 5  # seconds: what 99 of 100 answers stay below


def test_pages_worker_and_import_write_at_once(serve, tmp_path):
    with postbox() as box:
        served = serve(work=True, **box.env, **crowd.SECRET)
        with served.orm():
            host, *visitors = crowd.gather(1 + PEOPLE)
            crowd.confirm_mail([host])
            activity = crowd.plan(host, seats=SEATS)
            space = activity.space.short

        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(1) as pool:
            imported = pool.submit(import_on_and_on, served, tmp_path, until)
            answers = asyncio.run(act(served, activity, visitors, host, space, until))
            rows = imported.result()
        answers += crowd.all_at_once(served.port, crowd.join(visitors[:1], activity))  # who stays is told of for sure
        worked_off(served)

    slowest = crowd.say_speed(f"beside an import of {rows} places and {len(box.mails)} mails", answers)
    assert {answer.status for answer in answers} == {302}
    assert slowest < SLOWEST
    assert crowd.complaints(served) == []
    with served.orm():
        crowd.check_whole(activity.opening)
        assert Place.objects.count() == rows > 0
        planned = [answer for answer in answers if answer.who == host]
        assert Activity.objects.count() == len(planned) + 1
    joined = [name for _, name, _ in box.mails]
    assert len(joined) == len(set(joined)) > 0
    told = f"{SECONDS} s, {len(answers)} writes, {rows} rows, no error"
    keep("writers side by side", asked="120 s without an error", measured=told)


async def act(served, activity, visitors, host, space, until):
    """Visitors come and go and the host plans, each as fast as the pages answer; returns every answer."""
    said = []

    async def come_and_go(who):
        while time.monotonic() < until:
            for (_, path, fields), *_ in (crowd.join([who], activity), crowd.leave([who], activity)):
                said.append(await crowd.post(served.port, who, path, **fields))

    async def plan():
        start = timezone.localtime(timezone.now() + timedelta(days=3))
        fields = {"starts_wall": f"{start:%Y-%m-%dT%H:%M}", "zone": "Asia/Shanghai", "audience": "public"}
        fields |= {"title": "Sorting parcels", "where": "At the gate", "kind": "event", "space": space}
        while time.monotonic() < until:
            said.append(await crowd.post(served.port, host, "/activities/new/", once=f"plan-{len(said)}", **fields))
            await asyncio.sleep(0.2)

    await asyncio.gather(plan(), *(come_and_go(who) for who in visitors))
    return said


def import_on_and_on(served, folder, until):
    """Import one file of invented places after the other; how many rows went in."""
    files = 0
    while time.monotonic() < until:
        files += 1
        path = folder / f"places-{files}.csv"
        rows = [f"{files}-{row},Hill school {files}-{row},四川省,甘孜州,{row % 60 + 1}" for row in range(ROWS)]
        path.write_text("\n".join(["old_id,name,province,prefecture,pupils", *rows]), encoding="utf-8")
        said = served.command("import-places", str(path)).splitlines()[-1]
        assert re.match(rf"{ROWS} rows: {ROWS} new, 0 changed, 0 unchanged, 0 refused", said), said
    return files * ROWS


def worked_off(served):
    """Wait until nothing is left to tell and send."""
    deadline = time.monotonic() + 60
    with served.orm():
        while Pending.objects.filter(job__startswith="inbox.").exists():
            assert time.monotonic() < deadline, "the worker doesn't come to an end"
            time.sleep(0.2)
