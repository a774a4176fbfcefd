"""What people type when they sign up and when they open a space."""

from unicodedata import normalize

from allauth.account.forms import SignupForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import AreaField, LineField, MonthField, OnceForm, PointField, ProseField
from tongxing.core.handles import fold, trouble_with
from tongxing.people.ages import TOO_YOUNG, today
from tongxing.people.models import Person

from . import rules
from .actions import SPACE_FIELDS
from .models import AUDIENCES, Space, SpaceName


class SignUpForm(SignupForm):
    """A handle, a passphrase, a name to be called by, and the age that the law asks for."""

    name = LineField(
        label=_("What are you called"),
        max_length=30,
        required=False,
        help_text=_("Real or not; you can change it. Empty: your handle."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    age = forms.ChoiceField(
        label=_("How old are you"),
        choices=[(TOO_YOUNG, _("Under 14")), *Person.AGES],
        widget=forms.RadioSelect,
        help_text=_("From 14 to 17 your name is shown only to those you do something with."),
    )
    born = MonthField(
        label=_("In which month were you born"),
        error_messages={"required": _("Say in which month you were born, such as 2009-03.")},
        help_text=_("Only from 14 to 17, so that we know when you are 18; then we forget it. For example 2009-03."),
    )
    field_order = ["username", "name", "password1", "age", "born"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        handle, passphrase = self.fields["username"], self.fields["password1"]
        handle.label, passphrase.label = _("Handle"), _("Passphrase")
        handle.help_text = _("2 to 30 letters, digits or Chinese characters. It is also your address: /s/handle/")
        passphrase.help_text = _("At least 8 signs. A short sentence is easy to keep.")
        if self.data.get("password1"):
            passphrase.help_text = _("It isn't sent back to this page: write it once more.")
        handle.widget.attrs |= {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        for field in (handle, passphrase):
            del field.widget.attrs["placeholder"]  # a label is enough

    def clean(self):
        """An age that may have an account; the refusal stands at the field it is about."""
        data = super().clean()
        age = data.get("age")
        if age != Person.YOUNG:
            data["born"] = None
            self.errors.pop("born", None)
        elif "born" in self.errors:
            return data
        if age and not (allowed := rules.may_sign_up(age, data["born"], today(timezone.now()))):
            self.add_error("born" if age == Person.YOUNG else "age", allowed.why)
        return data


class SpaceForm(OnceForm):
    """What a space says about itself."""

    name = LineField(label=_("Name"), max_length=40, help_text=_("What people call you. For example: Sunday Readers."))
    about = ProseField(
        label=_("What you do"),
        max_length=4000,
        required=False,
        help_text=_("A few sentences are enough. Markdown works."),
    )
    area = AreaField(
        label=_("Where"), required=False, help_text=_("A county or city, if you have one. For example: Yajiang.")
    )
    point = PointField(
        label=_("Exact point"), required=False, help_text=_("Latitude, longitude. Only if everybody may know it.")
    )
    joining = forms.ChoiceField(
        label=_("How people join"), choices=Space.JOINING, widget=forms.RadioSelect, initial=Space.OPEN
    )
    audience = forms.ChoiceField(
        label=_("Who sees this space"),
        choices=AUDIENCES[:2],
        widget=forms.RadioSelect,
        initial="public",
        help_text=_("When only members see it, they alone see its activities too, until you change one of them."),
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=Space.COLOURS, widget=forms.RadioSelect, initial="bamboo")

    def clean(self):
        """The point as two numbers."""
        data = super().clean()
        data["lat"], data["lon"] = data.pop("point", None) or (None, None)
        return data


def values_of(space):
    """A space as its form shows it."""
    return {name: getattr(space, name) for name in SPACE_FIELDS} | {"point": (space.lat, space.lon)}


class CreateSpaceForm(SpaceForm):
    """A new space: also its kind and its address."""

    short = forms.CharField(
        label=_("Address"),
        max_length=30,
        help_text=_(
            "The last part of /s/address/: 2 to 30 letters, digits or Chinese characters. It can't be changed later."
        ),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Space.KINDS[1:], widget=forms.RadioSelect, initial=Space.TEAM)
    field_order = ["once", "name", "short", "kind", "about", "area", "point", "joining", "audience", "colour"]

    def clean_short(self):
        """An address that is free."""
        short = normalize("NFKC", self.cleaned_data["short"]).strip()
        if trouble := trouble_with(short):
            raise forms.ValidationError(trouble)
        if SpaceName.objects.filter(key=fold(short)).exists() and not self.sent_before():
            raise forms.ValidationError(rules.short_is_taken(short))
        return short


class AskForm(forms.Form):
    """A few words to those who look after a space."""

    words = LineField(label=_("A few words about you"), max_length=300, required=False)


class DeclineForm(forms.Form):
    """Why not, in one sentence."""

    reason = LineField(label=_("Why not"), max_length=300, help_text=_("One kind sentence. The person will read it."))
