"""Where allauth's sign-up becomes ours, and its sentences too."""

from unicodedata import normalize

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.handles import fold, trouble_with
from tongxing.core.refusal import Refused
from tongxing.people.actions import map_passphrase
from tongxing.people.mails import account_mail
from tongxing.people.rules import may_take_passphrase

from . import actions, rules
from .models import SpaceName

# What allauth would say in words of its own; an empty one is not said at all.
SAYS = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": _("You are signed out. Come again."),
    "account/messages/password_changed.txt": _("Your new passphrase holds."),
    "account/messages/password_set.txt": _("Your new passphrase holds."),
    "account/messages/email_confirmation_sent.txt": _("A link is on its way to the new address."),
    "account/messages/email_confirmed.txt": _("This address is yours. Notices can go there now."),
    "account/messages/email_deleted.txt": _("The address is gone from here."),
    "account/messages/primary_email_set.txt": _("Notices go to this address from now on."),
    "mfa/messages/totp_activated.txt": _("From now on signing in also asks for the code in your app."),
    "mfa/messages/totp_deactivated.txt": _("Signing in no longer asks for the code in your app."),
    "mfa/messages/recovery_codes_generated.txt": _("These spare codes hold. The older ones don't any more."),
    "mfa/messages/webauthn_added.txt": _("The passkey is there."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is gone from here."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Handles share one namespace with the shorts of spaces; signing up is one deed."""

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong tries are counted by handle alone, whatever host and port the request names."""
        return fold(credentials.get("username") or "")

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account rests."),
        "email_taken": _("Somebody else has this address. Take another one."),
        "enter_current_password": _("This isn't your passphrase until now."),
        "incorrect_password": _("This isn't your passphrase."),
        "too_many_login_attempts": _(
            "There were too many wrong tries for this handle, so it rests. Try again in ten minutes."
        ),
        "username_password_mismatch": _(
            "Handle and passphrase don't belong together. Look at both once more; big and small letters matter."
        ),
    }

    def clean_username(self, username, shallow=False):
        """The handle in its plain form, when it may be taken."""
        handle = normalize("NFKC", username).strip()
        if trouble := trouble_with(handle):
            raise forms.ValidationError(trouble)
        if not shallow and SpaceName.objects.filter(key=fold(handle)).exists():
            raise forms.ValidationError(rules.handle_is_taken(handle))
        return handle

    def clean_password(self, password, user=None):
        """A passphrase that isn't too easy to guess."""
        allowed = may_take_passphrase(password, user)
        if not allowed:
            raise forms.ValidationError(allowed.why)
        return password

    def save_user(self, request, user, form, commit=True):
        """A person, a personal space and rescue codes, in one transaction. Of two with one handle, one wins."""
        super().save_user(request, user, form, commit=False)
        request.asked, data = form, form.cleaned_data
        try:
            request.rescue_codes = actions.sign_up(
                user, name=data["name"], age=data["age"], born=data["born"], now=timezone.now()
            )
        except IntegrityError:
            raise Refused(rules.handle_is_taken(user.handle)) from None
        return user

    def is_safe_url(self, url):
        """An address of this house; what is no address at all is none."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def authenticate(self, request, **credentials):
        """Who this is, or None. Who signs in with a hash from before blanks were mapped gets a new one."""
        user = super().authenticate(request, **credentials)
        if user and not request.user.is_authenticated:
            map_passphrase(user, credentials["password"])
        return user

    def render_mail(self, template_prefix, email, context, headers=None):
        """A mail of the account's, in our words."""
        return account_mail(template_prefix, email, context)

    def get_login_redirect_url(self, request):
        """Home, when no page waits."""
        return "/"

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """What happened, in our words."""
        if message_template in SAYS:
            message_template, kwargs = None, kwargs | {"message": SAYS[message_template]}
        super().add_message(request, level, message_template, *args, **kwargs)
