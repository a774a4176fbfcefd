"""What people write about each other at a place: when they go there, who looks after it, whom one can ask."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import DateField, LineField, OnceForm, ProseField
from tongxing.people.models import Person

from ..models import Contact, Mark, Place


class MarkForm(forms.Form):
    """When one goes there or was there, who may see it, and a word."""

    on = DateField(label=_("Day"), required=False)
    note = LineField(label=_("A word"), max_length=140, required=False)
    audience = forms.ChoiceField(
        label=_("Who may see it"), choices=Mark.AUDIENCES, initial=Mark.PUBLIC, widget=forms.RadioSelect
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == Mark.WATCHING:
            del self.fields["on"]
        else:
            self.fields["on"].required = True


class WordsForm(forms.Form):
    """A few words to those who look after a place."""

    words = ProseField(
        label=_("A few words"),
        max_length=1000,
        required=False,
        help_text=_("How you know the place, and how often you can look after its record."),
    )


class NameForm(forms.Form):
    """Whom a caretaker asks to look after a place."""

    handle = LineField(label=_("Their handle"), max_length=30)
    words = ProseField(
        label=_("What they should know"),
        max_length=1000,
        required=False,
        help_text=_("How things stand, what is to be done, what may go wrong, who holds the key."),
    )
    hands_over = forms.BooleanField(label=_("In my stead: when they accept, I go"), required=False)

    def clean_handle(self):
        """Somebody who has an account."""
        handle = self.cleaned_data["handle"].removeprefix("@")
        person = Person.objects.filter(handle__iexact=handle, is_active=True).first()
        if person is None:
            raise forms.ValidationError(gettext("Nobody here is called %(handle)s.") % {"handle": handle})
        return person


class ContactForm(forms.Form):
    """Whom one can ask, and how they agreed."""

    name = LineField(label=_("Name"), max_length=60)
    role = LineField(
        label=_("What they do there"),
        max_length=60,
        required=False,
        help_text=_("Everybody reads this: headmistress, village doctor. Not the name."),
    )
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    other = LineField(label=_("Another way"), max_length=200, required=False, help_text=_("WeChat, QQ, by letter."))
    consent = forms.ChoiceField(
        label=_("How they agreed to stand here"), choices=Contact.CONSENTS, widget=forms.RadioSelect
    )
    consent_on = DateField(label=_("When they agreed"))

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_phone(self):
        """Enough digits to call."""
        phone = self.cleaned_data["phone"]
        if phone and len(re.findall(r"\d", phone)) < 5:
            raise forms.ValidationError(gettext("Write the whole number, with its area code."))
        return phone

    def clean_consent_on(self):
        """Not a day to come."""
        day = self.cleaned_data["consent_on"]
        if day > self.today:
            raise forms.ValidationError(gettext("Choose a day that has come already."))
        return day

    def clean(self):
        """At least one way to reach them."""
        data = super().clean()
        if not self.errors and not (data.get("phone") or data.get("email") or data.get("other")):
            self.add_error("phone", gettext("Write at least one way to reach them."))
        return data


class AddContactForm(ContactForm, OnceForm):
    """A new one."""


class PurposeForm(forms.Form):
    """What one wants to ask somebody."""

    purpose = LineField(
        label=_("What do you want to ask them?"),
        max_length=300,
        min_length=4,
        help_text=_("They and whoever looks after the place read this, with your name and the day."),
    )


class MergeForm(forms.Form):
    """Which other record is the same place."""

    other = LineField(
        label=_("The other record"),
        max_length=300,
        help_text=_("Its address here, or its exact name."),
    )

    def __init__(self, *args, place, **kwargs):
        self.place = place
        super().__init__(*args, **kwargs)

    def clean_other(self):
        """Another live place."""
        text = self.cleaned_data["other"]
        uids = [part for part in text.split("/") if len(part) == 12 and part.isalnum()]
        live = Place.objects.filter(hidden_at=None).exclude(pk=self.place.pk)
        found = list((live.filter(uid__in=uids) if uids else live.filter(name=text))[:2])
        if len(found) != 1:
            raise forms.ValidationError(gettext("No other record is found by this, or more than one."))
        return found[0]
