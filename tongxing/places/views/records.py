"""One place: its page, its record step by step, and what was ever said of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.areas import gazetteer
from tongxing.core.files import path_of
from tongxing.core.joints import panels
from tongxing.core.pages import answer, ask, paginate, show, wrong_words
from tongxing.core.text import clean_line
from tongxing.core.uploads import MB, takes_uploads

from .. import actions, maps, rules
from ..doors import doors
from ..forms import STEPS, CreatePlaceForm, FactsForm, likes_of, values_of
from ..linked import linked
from ..models import Fact, Mark, Place
from ..revisions import LABELS, compare, labels_of, say_fact, state_at
from .lists import WORDS, asked_area

FORM = ["GET", "HEAD", "POST"]
WAY = ("way_from", "way_cost", "way_time", "sights")
STEPS_BEFORE = 3  # of the record's own; then those that upper rooms add: (words, address with a query)
STEP_WORDS = {
    "basics": gettext_lazy("What it is"),
    "way": gettext_lazy("How to get there"),
    "facts": gettext_lazy("What is there"),
    "survey": gettext_lazy("Who surveyed it"),
    "picture": gettext_lazy("A picture"),
}


def place_or_404(request, uid):
    """A place that this person may see, with what its page needs."""
    places = Place.objects.visible_to(request.user)
    return get_object_or_404(places.select_related("area", "kind", "confirmed_by", "batch", "picture"), uid=uid)


@require_safe
def place(request, uid, words=""):
    """A place's own page; one that was taken into another leads there."""
    try:
        place = place_or_404(request, uid)
    except Http404:
        gone = Place.objects.filter(uid=uid, merged_into__isnull=False).select_related("merged_into").first()
        if gone is None or gone.merged_into.hidden_at:
            raise
        return redirect(gone.merged_into)
    if elsewhere := wrong_words(request, place):
        return elsewhere
    line = gazetteer().line(place.area_id)[::-1] if place.area_id else []
    context = {"place": place, "line": line, "map": maps.strip_map(place), "likes": Place.objects.like(place)}
    context |= {"last": place.revisions.select_related("by", "batch").last(), "facts_known": facts_known(place)}
    context |= {"unconfirmed": place.revisions.filter(unconfirmed=True).count(), "doors": doors(place)}
    context |= {"way_facts": way_facts(place), "linked": linked(place)}
    context |= {"pieces": panels(request, "places.place", place)}
    return render(request, "places/place.html", context | people_of(request, place) | WORDS | standing(request, place))


def way_facts(place):
    """(label, words) of what is known of the way there."""
    return [(LABELS[name], getattr(place, name)) for name in WAY if getattr(place, name)]


def facts_known(place):
    """(label, value in words) of every fact that is known, in the order of the kinds' facts."""
    labels = {fact.code: fact for fact in Fact.objects.all()} if place.facts else {}
    known = [(labels[code], place.facts[code]) for code in labels if place.facts.get(code)]
    return [(label, say_fact({"value": fact["value"]}), fact.get("as_of", "")) for label, fact in known]


def people_of(request, place):
    """Who looks after a place, who goes there and who was there, and the reader's own marks."""
    today = timezone.localdate()
    seen = place.marks.visible_to(request.user).select_related("person")
    own = list(place.marks.filter(person=request.user)) if request.user.pk else []
    return {
        "caretakers": list(place.caretakers.select_related("person")[:12]),
        "going": list(seen.coming(today)[:6]),
        "been": list(seen.been()[:6]),
        "own": {mark.kind: mark for mark in own if mark.kind != Mark.VISITED},
        "visits": [mark for mark in own if mark.kind == Mark.VISITED],
        "today": today,
    }


def standing(request, place):
    """What each deed at a place would answer the reader."""
    now, person = timezone.now(), request.user
    may = {"confirm_place": rules.may_confirm_place(person, place, now=now)}
    may |= {"change_place": rules.may_change_place(person, place), "mark_place": rules.may_mark_place(person, place)}
    return {"now": now, "may": may}


@require_POST
def confirm_place(request, uid):
    """Say that the record still holds."""
    actions.confirm_place(place_or_404(request, uid), by=request.user, now=timezone.now())
    place = place_or_404(request, uid)
    return answer(request, "places/_freshness.html", {"place": place} | standing(request, place), then=place)


@login_required
@require_http_methods(FORM)
def create_place(request):
    """Add a place; those that may be the same are shown first. What follows is asked step by step."""
    area = asked_area(request)
    form = ask(request, CreatePlaceForm, initial={"area": area and area.full_name})
    if form.is_valid():
        likes = form.unseen_likes()
        if not likes:
            place = actions.create_place(by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. You look after this record now; go on as far as you know."))
            return redirect(reverse("places:change_place", args=[place.uid, "way"]) + "?new")
        return show(request, "places/create_place.html", form=form, likes=likes)
    return show(request, "places/create_place.html", form=form, likes=[])


@require_safe
def likes(request):
    """A piece for the form of a new place: those that may be the same, while somebody still writes."""
    name, area = clean_line(request.GET.get("name", ""))[:80], asked_area(request)
    found = likes_of({"name": name, "area": area}) if name and area else []
    return render(request, "places/_likes.html", {"likes": found})


@takes_uploads(50 * MB)
@login_required
@require_http_methods(FORM)
def change_place(request, uid, step="basics"):
    """One step of a record: what one knows better. Each is saved for itself."""
    place = place_or_404(request, uid)
    if step not in STEPS:
        raise Http404
    rules.may_change_place(request.user, place).or_refuse()
    form = form_of(request, place, step)
    if form.is_valid():
        place = actions.change_place(place, by=request.user, now=timezone.now(), **form.cleaned_data)
        for why in getattr(form, "left_out", ()):
            messages.warning(request, why)
        return redirect(after_step(request, place, step))
    steps = [
        (name, words, reverse("places:change_place", args=[place.uid, name])) for name, words in STEP_WORDS.items()
    ]
    steps[STEPS_BEFORE:STEPS_BEFORE] = [("", *more) for more in panels(request, "places/steps", place)]
    context = {"place": place, "step": step, "steps": steps, "new": "new" in request.GET}
    known = (place.lat, place.lon) if place.lat is not None and not place.is_rough else None
    context["drawing"] = maps.drawing(place.area, known) if step == "way" else None
    return show(request, "places/change_place.html", form=form, following=next_of(step), **context)


def form_of(request, place, step):
    """The form of a step, as the record stands."""
    if step == "facts":
        return ask(request, FactsForm, place=place, now=timezone.now())
    form = ask(request, STEPS[step], initial=values_of(place))
    form.area_before = place.area
    return form


def next_of(step):
    """The step that follows, or None."""
    names = [*STEP_WORDS, None]
    return names[names.index(step) + 1]


def after_step(request, place, step):
    """On to the next step, or back to the place."""
    following = next_of(step)
    if request.POST.get("then") == "next" and following:
        new = "?new" if "new" in request.GET else ""
        more = panels(request, "places/steps", place) if [*STEP_WORDS].index(following) == STEPS_BEFORE else []
        if more:
            return more[0][1] + new.replace("?", "&")
        return reverse("places:change_place", args=[place.uid, following]) + new
    messages.success(request, _("Saved. What was there before is kept."))
    return place


@require_safe
def picture(request, uid, size):
    """The bytes of a place's picture."""
    place = place_or_404(request, uid)
    path = place.picture and path_of(place.picture.sha256, size == "small")
    if not (path and path.exists()):
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def revisions(request, uid):
    """Everything that was ever said of a place, the latest first."""
    place = place_or_404(request, uid)
    rows = place.revisions.select_related("by", "batch", "confirmed_by", "restores").order_by("-pk")
    page, facts = paginate(request, rows), {fact.code: str(fact) for fact in Fact.objects.all()}
    for row in page:
        row.labels = labels_of(row.changes, facts)
    context = {"place": place, "page": page, "trusted": rules.is_trusted(request.user, place), "now": timezone.now()}
    return render(request, "places/revisions.html", context)


def revision_or_404(request, uid, number):
    """(place, one of its revisions)."""
    place = place_or_404(request, uid)
    return place, get_object_or_404(place.revisions.select_related("by", "batch", "confirmed_by"), pk=number)


@require_safe
def revision(request, uid, number):
    """The record as it was after one revision, beside another one: that before it, or `?with=`."""
    place, one = revision_or_404(request, uid, number)
    other = request.GET.get("with", "")
    earlier = place.revisions.select_related("by", "batch")
    beside = get_object_or_404(earlier, pk=int(other)) if other.isdecimal() and len(other) < 12 else \
        earlier.filter(pk__lt=one.pk).last()  # fmt: skip
    first, last = sorted([one, beside], key=lambda row: row.pk) if beside else (None, one)
    nothing = {"facts": {}, "lat": None, "lon": None}
    rows = compare(state_at(first) if first else nothing, state_at(last))
    may = {"restore": rules.may_restore_revision(request.user, one, place),
           "confirm": rules.may_confirm_revision(request.user, one, place) if one.unconfirmed else None}  # fmt: skip
    others = [row for row in earlier.order_by("-pk")[:100] if row.pk != one.pk]
    newest = others[0].pk < one.pk if others else True
    context = {"place": place, "one": one, "first": first, "last": last, "rows": rows, "may": may, "others": others}
    return render(request, "places/revision.html", context | {"newest": newest, "now": timezone.now()})


@require_POST
def restore_revision(request, uid, number):
    """Make the record again what it was then."""
    place, one = revision_or_404(request, uid, number)
    place = actions.restore_revision(one, by=request.user, now=timezone.now())
    messages.success(request, _("The record says again what it said then. That can be taken back too."))
    return redirect(place)


@require_POST
def confirm_revision(request, uid, number):
    """Say that one change is right."""
    place, one = revision_or_404(request, uid, number)
    actions.confirm_revision(one, by=request.user, now=timezone.now())
    return redirect("places:revisions", place.uid)
