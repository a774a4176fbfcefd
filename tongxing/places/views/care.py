"""Who looks after a place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxing.core.pages import ask, show
from tongxing.core.refusal import YES

from .. import actions, rules
from ..forms import NameForm, WordsForm
from ..models import Asking
from .records import FORM, place_or_404


@require_http_methods(["GET", "HEAD"])
def caretakers(request, uid):
    """Who looks after a place, what that means, and what waits for an answer."""
    return show(request, "places/caretakers.html", **page_of(request, place_or_404(request, uid)))


def page_of(request, place):
    """All that the page prints."""
    person = request.user
    cares = rules.looks_after(person, place)
    waiting = place.askings.filter(state=Asking.OPEN).select_related("person", "asked_by")
    mine = [one for one in waiting if person.pk in (one.person_id, one.asked_by_id) or cares]
    mine = [(one, rules.may_answer_asking(person, one), rules.may_withdraw_asking(person, one)) for one in mine]
    may = {"ask_to_care": rules.may_ask_to_care(person, place), "stop_caring": rules.may_stop_caring(person, place)}
    return {
        "place": place, "cares": cares, "may": may, "yes": YES, "now": timezone.now(),
        "rows": list(place.caretakers.select_related("person")),
        "waiting": mine,
    }  # fmt: skip


@login_required
@require_http_methods(FORM)
def ask_to_care(request, uid):
    """Ask to look after a place."""
    place = place_or_404(request, uid)
    rules.may_ask_to_care(request.user, place).or_refuse()
    form = ask(request, WordsForm)
    if form.is_valid():
        asking = actions.ask_to_care(place, by=request.user, now=timezone.now(), **form.cleaned_data)
        given = asking.state == Asking.ACCEPTED
        messages.success(
            request, _("You look after this place now.") if given else _("Asked. You are told of the answer.")
        )
        return redirect("places:caretakers", place.uid)
    return show(request, "places/ask_to_care.html", form=form, place=place)


@login_required
@require_http_methods(FORM)
def name_caretaker(request, uid):
    """Ask somebody to look after it too, or in one's stead."""
    place = place_or_404(request, uid)
    rules.may_name_caretaker(request.user, place).or_refuse()
    form = ask(request, NameForm)
    if form.is_valid():
        data = form.cleaned_data
        actions.name_caretaker(place, by=request.user, person=data.pop("handle"), now=timezone.now(), **data)
        messages.success(request, _("Asked. It holds when they accept."))
        return redirect("places:caretakers", place.uid)
    return show(request, "places/name_caretaker.html", form=form, place=place)


@login_required
@require_http_methods(FORM)
def stop_caring(request, uid):
    """Stop looking after a place."""
    place = place_or_404(request, uid)
    rules.may_stop_caring(request.user, place).or_refuse()
    last = place.caretakers.count() == 1
    if request.method == "POST":
        actions.stop_caring(place, by=request.user, leave_open="leave_open" in request.POST, now=timezone.now())
        messages.success(request, _("You don't look after it any more. Thank you for what you did."))
        return redirect("places:caretakers", place.uid)
    return show(request, "places/stop_caring.html", place=place, last=last)


def asking_or_404(request, uid):
    """An asking that concerns the reader: their own, or one at a place they look after."""
    asking = get_object_or_404(Asking.objects.select_related("place", "person", "asked_by"), uid=uid)
    concerned = request.user.pk in (asking.person_id, asking.asked_by_id) or rules.looks_after(
        request.user, asking.place
    )
    return asking if concerned else get_object_or_404(Asking, pk=None)


@require_POST
def accept_asking(request, uid):
    """Say yes."""
    asking = actions.accept_asking(asking_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect(asking)


@require_POST
def decline_asking(request, uid):
    """Say no."""
    asking = actions.decline_asking(asking_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect(asking)


@require_POST
def withdraw_asking(request, uid):
    """Take it back."""
    asking = actions.withdraw_asking(asking_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect(asking)
