"""What people write down about a place."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.datum import UNKNOWN, to_wgs84
from tongxing.core.forms import AreaField, LineField, OnceForm, PointField, ProseField

from .likeness import areas_around, likeness_of
from .models import Place, PlaceKind
from .whereabouts import km_outside


class PlaceForm(forms.Form):
    """Everything that anybody may write about a place."""

    name = LineField(
        label=_("Name"),
        max_length=80,
        help_text=_("As its own people call it. For example: Shibangou Primary School."),
    )
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=PlaceKind.objects.all(), empty_label=None)
    area = AreaField(label=_("Where"), help_text=_("The county or city. For example: Yajiang, Sichuan."))
    address = LineField(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("Town, village, street: as one would tell a driver."),
    )
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

    def clean(self):
        """The point as two numbers; one that lies far from the area is asked about."""
        data = super().clean()
        point, data["datum"] = data.pop("point", None), data.get("datum") or UNKNOWN
        data["lat"], data["lon"] = point or (None, None)
        if point and (km := km_outside(data.get("area"), to_wgs84(*point, data["datum"]))):
            where = {"km": round(km), "area": data["area"]}
            says = gettext("This point lies %(km)s km away from %(area)s. Check it, or the area.")
            self.add_error("point", says % where)
        return data


def values_of(place):
    """What the record says now, as the form asks for it; a point that only stands for the area is left out."""
    point = None if place.is_rough else (place.given_lat, place.given_lon)
    values = {name: getattr(place, name) for name in ("name", "kind", "area", "address", "datum", "about")}
    return values | {"point": point, "surveyed": place.precision == Place.SURVEYED}


def likes_of(data):
    """Places that may be the same as the one that a valid form describes."""
    likeness = likeness_of(data["name"], areas_around(data["area"]))
    draft = Place(name=data["name"], area=data["area"], likeness=likeness)
    return Place.objects.with_row().like(draft)


class CreatePlaceForm(PlaceForm, OnceForm):
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
