"""Settings of a server whose guard is taken away: the control that must oversell, or the rush proves nothing.

It does what the conditional update replaces: look whether a seat is free, and take it a moment later. The look comes
before the transaction, because SQLite lets one writer in at a time and would hide the fault.
"""

import time
from contextvars import ContextVar

from django.apps import AppConfig

from tongxing.core.tests.settings import *  # noqa: F403 -- the settings of every served test
from tongxing.core.tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tongxing.front.tests.unguarded.Unguarded"]
WINDOW = 0.05  # seconds between the look and the taking


class Unguarded(AppConfig):
    name, label = "tongxing.front.tests", "unguarded"

    def ready(self):
        from django.db.models import F

        from tongxing.activities import actions as activities
        from tongxing.claims import actions as claims

        seen, join_activity = ContextVar("seen"), activities.join_activity

        def join_after_a_look(activity, **given):
            seen.set(activity.opening.claims.seated().count() < activity.opening.seats)
            time.sleep(WINDOW)
            return join_activity(activity, **given)

        def count_in_without_guard(opening, size, now):
            more = {} if seen.get() else {"waiting": F("waiting") + 1}
            return (
                type(opening)
                .objects.filter(pk=opening.pk)
                .update(arrivals=F("arrivals") + 1, last_took=seen.get(), **more)
            )

        activities.join_activity, claims.count_in = join_after_a_look, count_in_without_guard
