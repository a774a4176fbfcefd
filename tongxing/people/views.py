"""Pages of a person's own account, beside those of allauth."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongxing.core.handles import fold
from tongxing.core.pages import ask, show
from tongxing.core.refusal import YES

from . import actions, rules
from .forms import NEAR_ZONES, BirthMonthForm, ProfileForm, RescueForm, TokenForm
from .models import RescueCode, Token


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_profile(request):
    """Everything about one's own account, from one page."""
    me = request.user
    given = {"name": me.name, "language": me.language, "zone": me.zone, "mail_wanted": me.mail_wanted}
    form = ask(request, ProfileForm, initial=given)
    if form.is_valid():
        actions.change_profile(me, by=me, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:change_profile")
    left = RescueCode.objects.unused().filter(person=me).count()
    known = {"codes_left": left, "zones": NEAR_ZONES, "mail": me.mail_address()}
    known["proofs"] = set(Authenticator.objects.filter(user=me).values_list("type", flat=True))
    return show(request, "people/change_profile.html", form=form, **known)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def say_birth_month(request):
    """Who is 14 to 17 and wasn't asked at sign-up says the month once."""
    me = request.user
    if not getattr(request, "refused", None):
        rules.may_say_birth_month(me, me).or_refuse()
    form = ask(request, BirthMonthForm)
    if form.is_valid():
        actions.say_birth_month(me, by=me, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Thank you. When you are 18, you hear of it here."))
        return redirect("people:change_profile")
    return show(request, "people/say_birth_month.html", form=form)


@require_POST
@login_required
def show_name(request):
    """From now on everybody may read one's name."""
    actions.show_name(request.user, by=request.user, now=timezone.now())
    messages.success(request, _("Everybody can read your name now."))
    return redirect("people:change_profile")


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request, key):
    """No more notices by mail, by the signed link of any of them; a mail program may send the POST (RFC 8058).

    The link itself is the proof, so neither a session nor a form's token is asked for, and the answer is no redirect.
    """
    person = actions.person_of_stop_key(key)
    if person is None:
        raise Http404
    if request.method == "POST":
        person = actions.stop_mail(person, by=person, now=timezone.now())
    return render(request, "people/stop_mail.html", {"wanted": person.mail_wanted})


@never_cache
@login_required
@reauthentication_required(enabled=lambda request: request.method == "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def make_rescue_codes(request):
    """Make new rescue codes, after the passphrase; they are shown in this one answer and nowhere else."""
    if request.method != "POST":
        return render(request, "people/make_rescue_codes.html")
    codes = actions.make_rescue_codes(request.user, by=request.user, now=timezone.now())
    then = resolve_url("people:change_profile")
    return render(request, "people/rescue_codes.html", {"codes": codes, "then": then, "first": False})


@never_cache
@login_required
@reauthentication_required(enabled=lambda request: request.method == "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def make_token(request):
    """One's tokens; a new one is made after the passphrase and shown in this one answer."""
    me, now, fresh = request.user, timezone.now(), {}
    form = ask(request, TokenForm)
    if form.is_valid():
        token, secret = actions.make_token(me, by=me, now=now, **form.cleaned_data)
        fresh = {"token": token, "secret": secret} if secret else {}
        form = TokenForm()
    tokens = me.tokens.alive(now)
    allowed = rules.may_make_token(me, me, len(tokens))
    return show(request, "people/make_token.html", form=form, tokens=tokens, fresh=fresh, allowed=allowed, yes=YES)


@require_POST
@login_required
def end_token(request, uid):
    token = actions.end_token(
        get_object_or_404(Token, uid=uid, person=request.user), by=request.user, now=timezone.now()
    )
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token})
    return redirect("people:make_token")


@require_POST
@login_required
def end_session(request, pk):
    actions.end_session(get_object_or_404(UserSession, pk=pk, user=request.user), by=request.user)
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")


@never_cache
@sensitive_post_parameters("code", "passphrase")
@require_http_methods(["GET", "HEAD", "POST"])
def rescue(request):
    """A forgotten passphrase is replaced with a code from the paper; whoever has a second proof is asked for it."""
    form = ask(request, RescueForm)
    sent = request.method == "POST" and not getattr(request, "refused", None)
    handle = form["handle"].value() or ""
    if sent and (limited := ratelimit.consume_or_429(request, action="rescue", key=fold(handle))):
        return limited
    if form.is_valid():
        person = actions.rescue(**form.cleaned_data, now=timezone.now())
        get_adapter()._delete_login_attempts_cached_email(request, username=person.handle)
        messages.success(request, _("Your new passphrase holds."))
        return perform_login(request, person)
    return show(request, "people/rescue.html", form=form)
