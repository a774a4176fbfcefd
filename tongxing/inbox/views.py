"""What I was told, and whom nothing reaches."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongxing.activities import verbs as activities
from tongxing.claims import verbs as claims
from tongxing.core.events import say, things_of
from tongxing.core.pages import paginate
from tongxing.people.models import Person

from . import actions
from .models import Notice

IMPORTANT = [
    verb.name
    for verb in (
        activities.ACTIVITY_CHANGED, activities.ACTIVITY_CANCELLED, activities.ACTIVITY_REOPENED,
        claims.SEAT_OFFERED, claims.OFFER_SHORTENED, claims.SET_ASIDE,
    )
]  # fmt: skip


@login_required
@require_safe
def notices(request):
    """Everything one was told, the newest first, each with its exact link."""
    mine = Notice.objects.of(request.user).with_event().order_by("-id")
    page = paginate(request, mine)
    things = things_of([notice.event for notice in page], request.user)
    rows = [row_of(notice, things.get((notice.event.kind, notice.event.key))) for notice in page]
    return render(
        request, "inbox/notices.html", {"page": page, "rows": rows, "some_unread": any(row["new"] for row in rows)}
    )


def row_of(notice, thing):
    """A notice as it is printed."""
    event = notice.event
    href = actions.link_of(event, thing) if thing else ""
    return {"words": say(event, event.by, thing), "href": href, "at": event.at, "new": notice.read_at is None}


@require_POST
def read_notices(request):
    actions.read_notices(request.user, by=request.user, now=timezone.now())
    return redirect("inbox:notices")


def unread(request):
    """How many notices wait to be read."""
    return Notice.objects.of(request.user).unread().count() if request.user.is_authenticated else 0


def not_reached(request, activity):
    """On the list of those who come: whom an important word about it has not reached, and a text to paste."""
    silent = Notice.objects.unheard().filter(
        event__verb__in=IMPORTANT, event__kind="activities.activity", event__key=activity.uid
    )
    people = Person.objects.filter(pk__in=silent.values("person"), claims__in=activity.opening.claims.live()).distinct()
    state = _("was cancelled") if activity.is_cancelled else _("has changed")
    link = settings.ADDRESS + activity.get_absolute_url()
    words = _("“%(title)s” %(state)s. Please look: %(link)s") % {"title": activity, "state": state, "link": link}
    return "inbox/_not_reached.html", {"people": list(people[:200]), "words": words}
