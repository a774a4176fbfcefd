"""The forms about a way: from where to where, a file, and a name to keep it under."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.forms import CountField, DateField, LineField, OnceForm

from ..gpx import LONGEST_KM, MOST_BYTES, read_gpx, thinned
from ..models import PlaceKind
from ..waypoints import VIAS, Unclear, spot_called, unpacked
from ..ways import length_km

NARROWEST, WIDEST, USUAL = 1, 100, 10
MOST_ROOM = 100_000  # length × distance, in square kilometres: 1,000 km within 100 km
ENDS = ("from", *(f"via{number}" for number in range(1, VIAS + 1)), "to")


class SpotField(LineField):
    """A spot by its name or point; what it may mean, when that isn't clear, is kept in the form's `choices`."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(max_length=200, required=False, **kwargs)


class AlongForm(forms.Form):
    """Which way is looked along, and for what. Cleaned: `spots`, (lat, lon, name) each in the order of the way."""

    within_km = CountField(
        label=_("Within kilometres"), min_value=NARROWEST, max_value=WIDEST, required=False,
        help_text=_("How far from the line, as the crow flies."),
    )  # fmt: skip
    on = DateField(label=_("On"), required=False, help_text=_("Only to be remembered and printed."))
    kind = forms.ModelChoiceField(
        label=_("Kind"), queryset=PlaceKind.objects.all(), required=False, empty_label=_("All")
    )
    needs = forms.BooleanField(label=_("Only with open needs"), required=False)
    line = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8000)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.choices = person, {}
        self.fields["from"] = SpotField(label=_("From"), help_text=_("A county, a city, a place, or 30.03, 101.01."))
        for number in range(1, VIAS + 1):
            self.fields[f"via{number}"] = SpotField(label=_("Via"))
        self.fields["to"] = SpotField(label=_("To"))

    def clean_within_km(self):
        """Ten where nothing is said."""
        return self.cleaned_data["within_km"] or USUAL

    def clean(self):
        """The spots of the way, or what is unclear about them."""
        data = super().clean()
        data["spots"] = self.drawn(data["line"]) if data.get("line") else self.named(data)
        if not self.errors:
            self.measure(data)
        return data

    def drawn(self, line):
        """The spots of a line that came in the address."""
        try:
            points = unpacked(line)
        except ValueError:
            raise forms.ValidationError(gettext("The line in this address is broken. Send the file again.")) from None
        try:
            return [(*point, "") for point in thinned(points)[0]]  # a line of anybody's, as short as that of a file
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def named(self, data):
        """The spots of what was typed; the ends must be said."""
        for end in ("from", "to"):
            if not data.get(end) and end not in self.errors:
                self.add_error(end, gettext("Where from?") if end == "from" else gettext("Where to?"))
        return [spot for name in ENDS if data.get(name) and (spot := self.spot(name, data[name]))]

    def spot(self, name, text):
        """One spot, or None and the question at its field."""
        try:
            return spot_called(text, self.person)
        except Unclear as unclear:
            self.choices[name] = unclear.choices
            self.add_error(name, str(unclear))
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)
        return None

    def measure(self, data):
        """Refuse what nobody travels, and what would take too long to look along."""
        try:
            data["length_km"] = length_km([spot[:2] for spot in data["spots"]])
        except ValueError:
            raise forms.ValidationError(gettext("These lie opposite on earth. Say a town between.")) from None
        if data["length_km"] > LONGEST_KM:
            says = gettext("This way is %(long)s km long. Up to %(most)s km are looked along.")
            raise forms.ValidationError(says % {"long": round(data["length_km"]), "most": LONGEST_KM})
        if data["length_km"] * data["within_km"] > MOST_ROOM:
            says = gettext("Along so long a way at most %(km)s km are looked around.")
            self.add_error("within_km", says % {"km": max(1, int(MOST_ROOM / data["length_km"]))})


class TrackForm(forms.Form):
    """A GPX file. Cleaned: `points` of its line, and how far they are off it, in km."""

    file = forms.FileField(
        label=_("GPX file"), help_text=_("A track or a route, up to 5 MB. It isn't kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".gpx,application/gpx+xml"}),
    )  # fmt: skip
    within_km = CountField(
        label=_("Within kilometres"), min_value=NARROWEST, max_value=WIDEST, initial=USUAL, required=False
    )

    def clean_file(self):
        """What the file says, thinned."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("This file is larger than 5 MB."))
        try:
            self.points, self.off_km = thinned(read_gpx(file.read()))
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return file


class RouteForm(forms.Form):
    """What a kept way is called, how far around is looked, and when."""

    name = LineField(label=_("Name"), max_length=80)
    within_km = CountField(label=_("Within kilometres"), min_value=NARROWEST, max_value=WIDEST)
    on = DateField(label=_("On"), required=False)


class SaveRouteForm(RouteForm, OnceForm):
    """A way to keep; the same form sent again keeps no second one."""
