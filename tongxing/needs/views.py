"""Pages of what is lacking and what is given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, Prefetch, When, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.areas import area_called
from tongxing.core.pages import ask, paginate, show, wrong_words
from tongxing.core.search import together_first
from tongxing.core.text import clean_line
from tongxing.places.models import Place
from tongxing.spaces.models import Space

from . import actions, rules
from .forms import CreateNeedForm, MatchForm, NeedForm, OfferForm, values_of, values_of_offer
from .hiding import hide_from
from .models import Category, Match, Need, Offer
from .suggesting import needs_for, offers_for

FORM = ["GET", "HEAD", "POST"]


@require_safe
def list_all(request):
    """What is needed where: by category, area, words, and what is urgent."""
    asked = {name: clean_line(request.GET.get(name, ""))[:100] for name in ("q", "area", "category", "urgent")}
    today, area = timezone.localdate(), area_called(asked["area"])
    found = Need.objects.visible_to(request.user).lacking().exclude(until__lt=today)
    found = found.filter(category=asked["category"]) if asked["category"] else found
    found = found.filter(urgent_until__gte=today) if asked["urgent"] else found
    found = found.within(area) if area or not asked["area"] else found.none()
    found, alike = found.matching_or_alike(asked["q"])
    rows, order = together_first(found.with_row(), "needs.need", asked["q"])
    context = {"page": paginate(request, rows.order_by(*order)), "asked": asked, "area": area, "alike": alike}
    return render(request, "needs/list.html", context | {"categories": Category.objects.all(), "today": today})


def need_or_404(request, uid):
    """A need that this person may see."""
    return get_object_or_404(Need.objects.visible_to(request.user).with_row(), uid=uid)


@require_safe
def need(request, uid, words=""):
    """What is lacking, who gives what of it, and what would fit."""
    need = need_or_404(request, uid)
    return wrong_words(request, need) or render(request, "needs/need.html", page_of(request, need))


def page_of(request, need):
    """All that the page of a need prints."""
    person, today = request.user, timezone.localdate()
    need.reader = (person.pk, rules.takes(person, need))
    seen = list(
        need.matches.visible_to(person).with_row().prefetch_related("steps__by").order_by(WAITS_FIRST, "id")[:200]
    )
    hide_from(person, seen, rules.is_theirs(person, need))
    may = {name: getattr(rules, f"may_{name}")(person, need) for name in MAY}
    likes = offers_for(need, person, today=today) if need.state == Need.OPEN and need.left else []
    rows = [(match, deeds_at(person, match, need)) for match in seen]
    return {"need": need, "rows": rows, "may": may, "likes": likes, "now": timezone.now(), "today": today}


WAITS_FIRST = Case(When(state=Match.OFFERED, then=0), default=1)
MAY = ("change_need", "renew_need", "reopen_need", "withdraw_need", "offer_match")
DEEDS = [
    ("agree_match", gettext_lazy("Yes, gladly")),
    ("decline_match", gettext_lazy("Not this time")),
    ("send_match", gettext_lazy("It is on its way")),
    ("receive_match", gettext_lazy("It has arrived")),
    ("confirm_match", gettext_lazy("It is in use")),
    ("thank_match", gettext_lazy("Say thank you")),
    ("lose_match", gettext_lazy("It was lost")),
    ("withdraw_match", gettext_lazy("Take the offer back")),
]


def deeds_at(person, match, need):
    """[(URL name, label, answer)] of what this person can do with a match of this need now."""
    if not person.pk:
        return []
    match.need = need
    answers = [(name, label, getattr(rules, f"may_{name}")(person, match)) for name, label in DEEDS]
    return [(f"needs:{name}", label, answer) for name, label, answer in answers if answer]


def owner_asked(request):
    """(place, space) that `?place=` or `?space=` names, as far as this person sees them; (None, None) without."""
    if uid := clean_line(request.GET.get("place", "")):
        return get_object_or_404(Place.objects.visible_to(request.user), uid=uid[:12]), None
    if short := clean_line(request.GET.get("space", "")):
        return None, get_object_or_404(Space.objects.visible_to(request.user).at(short[:60]))
    return None, None


@login_required
@require_http_methods(FORM)
def create_need(request):
    """Say what a place or a space lacks."""
    place, space = owner_asked(request)
    if place is None and space is None:
        known = Place.objects.filter(caretakers__person=request.user, hidden_at=None) | Place.objects.filter(
            marks__person=request.user, hidden_at=None)  # fmt: skip
        known = known.select_related("area").distinct().order_by("-id")[:30]
        return show(request, "needs/whose_need.html", places=known, spaces=mine(request).order_by("id"))
    rules.may_create_need(request.user, place, space).or_refuse()
    goes_on = place is not None and "new" in request.GET  # a step of a new record: one thing after the other
    form = ask(request, CreateNeedForm, today=timezone.localdate())
    if form.is_valid():
        need = actions.create_need(by=request.user, place=place, space=space, **form.cleaned_data)
        messages.success(request, _("Written down. Whoever passes by can see it now."))
        return redirect(request.get_full_path() if goes_on else need)
    return show(request, "needs/create_need.html", form=form, whose=place or space, goes_on=goes_on)


@login_required
@require_http_methods(FORM)
def change_need(request, uid):
    """Write what is lacking now."""
    need = need_or_404(request, uid)
    rules.may_change_need(request.user, need).or_refuse()
    form = ask(request, NeedForm, today=timezone.localdate(), initial=values_of(need))
    if form.is_valid():
        return redirect(actions.change_need(need, by=request.user, now=timezone.now(), **form.cleaned_data))
    return show(request, "needs/change_need.html", form=form, need=need, whose=need.whose)


@require_POST
def withdraw_need(request, uid):
    """It isn't needed any more."""
    return redirect(actions.withdraw_need(need_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def reopen_need(request, uid):
    """It is needed again."""
    return redirect(actions.reopen_need(need_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def renew_need(request, uid):
    """It is still needed."""
    return redirect(actions.renew_need(need_or_404(request, uid), by=request.user, now=timezone.now()))


@login_required
@require_http_methods(FORM)
def offer_match(request, uid):
    """Give a part of what is lacking."""
    need = need_or_404(request, uid)
    rules.may_offer_match(request.user, need).or_refuse()
    offered = Offer.objects.visible_to(request.user).open().filter(space__in=mine(request)).filter(
        uid=clean_line(request.GET.get("offer", ""))[:12]).first()  # fmt: skip
    form = ask(request, MatchForm, person=request.user, initial={"quantity": need.left})
    if form.is_valid():
        actions.offer_match(need, by=request.user, offer=offered, **form.cleaned_data)
        messages.success(request, _("They are told. You hear as soon as they answer."))
        return redirect(need)
    return show(request, "needs/offer_match.html", form=form, need=need)


def mine(request):
    """The spaces in whose name the reader may give."""
    return Space.objects.looked_after_by(request.user)


def match_or_404(request, uid):
    """A match that this person may see."""
    return get_object_or_404(Match.objects.visible_to(request.user).with_row(), uid=uid)


def take_step(request, uid, deed):
    """One step of a match, with a word; back to the need."""
    words = clean_line(request.POST.get("words", ""))[:300]
    match = deed(match_or_404(request, uid), by=request.user, words=words, now=timezone.now())
    return redirect(match)


@require_POST
def agree_match(request, uid):
    """Take what somebody would give."""
    return take_step(request, uid, actions.agree_match)


@require_POST
def decline_match(request, uid):
    """Say no to it."""
    return take_step(request, uid, actions.decline_match)


@require_POST
def send_match(request, uid):
    """It is on its way."""
    return take_step(request, uid, actions.send_match)


@require_POST
def receive_match(request, uid):
    """It has arrived."""
    return take_step(request, uid, actions.receive_match)


@require_POST
def confirm_match(request, uid):
    """It is in use."""
    return take_step(request, uid, actions.confirm_match)


@require_POST
def thank_match(request, uid):
    """Thank you."""
    return take_step(request, uid, actions.thank_match)


@require_POST
def lose_match(request, uid):
    """It was lost."""
    return take_step(request, uid, actions.lose_match)


@require_POST
def withdraw_match(request, uid):
    """Take back what one would give."""
    return take_step(request, uid, actions.withdraw_match)


@require_safe
def offers(request):
    """What people give: by category and form."""
    asked = {name: clean_line(request.GET.get(name, ""))[:40] for name in ("category", "sort")}
    found = Offer.objects.visible_to(request.user).open().exclude(until__lt=timezone.localdate())
    found = found.filter(category=asked["category"]) if asked["category"] else found
    found = found.filter(sort=asked["sort"]) if asked["sort"] else found
    context = {"page": paginate(request, found.with_row().order_by("-id")), "asked": asked}
    return render(request, "needs/offers.html", context | {"categories": Category.objects.all(), "sorts": Offer.SORTS})


def offer_or_404(request, uid):
    """An offer that this person may see."""
    return get_object_or_404(Offer.objects.visible_to(request.user).with_row(), uid=uid)


@require_safe
def offer(request, uid, words=""):
    """What somebody gives, and where it would fit."""
    offer, person = offer_or_404(request, uid), request.user
    if elsewhere := wrong_words(request, offer):
        return elsewhere
    may = {"change_offer": rules.may_change_offer(person, offer)}
    likes = needs_for(offer, person, today=timezone.localdate()) if rules.is_open(offer) else []
    context = {"offer": offer, "may": may, "likes": likes, "today": timezone.localdate(), "now": timezone.now()}
    return render(request, "needs/offer.html", context)


@login_required
@require_http_methods(FORM)
def create_offer(request):
    """Offer something."""
    form = ask(request, OfferForm, person=request.user, today=timezone.localdate())
    if form.is_valid():
        return redirect(actions.create_offer(by=request.user, **form.cleaned_data))
    return show(request, "needs/create_offer.html", form=form)


@login_required
@require_http_methods(FORM)
def change_offer(request, uid):
    """Write what is offered now."""
    offer = offer_or_404(request, uid)
    rules.may_change_offer(request.user, offer).or_refuse()
    form = ask(request, OfferForm, person=request.user, today=timezone.localdate(), initial=values_of_offer(offer))
    del form.fields["space"], form.fields["once"]
    if form.is_valid():
        return redirect(actions.change_offer(offer, by=request.user, now=timezone.now(), **form.cleaned_data))
    return show(request, "needs/change_offer.html", form=form, offer=offer)


@require_POST
def close_offer(request, uid):
    """It can't be had any more."""
    return redirect(actions.close_offer(offer_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def reopen_offer(request, uid):
    """It can be had again."""
    return redirect(actions.reopen_offer(offer_or_404(request, uid), by=request.user, now=timezone.now()))


@login_required
@require_safe
def my_gifts(request):
    """What one gave and gives, and what one offers."""
    given = request.user.matches.filter(need__in=Need.objects.visible_to(request.user)).with_row()
    offered = Offer.objects.filter(space__in=mine(request)).with_row().order_by("-id")[:60]
    context = {"page": paginate(request, given.order_by("-id")), "offered": list(offered), "now": timezone.now()}
    return render(request, "needs/my_gifts.html", context)


def step_of(request, place):
    """A step of a new record: (its words, where it is)."""
    return _("What is needed"), f"{reverse('needs:create_need')}?place={place.uid}"


def at_place(request, place):
    """On a place's page: what it lacks, and what came."""
    found = place.needs.with_row().order_by("-state", "-id")
    return panel_of(request, found, f"?place={place.uid}", rules.may_create_need(request.user, place))


def of_space(request, space):
    """On a space's page: what it lacks; nothing where that is nothing and nobody may say otherwise."""
    may = rules.may_create_need(request.user, None, space)
    template, context = panel_of(
        request, space.needs.with_row().order_by("-state", "-id"), f"?space={space.short}", may
    )
    return (template, context) if context["open"] or may else None


def in_area(request, area):
    """On an area's page: what its places lack, the urgent ones of the latest first; nothing where that is nothing."""
    today = timezone.localdate()
    found = Need.objects.visible_to(request.user).lacking().exclude(until__lt=today).within(area)
    rows = sorted(found.with_row().order_by("-id")[:24], key=lambda need: not need.is_urgent(today))[:6]
    context = {"rows": rows, "count": found.count(), "area": area, "today": today}
    return ("needs/_in_area.html", context) if rows else None


def panel_of(request, needs, query, may):
    """The needs of a place or a space: what is lacking, and some of what came, with who gave it."""
    rows = list(needs.filter(state__in=[Need.OPEN, Need.STALE, Need.MET])[:40])
    met = [row for row in rows if row.state == Need.MET][:5]
    seen = Space.objects.visible_to(request.user)
    gifts = Match.objects.filter(state__in=Match.COUNTED, space__in=seen).select_related("person", "space__person")
    prefetch_related_objects(met, Prefetch("matches", gifts))
    lacking = sorted((row for row in rows if row.state != Need.MET), key=lambda need: need.state != Need.OPEN)
    context = {"open": lacking, "met": met, "query": query, "may": may, "today": timezone.localdate()}
    return "needs/_panel.html", context


def lacking_now(request, thing=None):
    """On the home page: what is needed just now, the urgent ones of the latest first."""
    today = timezone.localdate()
    found = Need.objects.visible_to(request.user).lacking().exclude(until__lt=today).with_row()
    rows = sorted(found.order_by("-id")[:24], key=lambda need: not need.is_urgent(today))[:4]
    return ("needs/_lacking.html", {"rows": rows, "today": today}) if rows else None


def what_waits(request, thing=None):
    """On one's own home: what others would give and wait to hear of, and what one has promised oneself."""
    person = request.user
    mine = Match.objects.visible_to(person).filter(Match.sides(person)).with_row()
    asked = list(mine.filter(state=Match.OFFERED).exclude(person=person).order_by("id")[:10])
    promised = list(mine.filter(person=person, state=Match.AGREED).order_by("id")[:10])
    return ("needs/_waits.html", {"asked": asked, "promised": promised}) if asked or promised else None
