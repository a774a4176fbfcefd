"""What people type about themselves, and allauth's forms in our words."""

from unicodedata import normalize

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import LineField, MonthField, OnceForm
from tongxing.core.wall import zones

from . import rules
from .models import Token

NEAR_ZONES = [
    "Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Tokyo", "Asia/Singapore", "Asia/Kolkata",
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "UTC",
]  # fmt: skip
EASY_PASSPHRASE = _("At least 8 signs. A short sentence is easy to keep.")
PLAIN_INPUT = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class BirthMonthForm(forms.Form):
    """The month of birth, said once."""

    born = MonthField(label=_("In which month were you born"), help_text=_("For example 2009-03. No day is needed."))


class ProfileForm(forms.Form):
    """How a person is called and told things."""

    name = LineField(label=_("What are you called"), max_length=30, help_text=_("Real or not; you can change it."))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As my browser says")), *settings.LANGUAGES], required=False
    )
    zone = LineField(
        label=_("Time zone"),
        max_length=40,
        required=False,
        help_text=_("For example Asia/Shanghai. Empty: the zone of this site."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", **PLAIN_INPUT}),
    )
    mail_wanted = forms.BooleanField(
        label=_("Send me notices by e-mail too, when I have added an address"), required=False
    )

    def clean_zone(self):
        """A zone that has a clock, in any case."""
        zone = self.cleaned_data["zone"]
        known = {name.casefold(): name for name in zones()}
        if zone and zone.casefold() not in known:
            raise forms.ValidationError(_("No such zone is known. Try Asia/Shanghai."))
        return known.get(zone.casefold(), "")


class TokenForm(OnceForm):
    """What a new token is called, and what it may do."""

    name = LineField(
        label=_("What is it for"), max_length=40, help_text=_("The name of the program. For example: our calendar.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do"),
        choices=Token.SCOPES,
        widget=forms.CheckboxSelectMultiple,
        initial=[Token.READ],
        help_text=_("As little as it needs."),
    )


class RescueForm(forms.Form):
    """A handle, one code from the paper, and the passphrase that shall hold from now on."""

    handle = LineField(
        label=_("Handle"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "username", **PLAIN_INPUT})
    )
    code = LineField(
        label=_("Rescue code"),
        max_length=40,
        help_text=_("One of the codes you wrote down when you signed up. Small letters and missing dashes are fine."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    passphrase = forms.CharField(
        label=_("New passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=EASY_PASSPHRASE,
    )

    def clean_handle(self):
        """The handle as it is kept, whichever width of letters a keyboard made."""
        return normalize("NFKC", self.cleaned_data["handle"])

    def clean_passphrase(self):
        """A passphrase that isn't too easy to guess."""
        allowed = rules.may_take_passphrase(self.cleaned_data["passphrase"])
        if not allowed:
            raise forms.ValidationError(allowed.why)
        return self.cleaned_data["passphrase"]


def say(form, **labels):
    """Give fields of an allauth form our words; a pair is a label and a hint. Placeholders go: labels are enough."""
    for name, words in labels.items():
        field = form.fields[name]
        field.label, field.help_text = words if isinstance(words, tuple) else (words, "")
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    """Handle and passphrase."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, login=_("Handle"), password=_("Passphrase"))
        self.fields["login"].widget.attrs.update(PLAIN_INPUT)

    def clean_login(self):
        """The handle as it is kept, whichever width of letters a keyboard made."""
        return normalize("NFKC", super().clean_login())


class ReauthenticateForm(account.ReauthenticateForm):
    """The passphrase once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, password=_("Passphrase"))


class ChangePasswordForm(account.ChangePasswordForm):
    """The old passphrase, then the new one, once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        say(self, oldpassword=_("Passphrase until now"), password1=(_("New passphrase"), EASY_PASSPHRASE))


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """A new passphrase, with the link from a mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        say(self, password1=(_("New passphrase"), EASY_PASSPHRASE))


class ResetPasswordForm(account.ResetPasswordForm):
    """The address that gets the link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, email=_("E-mail address"))

    def clean_email(self):
        """Only an address that was proven lets its owner choose a new passphrase."""
        email = super().clean_email()
        self.users = [person for person in self.users if person.mail_address() == email]
        return email


class AddEmailForm(account.AddEmailForm):
    """An address, which counts once its owner has followed the link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, email=(_("E-mail address"), _("We send a link there. It counts once you have followed it.")))


class CodeForm(mfa.AuthenticateForm):
    """The six digits of the app, or a spare code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=(_("Code"), _("The six digits in your app, or one of your spare codes.")))


class CodeAgainForm(mfa.ReauthenticateForm):
    """The six digits once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=(_("Code"), _("The six digits in your app, or one of your spare codes.")))


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, code=_("The six digits that the app shows now"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """How one calls the key; the key itself is made by the browser."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        say(
            self,
            name=(_("What do you call it"), _("So that you know it again, such as: my phone.")),
            passwordless=(_("I want to sign in with it alone, without the passphrase"), ""),
        )
        self.fields["name"].max_length = 100


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    """How one calls a key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, name=_("What do you call it"))
