"""Pages of spaces, and the doors into them."""

import secrets

from allauth.account.views import SignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.joints import panels
from tongxing.core.pages import ask, paginate, show
from tongxing.core.qr import draw_qr
from tongxing.core.refusal import YES
from tongxing.core.text import clean_line

from . import actions, rules
from .forms import AskForm, CreateSpaceForm, DeclineForm, SpaceForm, values_of
from .models import Invitation, JoinRequest, Membership, Space

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def sign_up(request):
    """Sign up with allauth; the rescue codes stand in this one answer, and the page one came from waits behind it."""
    response = SignupView.as_view(template_name="account/signup.html")(request)
    codes = getattr(request, "rescue_codes", None)
    if codes is None:
        return response
    then = response.headers.get("Location") or "/"
    page = render(request, "people/rescue_codes.html", {"codes": codes, "then": then, "first": True})
    page.cookies = response.cookies
    return page


@require_safe
def list_all(request):
    """Teams, projects and networks, newest first."""
    q, kind = clean_line(request.GET.get("q", ""))[:100], request.GET.get("kind", "")
    spaces, alike = Space.objects.visible_to(request.user).together().of_kind(kind).named_or_alike(q)
    page = paginate(request, spaces.with_people().order_by("-id"))
    context = {"page": page, "alike": alike, "q": q, "kind": kind, "kinds": Space.KINDS[1:]}
    return render(request, "spaces/list.html", context)


@login_required
@require_http_methods(FORM)
def create_space(request):
    """Open a space at once."""
    form = ask(request, CreateSpaceForm)
    if form.is_valid():
        return redirect(actions.create_space(by=request.user, **form.cleaned_data))
    return show(request, "spaces/create_space.html", form=form)


def space_or_404(request, short):
    """The space behind an address, old ones and other cases included, when this person may see it."""
    return get_object_or_404(Space.objects.visible_to(request.user).with_place().at(short))


@require_safe
def space(request, short):
    """A space's own page."""
    space = space_or_404(request, short)
    if space.short != short:
        return redirect(space)
    context = {"space": space, "yes": YES, "ask_form": AskForm()} | standing(request, space)
    context |= {"pieces": panels(request, "spaces.space", space), "asked": None, "declined": None}
    if not context["membership"]:
        asking = space.join_requests
        context |= {"asked": asking.open_of(request.user), "declined": asking.declined_to(request.user)}
    people = space.memberships.select_related("person").order_by("-role", "-id")
    return render(request, "spaces/space.html", context | {"people": people[:12], "count": people.count()})


def standing(request, space):
    """What the reader is to a space, and what each deed at it would answer."""
    membership = space.memberships.of(request.user).first()
    if membership:
        membership.space = space
    space.reader = (request.user.pk, membership)
    return {"membership": membership, "may": rules.answers_at(request.user, space, membership)}


@login_required
@require_http_methods(FORM)
def change_space(request, short):
    """Change what a space says about itself."""
    space = space_or_404(request, short)
    rules.may_change_space(request.user, space).or_refuse()
    form = ask(request, SpaceForm, initial=values_of(space))
    if form.is_valid():
        actions.change_space(space, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(space)
    return show(request, "spaces/change_space.html", form=form, space=space)


@require_safe
def people(request, short):
    """Who belongs to a space, and what those who look after it can do."""
    space = space_or_404(request, short)
    context = {"space": space, "page": paginate(request, space.memberships.select_related("person"), 50)}
    context |= standing(request, space) | {
        "now": timezone.now(),
        "once": secrets.token_urlsafe(18),
        "steward": False,
        "yes": YES,
    }
    if context["may"]["change_space"]:
        context |= {"steward": True, "requests": space.join_requests.open().select_related("person")}
    if context["may"]["invite"]:
        context["invitations"] = space.invitations.alive(timezone.now()).select_related("by", "space")
    return render(request, "spaces/people.html", context)


@require_POST
def join_space(request, short):
    space = actions.join_space(space_or_404(request, short), by=request.user, now=timezone.now())
    messages.success(request, _("You now belong to %(space)s.") % {"space": space})
    return redirect(space)


@require_POST
def ask_to_join(request, short):
    """Ask with a few words; words that are too long come back on a page of their own."""
    space = space_or_404(request, short)
    form = ask(request, AskForm)
    if not form.is_valid():
        return show(request, "spaces/ask_to_join.html", form=form, space=space)
    actions.ask_to_join(space, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Asked. The answer will come to your notices."))
    return redirect(space)


@require_POST
def leave_space(request, uid):
    membership = own_or_404(request, uid)
    space = actions.leave_space(membership, by=request.user, now=timezone.now())
    messages.success(request, _("You left %(space)s. What you wrote stays.") % {"space": space})
    return redirect("front:home")


def own_or_404(request, uid):
    """A membership that this person may see."""
    return get_object_or_404(Membership.objects.visible_to(request.user), uid=uid)


def request_or_404(request, uid):
    """A request to join that this person sent or answers."""
    return get_object_or_404(JoinRequest.objects.visible_to(request.user).select_related("space", "person"), uid=uid)


@require_POST
def withdraw_asking(request, uid):
    return redirect(actions.withdraw_asking(request_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def accept_asking(request, uid):
    asked = actions.accept_asking(request_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect("spaces:people", asked.space.short)


@require_http_methods(FORM)
def decline_asking(request, uid):
    """Say no to a wish to join, with a reason."""
    asked = request_or_404(request, uid)
    rules.may_answer_asking(request.user, asked).or_refuse()
    form = ask(request, DeclineForm)
    if form.is_valid():
        actions.decline_asking(asked, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("spaces:people", asked.space.short)
    return show(request, "spaces/decline_asking.html", form=form, asked=asked, space=asked.space)


@require_POST
def invite(request, short):
    space = space_or_404(request, short)
    once = clean_line(request.POST.get("once", ""))[:24]
    return redirect(actions.invite(space, by=request.user, now=timezone.now(), once=once))


@require_safe
def invited(request, uid):
    """The page behind an invitation link: who invites to what, and one button; for members the link and its QR code."""
    invitation = get_object_or_404(Invitation.objects.select_related("space", "by"), uid=uid)
    now = timezone.now()
    context = {
        "invitation": invitation,
        "space": invitation.space,
        "link": settings.ADDRESS + invitation.get_absolute_url(),
    }
    context |= {"may_accept": rules.may_accept_invitation(request.user, invitation, now=now)}
    context |= {"ended": not invitation.is_alive(now)}
    context |= {
        "may_end": rules.may_end_invitation(request.user, invitation),
        "member": rules.is_member(request.user, invitation.space),
    }
    return render(request, "spaces/invited.html", context)


@require_safe
def invitation_qr(request, uid):
    """The link of an invitation as a QR code (SVG), to print or to show."""
    invitation = get_object_or_404(Invitation.objects.alive(timezone.now()), uid=uid)
    return HttpResponse(draw_qr(settings.ADDRESS + invitation.get_absolute_url()), content_type="image/svg+xml")


@require_POST
def accept_invitation(request, uid):
    invitation = get_object_or_404(Invitation, uid=uid)
    space = actions.accept_invitation(invitation, by=request.user, now=timezone.now())
    messages.success(request, _("You now belong to %(space)s.") % {"space": space})
    return redirect(space)


@require_POST
def end_invitation(request, uid):
    invitation = actions.end_invitation(get_object_or_404(Invitation, uid=uid), by=request.user, now=timezone.now())
    return redirect("spaces:people", invitation.space.short)


@require_POST
def remove_member(request, uid):
    space = actions.remove_member(own_or_404(request, uid), by=request.user, now=timezone.now())
    return redirect("spaces:people", space.short)


@require_POST
def ask_to_steward(request, uid):
    return redirect(actions.ask_to_steward(own_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def accept_stewardship(request, uid):
    return redirect(actions.accept_stewardship(own_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def decline_stewardship(request, uid):
    return redirect(actions.decline_stewardship(own_or_404(request, uid), by=request.user, now=timezone.now()))


@require_POST
def step_down(request, uid):
    return redirect(actions.step_down(own_or_404(request, uid), by=request.user, now=timezone.now()))
