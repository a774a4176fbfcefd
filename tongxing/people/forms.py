"""What people type about themselves."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import LineField

NEAR_ZONES = [
    "Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Tokyo", "Asia/Singapore", "Asia/Kolkata",
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "UTC",
]  # fmt: skip


class ProfileForm(forms.Form):
    """How a person is called and told things."""

    name = LineField(label=_("What are you called"), max_length=30, help_text=_("Real or not; you can change it."))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("As my browser says")), *settings.LANGUAGES], required=False)
    zone = forms.CharField(label=_("Time zone"), max_length=40, required=False, help_text=_("For example Asia/Shanghai. Empty: the zone of this site."))
    mail_wanted = forms.BooleanField(label=_("Send me notices by e-mail too, when I have added an address"), required=False)

    def clean_zone(self):
        """A zone that exists."""
        zone = self.cleaned_data["zone"].strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("No such zone is known. Try Asia/Shanghai."))
        return zone


class RescueForm(forms.Form):
    """A handle, one code from the paper, and the passphrase that shall hold from now on."""

    handle = LineField(label=_("Handle"), max_length=30)
    code = LineField(label=_("Rescue code"), max_length=40, help_text=_("One of the codes you wrote down when you signed up."))
    passphrase = forms.CharField(
        label=_("New passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 signs. A short sentence is easy to keep."),
    )

    def clean_passphrase(self):
        """A passphrase that isn't too easy to guess."""
        validate_password(self.cleaned_data["passphrase"])
        return self.cleaned_data["passphrase"]
