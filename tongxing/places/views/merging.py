"""Two records that are one place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.pages import ask, show

from .. import actions, rules
from ..forms import MergeForm
from ..models import Merge, Place
from ..revisions import TRACKED, compare
from .records import FORM, place_or_404


@login_required
@require_http_methods(FORM)
def merge_places(request, uid):
    """Take another record into this one: first a look at both, then the deed."""
    place = place_or_404(request, uid)
    initial = {"other": request.GET.get("other", "")}
    form = ask(request, MergeForm, place=place, initial=initial)
    if request.method != "POST" and initial["other"]:
        form = MergeForm({"other": initial["other"]}, place=place)
    other = form.cleaned_data["other"] if form.is_valid() else None
    if other:
        rules.may_merge_places(request.user, place, other).or_refuse()
        if request.method == "POST" and request.POST.get("sure"):
            actions.merge_places(place, loser=other, by=request.user, now=timezone.now())
            messages.success(request, _("They are one record now. For thirty days that can be taken back."))
            return redirect("places:merges", place.uid)
    context = {"place": place, "other": other, "likes": Place.objects.like(place)}
    context |= preview(place, other) if other else {}
    return show(request, "places/merge_places.html", form=form, **context)


def preview(place, other):
    """What differs between the two, and how many rows would move."""
    one, two = ({name: getattr(each, name) for name in TRACKED} for each in (place, other))
    own = [(_("Marks"), other.marks), (_("Caretakers"), other.caretakers), (_("Contacts"), other.contacts)]
    counts = [(label, rows.count()) for label, rows in own]
    outer = [link for link in Place._meta.related_objects if link.related_model._meta.app_label != "places"]
    more = sum(link.related_model._base_manager.filter(**{link.field.name: other}).count() for link in outer)
    counts.append((_("Activities and whatever else stands there"), more))
    return {"rows": compare(two, one), "counts": [(label, count) for label, count in counts if count]}


@require_safe
def merges(request, uid):
    """Which records were taken into this one, and how to take that back."""
    place, now = place_or_404(request, uid), timezone.now()
    rows = list(place.took_in.select_related("loser", "winner", "by")[:100])
    shown = [(row, rules.may_undo_merge(request.user, row, now=now)) for row in rows]
    return render(request, "places/merges.html", {"place": place, "shown": shown, "now": now})


@require_POST
def undo_merge(request, uid):
    """Make two records of it again."""
    merge = get_object_or_404(Merge.objects.select_related("winner", "loser"), uid=uid)
    merge = actions.undo_merge(merge, by=request.user, now=timezone.now())
    messages.success(request, _("They are two records again."))
    return redirect(merge.loser)
