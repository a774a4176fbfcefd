"""What people write down about a place: one step after the other, or all at once over the API."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.datum import UNKNOWN, to_wgs84
from tongxing.core.files import PicturesField
from tongxing.core.forms import AreaField, CountField, LineField, OnceForm, PointField, ProseField

from ..likeness import areas_around, likeness_of
from ..models import Fact, Place, PlaceKind
from ..revisions import state_at
from ..whereabouts import km_outside

NOTHING = (None, "", "unknown")
YEAR = re.compile(r"(19|20)\d\d([-./年](1[0-2]|0?[1-9])([-./月](3[01]|[12]\d|0?[1-9])日?|月)?|年)?")


class DayField(LineField):
    """A year, a month or a day, kept as `2011`, `2011-03` or `2011-03-18`; refused when it isn't one."""

    def to_python(self, value):
        text = super().to_python(value).replace(" ", "")
        if not text:
            return ""
        if not YEAR.fullmatch(text):
            raise forms.ValidationError(_("Write a year, a month or a day, such as 2011, 2011-03 or 2011-03-18."))
        year, *rest = re.findall(r"\d+", text)
        return "-".join([year, *(part.zfill(2) for part in rest)])


class BasicsForm(forms.Form):
    """What a place is called, what it is, and where."""

    name = LineField(
        label=_("Name"),
        max_length=80,
        help_text=_("As its own people call it. For example: Shibangou Primary School."),
    )
    other_names = LineField(
        label=_("Other names"),
        max_length=200,
        required=False,
        help_text=_("Former ones, short ones: separated by commas."),
    )
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=PlaceKind.objects.all(), empty_label=None)
    area = AreaField(label=_("Where"), help_text=_("The county or city. For example: Yajiang, Sichuan."))
    address = LineField(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("Town, village, street: as one would tell a driver."),
    )
    about = ProseField(
        label=_("What one should know"),
        max_length=8000,
        required=False,
        help_text=_("Who is there, how to get there, what is lacking. No phone numbers, no children's names."),
    )

    def clean_name(self):
        """A name has at least one letter or sign."""
        name = self.cleaned_data["name"]
        if not any(sign.isalpha() for sign in name):
            raise forms.ValidationError(gettext("Write its name in words."))
        return name


class PointForm(forms.Form):
    """Where a place stands; `area` is its own field or that of the record."""

    point = PointField(
        label=_("Point on the map"),
        required=False,
        help_text=_("Latitude, longitude. Empty when you don't know: the county's seat stands for it then."),
    )
    datum = forms.ChoiceField(
        label=_("Which map is the point from"),
        choices=Place.DATUMS,
        initial=UNKNOWN,
        required=False,
        help_text=_("Chinese maps shift every point by some hundred metres; here it is shifted back."),
    )
    surveyed = forms.BooleanField(label=_("I took the point on the spot"), required=False)
    area_before = None

    def clean(self):
        """The point as two numbers; one that lies far from the area is asked about."""
        data = super().clean()
        point, data["datum"] = data.pop("point", None), data.get("datum") or UNKNOWN
        data["lat"], data["lon"] = point or (None, None)
        area = data.get("area", self.area_before)
        lat, lon = to_wgs84(*point, data["datum"]) if point else (0, 0)
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            self.add_error("point", gettext("On this map, the point lies nowhere on earth. Check it, or the map."))
        elif point and (km := km_outside(area, (lat, lon))):
            says = gettext("This point lies %(km)s km away from %(area)s. Check it, or the area.")
            self.add_error("point", says % {"km": round(km), "area": area})
        return data


class WayForm(PointForm):
    """How to get there, what it takes, and why a traveller passes."""

    way = ProseField(
        label=_("How to get there"),
        max_length=2000,
        required=False,
        help_text=_("Bus, where to change, the last stretch on foot: as you would tell a friend."),
    )
    way_from = LineField(
        label=_("From where"), max_length=120, required=False, help_text=_("For example: Kangding, the coach station.")
    )
    way_cost = LineField(label=_("What it costs"), max_length=120, required=False)
    way_time = LineField(label=_("How long it takes"), max_length=120, required=False)
    sights = LineField(
        label=_("What lies near by"),
        max_length=200,
        required=False,
        help_text=_("Why a traveller passes here: a lake, a monastery, an old road."),
    )


class FactsForm(forms.Form):
    """What is asked of this kind of place: numbers, yes or no, words, all of them of one day."""

    as_of = DayField(
        label=_("As of when"),
        max_length=20,
        required=False,
        help_text=_("The year, the month or the day that what you change is from, such as 2026-10."),
    )
    source = LineField(
        label=_("Who said so"), max_length=80, required=False, help_text=_("The headmaster, a notice board, yourself.")
    )

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=10**18)

    def __init__(self, *args, place, now, **kwargs):
        self.place, self.today = place, timezone.localdate(now).isoformat()
        super().__init__(*args, **kwargs)
        self.asked = list(place.kind.facts.all())
        if place.pk:
            self.initial["seen"] = place.revisions.order_by("-pk").values_list("pk", flat=True).first()
        for fact in self.asked:
            self.fields[fact.code] = field_for(fact)
            self.initial[fact.code] = shown_in(fact, place.facts.get(fact.code))

    def shown(self, seen):
        """The facts as they stood when the form was shown: after this revision."""
        revision = self.place.revisions.filter(pk=seen).first() if seen and self.place.pk else None
        return state_at(revision)["facts"] if revision else self.place.facts

    def clean(self):
        """`facts` as the record keeps them: what was changed carries the new day, the rest what it has by now."""
        data, facts = super().clean(), dict(self.place.facts)
        said = {"as_of": data.pop("as_of", "") or self.today, "source": data.pop("source", "")}
        shown = self.shown(data.pop("seen", None))
        for fact in self.asked:
            code, value = fact.code, data.pop(fact.code, None)
            value = None if value in NOTHING else value
            was = shown_in(fact, shown.get(code))
            if value == (None if was in NOTHING else was):
                continue  # left as it was shown: what somebody else wrote meanwhile stays
            if value is None:
                facts.pop(code, None)
            else:
                value = {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value
                if (facts.get(code) or {}).get("value") != value:
                    facts[code] = {"value": value} | {name: word for name, word in said.items() if word}
        return {"facts": facts}


def field_for(fact):
    """The form's field for a fact."""
    if fact.sort == Fact.NUMBER:
        return CountField(label=str(fact), min_value=0, max_value=10_000_000, required=False)
    if fact.sort == Fact.YES_NO:
        choices = [("yes", _("yes")), ("no", _("no")), ("unknown", _("nobody knows"))]
        return forms.ChoiceField(label=str(fact), choices=choices, widget=forms.RadioSelect, required=False)
    return LineField(label=str(fact), max_length=120, required=False)


def shown_in(fact, known):
    """What the field of a fact holds before anybody writes."""
    value = (known or {}).get("value")
    if fact.sort == Fact.YES_NO:
        return {True: "yes", False: "no"}.get(value, "unknown")
    return value


class SurveyedForm(forms.Form):
    """Who found out, and when: the record says how sure it is."""

    surveyor = LineField(
        label=_("Who surveyed it"),
        max_length=80,
        required=False,
        help_text=_("As they want to be called; a team is fine. No phone numbers."),
    )
    surveyed_on = DayField(label=_("When"), max_length=20, required=False)


class PictureForm(forms.Form):
    """One picture that shows what one finds there."""

    picture = PicturesField(
        label=_("Picture"),
        required=False,
        most=1,
        help_text=_("The house, the road, the view. No faces of children. Position and camera are taken out."),
    )
    remove = forms.BooleanField(label=_("Take the picture away"), required=False)

    def clean(self):
        """`picture`: what was sent, None to take it away; nothing to leave all as it is."""
        data = super().clean()
        pictures = data.pop("picture", None)
        if data.pop("remove", False):
            return {"picture": None}
        self.left_out = pictures.left_out if pictures else ()
        return {"picture": pictures[0]} if pictures else {}


class PlaceForm(BasicsForm, WayForm, SurveyedForm):
    """Everything that anybody may write about a place, but for its facts and its picture."""


STEPS = {"basics": BasicsForm, "way": WayForm, "facts": FactsForm, "survey": SurveyedForm, "picture": PictureForm}


def values_of(place):
    """What the record says now, as the forms ask for it; a point that only stands for the area is left out."""
    names = [name for name in PlaceForm.base_fields if name not in ("point", "surveyed")]
    point = None if place.is_rough else (place.given_lat, place.given_lon)
    values = {name: getattr(place, name) for name in names}
    return values | {"point": point, "surveyed": place.precision == Place.SURVEYED}


def likes_of(data):
    """Places that may be the same as the one that a valid form describes."""
    likeness = likeness_of(data["name"], areas_around(data["area"]))
    draft = Place(name=data["name"], area=data["area"], likeness=likeness)
    return Place.objects.with_row().like(draft)


class CreatePlaceForm(BasicsForm, PointForm, OnceForm):
    """A new place; those that may be the same are shown before it is saved."""

    sure = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def unseen_likes(self):
        """Places that may be the same and that this person hasn't been shown yet. Asked of a valid form."""
        data = self.cleaned_data
        likes = [] if self.sent_before() else likes_of(data)
        seen = data.pop("sure", "").split(",")
        if all(place.uid in seen for place in likes):
            return []
        self.data = self.data.copy()
        self.data["sure"] = ",".join(place.uid for place in likes)
        return likes
