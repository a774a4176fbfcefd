"""What people type when they plan, join and tell."""

import unicodedata
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tongxing.core.files import PicturesField
from tongxing.core.forms import CountField, LineField, OnceForm, ProseField, WebField
from tongxing.core.text import clean_line
from tongxing.core.wall import FIRST, SECOND, WALL, around, moments, offset, on_clock, which_of, zones
from tongxing.people.models import Person
from tongxing.places.models import Place
from tongxing.spaces.models import AUDIENCES, NAMED, PUBLIC, Grant, Space

from . import rules
from .actions.planning import FIELDS
from .models import Activity

WHERE = 120
TIMES = ("starts", "ends", "closes")
USUAL = timedelta(hours=2)


class WallField(forms.Field):
    """A wall-clock moment without a zone, as controls send it and people type it; cleaned to 2026-10-02T07:00."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "max": "2200-12-31T23:59"}, format=WALL)
    default_error_messages = {"invalid": _("Write day and time, such as 2026-10-02 07:00.")}
    formats = (WALL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M", "%Y年%m月%d日 %H:%M")

    def to_python(self, value):
        text = unicodedata.normalize("NFKC", clean_line(value or ""))
        for shape in self.formats:
            try:
                moment = datetime.strptime(text, shape)
            except ValueError:
                continue
            if 2000 <= moment.year <= 2200:
                return moment.strftime(WALL)
        if text:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return ""


class WhichField(forms.ChoiceField):
    """Which of the two is meant, where the clock shows a time twice; out of sight until that is asked."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(label=_("Which of the two"), choices=[(FIRST, FIRST), (SECOND, SECOND)], required=False)

    def show(self, wall, found, zone):
        """Ask for one of the two moments."""
        words = (_("The first %(clock)s (%(offset)s)"), _("The second %(clock)s (%(offset)s)"))
        said = [
            text % {"clock": wall[-5:], "offset": offset(one, zone)} for text, one in zip(words, found, strict=True)
        ]
        self.widget, self.required = forms.RadioSelect(), True
        self.choices = list(zip((FIRST, SECOND), said, strict=True))


class ActivityForm(OnceForm):
    """Four answers are enough: what, when, where, how many."""

    title = LineField(
        label=_("What"),
        max_length=80,
        help_text=_("As you'd say it to a friend. For example: Sorting parcels on Saturday."),
    )
    starts_wall = WallField(label=_("From"), help_text=_("Day and time of meeting, such as 2026-10-02 07:00."))
    starts_which = WhichField()
    ends_wall = WallField(label=_("Until"), required=False, help_text=_("Empty: two hours."))
    ends_which = WhichField()
    where = LineField(
        label=_("Where"),
        max_length=600,  # an address is longer than words may be
        required=False,
        help_text=_("The name of a place, or its address on this site. Online: write “online”."),
    )
    seats = CountField(
        label=_("How many people"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("When it is full, others wait in line by themselves. Empty: without limit."),
    )
    space = forms.ModelChoiceField(
        label=_("In whose name"),
        queryset=Space.objects.none(),
        to_field_name="short",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    audience = forms.ChoiceField(label=_("Who sees it"), choices=AUDIENCES, widget=forms.RadioSelect, initial="public")
    named = LineField(
        label=_("People I name"),
        max_length=600,
        required=False,
        help_text=_("Their handles, separated by blanks. Only if you chose “People I name”."),
    )
    about = ProseField(label=_("More about it"), max_length=8000, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Activity.KINDS, widget=forms.RadioSelect, initial=Activity.EVENT)
    link = WebField(
        label=_("Link to the meeting"),
        max_length=300,
        required=False,
        help_text=_("Only those who have a place see it."),
    )
    departure = LineField(
        label=_("Departure"),
        max_length=120,
        required=False,
        help_text=_("Where a trip starts. For example: Chengdu, Xinnanmen station."),
    )
    closes_wall = WallField(label=_("Sign up until"), required=False, help_text=_("Empty: until it begins."))
    closes_which = WhichField()
    cost = LineField(
        label=_("What it costs about"), max_length=120, required=False, help_text=_("Told, never collected here.")
    )
    carry = ProseField(label=_("What to carry"), max_length=2000, required=False)
    zone = forms.CharField(label=_("Time zone"), max_length=40, help_text=_("The clock that the times above are on."))

    MAIN = ["title", "starts_wall", "starts_which", "where", "seats", "space"]

    def __init__(self, *args, person, now, changing=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.changing, self.person = now, changing, person
        self.fields["space"].queryset = Space.objects.looked_after_by(person).select_related("person").order_by("id")
        self.fields["space"].label_from_instance = lambda space: (
            _("Myself") if space.person_id == person.pk else space.name
        )
        if changing:
            del self.fields["space"]
        if not self.is_bound:
            self.show_twofold(self.initial)

    def clean_zone(self):
        """A zone that has a clock."""
        zone = self.cleaned_data["zone"].strip()
        if zone not in zones():
            raise forms.ValidationError(_("No such zone is known. Try Asia/Shanghai."))
        return zone

    def clean_named(self):
        """Handles, each of somebody."""
        handles = [part.lstrip("@") for part in self.cleaned_data["named"].replace("，", " ").replace(",", " ").split()]
        found = Person.objects.annotate(low=Lower("handle")).filter(low__in=[handle.lower() for handle in handles])
        people = {one.handle.casefold(): one for one in found if rules.may_name(self.person, one)}
        unknown = [handle for handle in handles if handle.casefold() not in people]
        if unknown:
            raise forms.ValidationError(_("Nobody here is called %(names)s.") % {"names": ", ".join(unknown)})
        return list(people.values())

    def clean(self):
        """Times that make sense together, and the place that the text means."""
        data = super().clean()
        if data.get("audience") == NAMED and "named" in data and not data["named"]:
            self.add_error("named", _("Name at least one person, or choose another audience."))
        if data.get("zone"):
            self.show_twofold(data)
            self.clean_times(data)
        space = self.changing.space if self.changing else data.get("space")
        if space and space.is_personal and space.person.is_young and data.get("audience") == PUBLIC:
            self.add_error("audience", _("Before you are 18, what you plan alone is shown to people you name."))
        self.clean_place(data)
        return data

    def clean_place(self, data):
        """The place that the text means; else the text itself, when it is short enough to be kept."""
        data["place"] = self.find_place(data.get("where", ""))
        if data["place"]:
            data["where"] = ""
        try:
            MaxLengthValidator(WHERE)(data.get("where", ""))
        except forms.ValidationError as error:
            self.add_error("where", error)

    def show_twofold(self, values):
        """Ask which of the two is meant wherever the clock shows a time twice."""
        for name in TIMES:
            wall, zone = values.get(f"{name}_wall"), values.get("zone")
            if wall and zone and len(found := moments(wall, zone)) == 2:
                self.fields[f"{name}_which"].show(wall, found, zone)

    def moment(self, data, name, fits=lambda one: True):
        """The moment that a typed time means, or None; asked back where it is skipped, or comes twice and both fit."""
        wall, zone, which = data.get(f"{name}_wall"), data["zone"], data.get(f"{name}_which")
        found = moments(wall, zone) if wall else []
        if wall and not found:
            before, after = (one.replace("T", " ") for one in around(wall, zone))
            skipped = _("The clock is set forward then and skips this time. The nearest are %(before)s and %(after)s.")
            self.add_error(f"{name}_wall", skipped % {"before": before, "after": after})
        if len(found) == 2 and not which:
            found = [one for one in found if fits(one)] or found[1:]
        if len(found) == 2 and not which:
            twice = _("The clock is set back then and shows %(clock)s twice. Choose the first or the second.")
            self.add_error(f"{name}_wall", twice % {"clock": wall[-5:]})
            return None
        return found[-1 if which == SECOND else 0] if found else None

    def clean_times(self, data):
        """From the past is refused, an end before the start too; the deadline lies before the start."""
        start = self.moment(data, "starts")
        if start is None:
            return
        same = self.changing and self.changing.starts_at == start
        if start <= self.now and not same:
            self.add_error("starts_wall", _("This has passed already. Choose a day to come."))
        data["starts_which"] = which_of(start, data["zone"])
        self.clean_end(data, start)
        closes = self.moment(data, "closes", lambda one: one <= start)
        if closes and closes > start:
            self.add_error("closes_wall", _("The last moment to sign up lies before the start."))
        data["closes_at"] = closes
        for name in ("closes_wall", "closes_which"):
            data.pop(name, None)

    def clean_end(self, data, start):
        """The end lies after the start; two hours after it, as they pass, where none is said."""
        if "ends_wall" not in data:
            return
        end = self.moment(data, "ends", lambda one: one > start) if data["ends_wall"] else start + USUAL
        if end is None:
            return
        data["ends_wall"], data["ends_which"] = on_clock(end, data["zone"]), which_of(end, data["zone"])
        if end <= start:
            self.add_error("ends_wall", _("It ends before it starts. Choose a later end."))
        elif end - start > timedelta(days=400):
            self.add_error("ends_wall", _("Something that lasts longer than a year is no single activity."))

    def find_place(self, text):
        """The place of which the text is the address, the uid, or the one name."""
        if not text:
            return None
        uids = [part for part in text.rstrip("/").split("/") if len(part) == 12 and part.isalnum()]
        places = Place.objects.filter(hidden_at=None)
        named = places.filter(uid__in=uids) if uids else places.filter(name=text)
        found = list(named[:2])
        return found[0] if len(found) == 1 else None


def values_of(activity):
    """An activity as its form shows it."""
    values = {name: getattr(activity, name) for name in FIELDS}
    values |= {f"{name}_which": which_of(getattr(activity, f"{name}_at"), activity.zone) for name in ("starts", "ends")}
    if activity.place:
        values["where"] = settings.ADDRESS + activity.place.get_absolute_url()
    opening = activity.opening
    values["seats"] = opening.seats
    if opening.closes_at and opening.closes_at != activity.starts_at:
        values["closes_wall"] = on_clock(opening.closes_at, activity.zone)
        values["closes_which"] = which_of(opening.closes_at, activity.zone)
    values["named"] = " ".join(handles_of(activity))
    return values


def handles_of(activity, shown=False):
    """The handles of the people that an activity names; `shown`: those that everybody may read."""
    grants = Grant.objects.filter(kind="activities.activity", key=activity.uid).order_by("id")
    grants = grants.filter(person__shows_name=True).exclude(person__age=Person.YOUNG) if shown else grants
    return list(grants.values_list("person__handle", flat=True))


def values_for(person, copied=None):
    """What the form of something new knows: the zone and space of a person, and the activity that is copied."""
    values = {"zone": person.zone or settings.TIME_ZONE, "space": person.space}
    if copied:
        values |= values_of(copied) | {f"{name}_{part}": None for name in TIMES for part in ("wall", "which")}
        if rules.may_see_people(person, copied):
            values["space"] = copied.space
        else:
            values |= {"link": "", "named": ""}
    return values


class JoinForm(forms.Form):
    """How many come, and a word to those who plan it."""

    size = CountField(
        label=_("How many are you"),
        min_value=1,
        max_value=50,
        initial=1,
        help_text=_("You and those who come with you."),
    )
    words = LineField(label=_("A word to those who plan it"), max_length=300, required=False)


class ResizeForm(forms.Form):
    """How many come now."""

    size = CountField(label=_("How many are you"), min_value=1, max_value=50)


class CancelForm(forms.Form):
    """Why it doesn't take place."""

    reason = LineField(
        label=_("Why"), max_length=300, help_text=_("One sentence. Everybody who signed up will read it.")
    )


class ReportForm(forms.Form):
    """Three sentences are enough."""

    text = ProseField(
        label=_("How it was"),
        max_length=8000,
        help_text=_("What you did, what is lacking now, what the next one should know. Three sentences are enough."),
    )
    came = CountField(label=_("How many came"), required=False, min_value=0, max_value=100_000)
    pictures = PicturesField(
        label=_("Pictures"),
        required=False,
        help_text=_(
            "Ask before you take one; children's faces don't belong here. Where and when it was taken is removed."
        ),
    )
    alt = LineField(
        label=_("What these pictures show"),
        max_length=200,
        required=False,
        help_text=_("For those who can't see them. Needed when there are pictures."),
    )

    def clean(self):
        """Pictures come with words. Where the form is shown again, it says which picture couldn't be read."""
        data = super().clean()
        pictures = data.get("pictures")
        if pictures and not data.get("alt"):
            self.add_error("alt", _("Say in a few words what the pictures show."))
        if self.errors and pictures and pictures.left_out:
            self.add_error("pictures", list(pictures.left_out))
        return data
