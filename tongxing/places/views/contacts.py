"""Whom one can ask at a place: shown for a purpose, and each look is written down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.pages import ask, paginate, show

from .. import actions, rules
from ..actions.contacts import claim_digest
from ..forms import AddContactForm, ContactForm, PurposeForm
from ..models import Contact
from .records import FORM, place_or_404

FIELDS = ("name", "role", "phone", "email", "other", "consent", "consent_on")


@require_safe
def contacts(request, uid):
    """Who can be asked at a place: what they do there, and the way to ask."""
    place, now = place_or_404(request, uid), timezone.now()
    guards = rules.looks_after(request.user, place)
    found = place.contacts.select_related("place", "owner")
    rows = [one for one in found if not one.closed_at or guards or one.owner_id == (request.user.pk or -1)]
    shown = [(one, bool(rules.may_read_contact(request.user, one, now=now))) for one in rows]
    may = {"add_contact": rules.may_add_contact(request.user, place)}
    young = bool(request.user.pk) and request.user.is_young
    context = {"place": place, "shown": shown, "may": may, "now": now, "young": young}
    return render(request, "places/contacts.html", context)


@login_required
@require_http_methods(FORM)
def add_contact(request, uid):
    """Write down whom one can ask."""
    place = place_or_404(request, uid)
    rules.may_add_contact(request.user, place).or_refuse()
    form = ask(request, AddContactForm, today=timezone.localdate())
    if form.is_valid():
        contact = actions.add_contact(place, by=request.user, now=timezone.now(), **form.cleaned_data)
        if rules.looks_after(request.user, place):
            return redirect("places:contact", contact.uid)
        return redirect("places:contacts", place.uid)
    return show(request, "places/contact_form.html", form=form, place=place, contact=None)


def contact_or_404(request, uid):
    """A contact of a place that one may see; a closed one only for those who can open it again."""
    contact = get_object_or_404(Contact.objects.select_related("place", "owner", "made_by"), uid=uid)
    if contact.place.hidden_at:
        raise Http404
    if contact.closed_at and not rules.may_change_contact(request.user, contact):
        raise Http404
    return contact


@login_required
@require_safe
def contact(request, uid):
    """How to reach somebody, for whoever may; and who looked, for whoever guards it."""
    contact, now = contact_or_404(request, uid), timezone.now()
    if not rules.may_read_contact(request.user, contact, now=now):
        return redirect("places:look_at_contact", contact.uid)
    guards = rules.may_read_looks(request.user, contact)
    page = paginate(request, contact.looks.select_related("person")) if guards else None
    may = {"change": rules.may_change_contact(request.user, contact),
           "link": rules.may_make_claim_link(request.user, contact)}  # fmt: skip
    context = {"contact": contact, "place": contact.place, "page": page, "may": may, "now": now}
    return render(request, "places/contact.html", context)


@login_required
@require_http_methods(FORM)
def look_at_contact(request, uid):
    """Say what for, and see how to reach them."""
    contact = contact_or_404(request, uid)
    rules.may_look_at_contact(request.user, contact, now=timezone.now()).or_refuse()
    form = ask(request, PurposeForm)
    if form.is_valid():
        actions.look_at_contact(contact, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("places:contact", contact.uid)
    return show(request, "places/look_at_contact.html", form=form, contact=contact, place=contact.place)


@login_required
@require_http_methods(FORM)
def change_contact(request, uid):
    """Write down how they are reached now."""
    contact = contact_or_404(request, uid)
    rules.may_change_contact(request.user, contact).or_refuse()
    initial = {name: getattr(contact, name) for name in FIELDS}
    form = ask(request, ContactForm, today=timezone.localdate(), initial=initial)
    if form.is_valid():
        actions.change_contact(contact, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("places:contact", contact.uid)
    return show(request, "places/contact_form.html", form=form, place=contact.place, contact=contact)


@require_POST
def close_contact(request, uid):
    """Show them to nobody any more."""
    contact = actions.close_contact(contact_or_404(request, uid), by=request.user, now=timezone.now())
    messages.success(request, _("Shown to nobody any more. For thirty days you can bring it back."))
    return redirect("places:contacts", contact.place.uid)


@require_POST
def reopen_contact(request, uid):
    """Show them again."""
    contact = actions.reopen_contact(contact_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect("places:contacts", contact.place.uid)


@require_POST
def make_claim_link(request, uid):
    """A link by which the one it is about makes it their own; it is shown once."""
    contact, secret = actions.make_claim_link(contact_or_404(request, uid), by=request.user)
    link = request.build_absolute_uri(reverse("places:claim_contact", args=[contact.uid, secret]))
    context = {"contact": contact, "place": contact.place, "link": link}
    return render(request, "places/claim_link.html", context)


@require_http_methods(FORM)
def claim_contact(request, uid, secret):
    """Make it one's own, by the link."""
    contact = get_object_or_404(Contact.objects.select_related("place"), uid=uid)
    if not contact.claim_key or claim_digest(secret) != contact.claim_key:
        raise Http404
    if request.method == "POST":
        actions.claim_contact(contact, by=request.user, now=timezone.now())
        messages.success(request, _("It is yours now. You decide what is shown, and you see who looked."))
        return redirect("places:contact", contact.uid)
    answer = rules.may_claim_contact(request.user, contact)
    return render(request, "places/claim_contact.html", {"contact": contact, "place": contact.place, "answer": answer})


@login_required
@require_safe
def my_contacts(request):
    """Where one can be reached through this house, and who looked."""
    own = request.user.contacts.filter(place__hidden_at=None).select_related("place")
    context = {"page": paginate(request, own.order_by("-id")), "now": timezone.now()}
    return render(request, "places/my_contacts.html", context)
