"""Pages of letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.pages import ask, paginate, show
from tongxing.core.refusal import YES
from tongxing.places.models import Place

from . import actions, rules
from .forms import LetterForm
from .models import Letter, Thread

FORM = ["GET", "HEAD", "POST"]


def thread_or_404(request, uid):
    """A thread that this person may read."""
    return get_object_or_404(Thread.objects.visible_to(request.user).with_row(), uid=uid)


@login_required
@require_http_methods(FORM)
def write_letter(request, uid):
    """Write to whoever looks after a place, or go on where one has written already."""
    place, person = get_object_or_404(Place.objects.visible_to(request.user), uid=uid), request.user
    if request.method != "POST" and (known := place.threads.filter(person=person.pk).first()):
        return redirect(known)
    rules.may_write_letter(person, place, now=timezone.now()).or_refuse()
    form = ask(request, LetterForm)
    if form.is_valid():
        letter = actions.write_letter(place, by=person, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("They are told that you wrote."))
        return redirect(letter)
    return show(request, "talk/write_letter.html", form=form, place=place)


@login_required
@require_safe
def thread(request, uid):
    """The letters of a thread, the latest page first, and the next one."""
    return page_of(request, thread_or_404(request, uid), LetterForm())


def page_of(request, thread, form):
    """The page of a thread with a form for the next letter."""
    person, now = request.user, timezone.now()
    pages = paginate(request, thread.letters_for(person).select_related("by").order_by("-id"))
    may = {"answer": rules.may_answer_letter(person, thread, now=now), "block": rules.may_block_writer(person, thread)}
    context = {"thread": thread, "page": pages, "form": form, "may": may, "now": now, "yes_answer": YES}
    return show(request, "talk/thread.html", **context)


@login_required
@require_http_methods(FORM)
def answer_letter(request, uid):
    """Write the next letter."""
    thread = thread_or_404(request, uid)
    if request.method != "POST":
        return redirect(thread)
    rules.may_answer_letter(request.user, thread, now=timezone.now()).or_refuse()
    form = ask(request, LetterForm)
    if form.is_valid():
        return redirect(actions.answer_letter(thread, by=request.user, now=timezone.now(), **form.cleaned_data))
    return page_of(request, thread, form)


@require_POST
def block_writer(request, uid):
    """Take no letters from somebody any more."""
    return redirect(actions.block_writer(thread_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def unblock_writer(request, uid):
    """Take their letters again."""
    return redirect(actions.unblock_writer(thread_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def take_back_letter(request, uid):
    """Take the words of one's own letter back."""
    letters = Letter.objects.filter(thread__in=Thread.objects.visible_to(request.user)).select_related("thread")
    return redirect(actions.take_back_letter(get_object_or_404(letters, uid=uid), by=request.user, now=timezone.now()))


@login_required
@require_safe
def my_letters(request):
    """One's own threads and those of the places that one looks after, where something was written last first."""
    found = Thread.objects.visible_to(request.user).with_row().order_by("-last_at", "-id")
    return render(request, "talk/my_letters.html", {"page": paginate(request, found), "now": timezone.now()})


def at_place(request, place):
    """On a place's page: write to whoever looks after it; for those themselves, what was written."""
    cares = [one.person for one in place.caretakers.select_related("person")]
    own = any(one.pk == request.user.pk for one in cares)
    if all(one.is_young for one in cares):
        return None
    return "talk/_at_place.html", {"place": place, "own": own}
