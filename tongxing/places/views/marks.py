"""Who goes where, who was there, and what one watches."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.pages import ask, paginate, show
from tongxing.core.refusal import YES

from .. import actions, rules
from ..forms import MarkForm
from ..models import Mark
from .records import FORM, place_or_404


@login_required
@require_http_methods(FORM)
def mark_place(request, uid, kind):
    """Going there, having been there, or watching it."""
    place = place_or_404(request, uid)
    if kind not in dict(Mark.KINDS):
        raise Http404
    rules.may_mark_place(request.user, place).or_refuse()
    today = timezone.localdate()
    own = place.marks.filter(person=request.user, kind=kind).first() if kind != Mark.VISITED else None
    initial = {"on": own.on, "note": own.note, "audience": own.audience} if own else {"on": today}
    form = ask(request, MarkForm, kind=kind, initial=initial)
    if form.is_valid():
        actions.mark_place(place, by=request.user, kind=kind, today=today, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Written down. You can take it back at any time."))
        return redirect(place.get_absolute_url() + "#people")
    context = {"place": place, "kind": kind, "own": own, "young": request.user.is_young}
    return show(request, "places/mark_place.html", form=form, **context)


@require_POST
def unmark_place(request, uid):
    """Take one's mark away."""
    mark = get_object_or_404(Mark.objects.visible_to(request.user).select_related("place"), uid=uid)
    actions.unmark_place(mark, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect(mark.place.get_absolute_url() + "#people")


@require_safe
def marks(request, uid):
    """Everybody who goes to a place or was there, as far as they let it be seen."""
    place, today = place_or_404(request, uid), timezone.localdate()
    seen = place.marks.visible_to(request.user).select_related("person")
    page = paginate(request, seen.been())
    context = {"place": place, "going": list(seen.coming(today)[:100]), "page": page, "now": timezone.now()}
    return render(request, "places/marks.html", context)


@require_safe
def on_the_way(request):
    """Who goes where next, and who was where: everywhere."""
    today, seen = timezone.localdate(), Mark.objects.visible_to(request.user).filter(place__hidden_at=None).with_row()
    context = {"going": list(seen.coming(today)[:60]), "page": paginate(request, seen.been()), "now": timezone.now()}
    return render(request, "places/on_the_way.html", context)


@login_required
@require_safe
def my_places(request):
    """Where one goes, what one watches, where one was, and what one looks after."""
    own = request.user.marks.filter(place__hidden_at=None).with_row()
    groups = [
        (_("You go there"), list(own.filter(kind=Mark.GOING).order_by("on")[:100])),
        (_("You watch them"), list(own.filter(kind=Mark.WATCHING).order_by("-id")[:100])),
    ]
    cares = request.user.cares_for.filter(place__hidden_at=None).select_related("place__area", "place__kind")
    context = {"groups": groups, "cares": list(cares[:100]), "page": paginate(request, own.been())}
    return render(request, "places/my_places.html", context | {"now": timezone.now(), "yes": YES})


def who_goes(request, thing=None):
    """A piece for the home page: the latest who go somewhere or were somewhere."""
    return stream(request, home=True)


def who_goes_next(request, thing=None):
    """The same for one's own home."""
    return stream(request, home=False)


def stream(request, home):
    """(template, context) of the stream, or None while nobody goes anywhere."""
    today, seen = timezone.localdate(), Mark.objects.visible_to(request.user).filter(place__hidden_at=None).with_row()
    rows = list(seen.around(today)[:8])
    found = {"now": timezone.now(), "home": home}
    found["going"] = sorted((row for row in rows if row.kind == Mark.GOING), key=lambda row: row.on)[:4]
    found["been"] = [row for row in rows if row.kind == Mark.VISITED][:4]
    return ("places/_who_goes.html", found) if found["going"] or found["been"] else None
