"""What people write about what is lacking and what they give."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import AreaField, CountField, DateField, LineField, OnceForm, ProseField
from tongxing.spaces.models import Space

from .models import Category, Offer, Tick

MOST = 1_000_000


FIELDS = ("tick", "title", "category", "quantity", "unit", "about", "urgent_until", "until")
OFFERED = ("title", "category", "sort", "quantity", "unit", "about", "terms", "area", "until")


def values_of(need):
    """What the form of a need shows."""
    return {name: getattr(need, name) for name in FIELDS}


def values_of_offer(offer):
    """What the form of an offer shows."""
    return {name: getattr(offer, name) for name in OFFERED}


def choose_space(form, person, name="space"):
    """Let a person act as themself or as a space that they look after."""
    field = form.fields[name]
    field.queryset = Space.objects.looked_after_by(person).select_related("person").order_by("id")
    field.label_from_instance = lambda space: _("Myself") if space.person_id == person.pk else space.name
    field.initial = person.space


class NeedForm(forms.Form):
    """What is lacking: a tick from the list, or in one's own words; how much, and until when."""

    tick = forms.ModelChoiceField(
        label=_("What is lacking"), queryset=Tick.objects.none(), required=False, empty_label=_("Something else")
    )
    title = LineField(
        label=_("In your own words"),
        max_length=80,
        required=False,
        help_text=_("If it isn't in the list, or to say it better. For example: dictionaries for the third grade."),
    )
    category = forms.ModelChoiceField(
        label=_("What kind of thing"), queryset=Category.objects.all(), required=False, empty_label=_("As in the list")
    )
    quantity = CountField(label=_("Quantity"), min_value=1, max_value=MOST, initial=1)
    unit = LineField(label=_("Counted in"), max_length=20, required=False, help_text=_("Copies, boxes, hours."))
    about = ProseField(
        label=_("More about it"),
        max_length=4000,
        required=False,
        help_text=_("Which edition, which size, how it is used. No children's names, no phone numbers."),
    )
    urgent_until = DateField(label=_("Urgent until"), required=False)
    until = DateField(label=_("Needed until"), required=False, help_text=_("Empty: for as long as it is lacking."))

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        ticks = Tick.objects.select_related("category").order_by("category__order", "category", "order", "code")
        self.fields["tick"].queryset = ticks
        self.fields["tick"].label_from_instance = lambda tick: f"{tick.category}{gettext(': ')}{tick}"

    def clean(self):
        """A title and a category follow from the tick; days lie ahead."""
        data, tick = super().clean(), self.cleaned_data.get("tick")
        if tick:
            data["category"] = data.get("category") or tick.category
            data["title"] = data.get("title") or str(tick)
            data["unit"] = data.get("unit") or tick.unit
        elif "title" not in self.errors and not data.get("title"):
            self.add_error("title", gettext("Choose from the list, or write what is lacking."))
        if not tick and "category" not in self.errors and not data.get("category"):
            self.add_error("category", gettext("Choose what kind of thing it is."))
        for name in ("urgent_until", "until"):
            if data.get(name) and data[name] < self.today and name in self.changed_data:
                self.add_error(name, gettext("Choose a day to come."))
        return data


class CreateNeedForm(NeedForm, OnceForm):
    """A new one."""


class OfferForm(OnceForm):
    """What somebody gives, in whose name, and on what terms."""

    title = LineField(label=_("What you give"), max_length=80)
    category = forms.ModelChoiceField(label=_("What kind of thing"), queryset=Category.objects.all(), empty_label=None)
    sort = forms.ChoiceField(label=_("In what form"), choices=Offer.SORTS, initial=Offer.GOODS)
    quantity = CountField(label=_("Quantity"), min_value=1, max_value=MOST, initial=1)
    unit = LineField(label=_("Counted in"), max_length=20, required=False, help_text=_("Copies, boxes, hours."))
    about = ProseField(label=_("More about it"), max_length=4000, required=False)
    terms = LineField(
        label=_("On what terms"),
        max_length=300,
        required=False,
        help_text=_("For example: pick it up yourself; only for schools; a picture afterwards."),
    )
    area = AreaField(label=_("From where"), required=False, help_text=_("The county or city. Empty: anywhere."))
    until = DateField(label=_("To be had until"), required=False)
    space = forms.ModelChoiceField(
        label=_("Who gives it"), queryset=Space.objects.none(), to_field_name="short", empty_label=None
    )

    def __init__(self, *args, person, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        choose_space(self, person)

    def clean_until(self):
        """A day to come."""
        day = self.cleaned_data["until"]
        if day and day < self.today and "until" in self.changed_data:
            raise forms.ValidationError(gettext("Choose a day to come."))
        return day


class MatchForm(OnceForm):
    """A part of what is lacking that somebody gives."""

    quantity = CountField(label=_("How many of it"), min_value=1, max_value=MOST)
    words = LineField(
        label=_("A word to them"),
        max_length=300,
        required=False,
        help_text=_("When and how it comes. No phone numbers."),
    )
    space = forms.ModelChoiceField(
        label=_("Who gives it"), queryset=Space.objects.none(), to_field_name="short", empty_label=None
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        choose_space(self, person)
