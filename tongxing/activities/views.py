"""Pages of activities: finding, planning, joining, telling."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.claims.models import Claim
from tongxing.core.areas import area_called
from tongxing.core.files import path_of
from tongxing.core.joints import panels
from tongxing.core.pages import ask, paginate, paginate_lazily, show, wrong_words
from tongxing.core.refusal import YES
from tongxing.core.text import clean_line
from tongxing.core.uploads import MB, takes_uploads
from tongxing.places.models import Place
from tongxing.spaces.models import PUBLIC, Space

from . import actions, rules
from .forms import ActivityForm, CancelForm, JoinForm, ReportForm, ResizeForm, values_for, values_of
from .models import Activity, Photo, Report

FORM = ["GET", "HEAD", "POST"]


@require_safe
def list_all(request):
    """What is going on: coming ones first, or those that are over; by word, area and kind."""
    now, person = timezone.now(), request.user
    asked = {name: clean_line(request.GET.get(name, ""))[:100] for name in ("q", "area", "kind", "time")}
    area = area_called(asked["area"])
    found = Activity.objects.visible_to(person).exclude(state=Activity.DRAFT).for_list()
    found = found.of_kind(asked["kind"])
    found = found.past(now) if asked["time"] == "past" else found.upcoming(now)
    found = found.within(area) if area or not asked["area"] else found.none()
    found, alike = found.matching_or_alike(asked["q"])
    context = {"page": paginate_lazily(request, found), "asked": asked, "area": area, "alike": alike}
    context |= {"kinds": Activity.KINDS, "now": now}
    return render(request, "activities/list.html", context)


def activity_or_404(request, uid):
    """The activity, with all that its page prints, when this person may see it."""
    return get_object_or_404(Activity.objects.visible_to(request.user).with_row().select_related("report"), uid=uid)


@require_safe
def activity(request, uid, words=""):
    """An activity's own page."""
    activity = activity_or_404(request, uid)
    return wrong_words(request, activity) or render(request, "activities/activity.html", page_of(request, activity))


def page_of(request, activity):
    """All that the page of an activity prints."""
    now, person = timezone.now(), request.user
    claim = activity.opening.claims.live().of(person).first()
    coming = (
        activity.opening.claims.filter(state="held").select_related("person").order_by("arrival") if person.pk else []
    )
    may = rules.answers_at(person, activity, now=now)
    report = getattr(activity, "report", None)
    return {
        "activity": activity, "opening": activity.opening, "claim": claim, "coming": coming[:30],
        "may": may, "now": now, "names": rules.may_read_names(claim, may["see_people"]), "join_form": JoinForm(),
        "report": report, "photos": report.photos.shown() if report else [],
        "pieces": panels(request, "activities.activity", activity),
    }  # fmt: skip


@login_required
@require_http_methods(FORM)
def create_activity(request):
    """Plan something: anew, at a place, in a space's name, or as a copy of an earlier one."""
    form = ask(request, ActivityForm, person=request.user, now=timezone.now(), initial=first_values(request))
    if form.is_valid():
        publish = "keep" not in request.POST
        copied = from_query(request, "copy", Activity)
        made = actions.create_activity(
            by=request.user, publish=publish, copied_from=copied, now=timezone.now(), **form.cleaned_data
        )
        messages.success(
            request,
            _("Published. Now tell people about it.")
            if publish
            else _("Kept as a draft. Only those who look after it see it."),
        )
        return redirect(made)
    return show(request, "activities/create_activity.html", form=form)


def from_query(request, name, model):
    """The thing whose uid stands in the address, when this person may see it."""
    uid = request.GET.get(name, "")[:12]
    return model.objects.visible_to(request.user).filter(uid=uid).first() if uid.isalnum() else None


def first_values(request):
    """What the form already knows: the zone, the space and place one comes from, or the activity that is copied."""
    values = values_for(request.user, from_query(request, "copy", Activity))
    if space := from_query(request, "space", Space):
        values |= {"space": space, "audience": space.audience}
    if place := from_query(request, "place", Place):
        values["where"] = f"{settings.ADDRESS}{place.get_absolute_url()}"
    return values


@login_required
@require_http_methods(FORM)
def change_activity(request, uid):
    """Change what was planned."""
    activity = activity_or_404(request, uid)
    rules.may_change_activity(request.user, activity).or_refuse()
    form = ask(
        request, ActivityForm, person=request.user, now=timezone.now(), changing=activity, initial=values_of(activity)
    )
    if form.is_valid():
        actions.change_activity(activity, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(activity_or_404(request, uid))
    return show(request, "activities/change_activity.html", form=form, activity=activity)


@require_POST
def publish_activity(request, uid):
    return redirect(actions.publish_activity(activity_or_404(request, uid), by=request.user, now=timezone.now()))


@login_required
@require_http_methods(FORM)
def cancel_activity(request, uid):
    """Say that it won't take place, and why."""
    activity = activity_or_404(request, uid)
    form = ask(request, CancelForm)
    if form.is_valid():
        return redirect(actions.cancel_activity(activity, by=request.user, now=timezone.now(), **form.cleaned_data))
    rules.may_cancel_activity(request.user, activity, now=timezone.now()).or_refuse()
    return show(request, "activities/cancel_activity.html", form=form, activity=activity)


@require_POST
def reopen_activity(request, uid):
    return redirect(actions.reopen_activity(activity_or_404(request, uid), by=request.user, now=timezone.now()))


@require_http_methods(FORM)
def join_activity(request, uid):
    """Sign up; what was typed stays when it can't be taken."""
    activity = activity_or_404(request, uid)
    form = ask(request, JoinForm, initial={"size": 1})
    if form.is_valid():
        claim = actions.join_activity(activity, by=request.user, now=timezone.now(), **form.cleaned_data)
        held = claim.state == claim.HELD
        messages.success(
            request,
            _("You have a place.")
            if held
            else _("You are on the waiting list. When a place is free for you, you'll hear."),
        )
        return redirect(f"{activity.get_absolute_url()}#mine")
    rules.may_join_activity(request.user, activity, now=timezone.now()).or_refuse()
    return show(request, "activities/join_activity.html", form=form, activity=activity, opening=activity.opening)


@require_POST
def leave_activity(request, uid):
    activity = actions.leave_activity(activity_or_404(request, uid), by=request.user, now=timezone.now())
    messages.success(request, _("You let go. The place goes to the next one."))
    return redirect(activity)


@require_POST
def accept_place(request, uid):
    activity = activity_or_404(request, uid)
    actions.accept_place(activity, by=request.user, now=timezone.now())
    messages.success(request, _("You have a place."))
    return redirect(f"{activity.get_absolute_url()}#mine")


@login_required
@require_http_methods(FORM)
def resize_place(request, uid):
    """Come with more or fewer guests."""
    activity = activity_or_404(request, uid)
    rules.may_resize_place(request.user, activity, now=timezone.now()).or_refuse()
    claim = activity.opening.claims.live().of(request.user).first()
    form = ask(request, ResizeForm, initial={"size": claim and claim.size})
    if form.is_valid():
        actions.resize_place(activity, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"{activity.get_absolute_url()}#mine")
    return show(
        request, "activities/resize_place.html", form=form, activity=activity, opening=activity.opening, claim=claim
    )


@login_required
@require_safe
def people(request, uid):
    """Who comes, who waits, who let go, and who could not be reached: for those who look after it."""
    activity = activity_or_404(request, uid)
    rules.may_see_people(request.user, activity).or_refuse()
    claims = activity.opening.claims.select_related("person").order_by("arrival")
    context = {"activity": activity, "opening": activity.opening, "now": timezone.now()}
    context |= {
        "page": paginate(request, claims.live(), 200),
        "gone": claims.exclude(state__in=Claim.LIVE)[:100],
    }
    return render(
        request, "activities/people.html", context | {"pieces": panels(request, "activities/people.html", activity)}
    )


@takes_uploads(150 * MB)
@login_required
@require_http_methods(FORM)
def write_report(request, uid):
    """Tell how it was, or change what was told."""
    activity = activity_or_404(request, uid)
    rules.may_write_report(request.user, activity, now=timezone.now()).or_refuse()
    report = getattr(activity, "report", None)
    given = {"text": report.text, "came": report.came} if report else {}
    form = ask(request, ReportForm, initial=given)
    if form.is_valid():
        actions.write_report(activity, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Told. Those who came will read it."))
        left_out = form.cleaned_data["pictures"].left_out
        for why in left_out:
            messages.warning(request, why)
        return redirect(request.path if left_out else f"{activity.get_absolute_url()}#report")
    photos = {"photos": report.photos.shown(), "gone": report.photos.restorable(timezone.now())} if report else {}
    return show(request, "activities/write_report.html", form=form, activity=activity, report=report, yes=YES, **photos)


def photo_or_404(request, uid):
    """A picture of an activity that this person may see."""
    seen = Activity.objects.visible_to(request.user)
    photos = Photo.objects.filter(report__activity__in=seen).select_related("file", "report__activity__space")
    return get_object_or_404(photos, uid=uid)


@require_safe
def photo(request, uid, size):
    """The bytes of a picture, after asking who may see it."""
    photo = photo_or_404(request, uid)
    if photo.removed_at and not rules.may_change_photos(request.user, photo.report):
        raise Http404
    path = path_of(photo.file.sha256, size == "small")
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    public = photo.report.activity.audience == "public" and not photo.removed_at
    response["Cache-Control"] = "public, max-age=60" if public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def remove_photo(request, uid):
    photo = actions.remove_photo(photo_or_404(request, uid), by=request.user, now=timezone.now())
    messages.success(request, _("Taken away. For thirty days you can put it back."))
    return redirect("activities:write_report", photo.report.activity.uid)


@require_POST
def restore_photo(request, uid):
    photo = actions.restore_photo(photo_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect("activities:write_report", photo.report.activity.uid)


def of_space(request, space):
    """On a space's page: what comes next and what was told."""
    now = timezone.now()
    seen = Activity.objects.visible_to(request.user).filter(space=space).for_list()
    told = Report.objects.filter(activity__in=seen).select_related("activity__place").order_by("-made_at")[:5]
    context = {"coming": list(seen.upcoming(now)[:10]), "told": with_photos(told), "now": now}
    return "activities/_of_space.html", context | {"past": list(seen.past(now)[:5])}


def at_place(request, place):
    """On a place's page: who goes there next and what was told."""
    now = timezone.now()
    seen = Activity.objects.visible_to(request.user).filter(place=place).exclude(state=Activity.DRAFT).for_list()
    told = Report.objects.filter(activity__in=seen).select_related("activity__space__person").order_by("-made_at")[:5]
    context = {"coming": list(seen.upcoming(now)[:5]), "told": with_photos(told), "now": now, "place": place}
    return "activities/_at_place.html", context


def in_area(request, area):
    """On an area's page: what is going on there next; nothing where that is nothing."""
    now = timezone.now()
    seen = Activity.objects.visible_to(request.user).filter(state=Activity.PUBLISHED).within(area).for_list()
    coming = list(seen.upcoming(now)[:6])
    return ("activities/_in_area.html", {"coming": coming[:5], "more": len(coming) > 5, "area": area, "now": now})\
        if coming else None  # fmt: skip


def with_photos(reports):
    """Reports with their shown pictures, in one more query."""
    shown = Prefetch("photos", Photo.objects.shown(), to_attr="pictures")
    return list(reports.prefetch_related(shown))


def what_comes_next(request, thing):
    """On one's own home: offers to confirm, what one takes part in, and what one looks after."""
    now, me = timezone.now(), request.user
    mine = Claim.objects.live().of(me).filter(opening__activity__ends_at__gt=now)
    mine = mine.select_related("opening__activity__space__person", "opening__activity__place").order_by(
        "opening__activity__starts_at"
    )
    spaces = Space.objects.looked_after_by(me)
    planned = Activity.objects.filter(space__in=spaces).exclude(state=Activity.CANCELLED).with_row().upcoming(now)
    untold = Activity.objects.filter(space__in=spaces, report=None).on().with_row().past(now)
    untold = untold.filter(ends_at__gt=now - timedelta(days=30))
    context = {"mine": list(mine[:20]), "planned": list(planned[:20]), "untold": list(untold[:5]), "now": now}
    return "activities/_next.html", context


def looking_for_people(request, thing):
    """On the newcomer's home: what still lacks people, and what was told lately."""
    now = timezone.now()
    seen = Activity.objects.visible_to(request.user).on().with_row().filter(starts_at__gt=now)
    lacking = seen.exclude(opening__seats=None).filter(opening__waiting=0, opening__taken__lt=F("opening__seats"))
    told = Report.objects.filter(activity__audience=PUBLIC).select_related("activity__place").order_by("-made_at")[:3]
    return "activities/_home.html", {"lacking": list(lacking.order_by("starts_at")[:5]), "told": list(told), "now": now}
