"""The forms about a way: from where to where, a file, and a name to keep it under."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.apart import TooMuch, Unreadable, read_apart
from tongxing.core.forms import CountField, DateField, LineField, OnceForm

from ..models import PlaceKind
from ..polylines import unpacked_lines
from ..roads import NOT_ASKED, by_road
from ..thinning import LONGEST_KM, MOST_POINTS, thinned
from ..way_files import MOST_BYTES, SECONDS
from ..waypoints import VIAS, Unclear, spot_called
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
    """Which way is looked along, and for what.

    Cleaned: `spots`, what was said, and `lines`, the way itself: lists of (lat, lon, name) in its order; `road`, how it
    went with the road between the spots (roads.py); `length_km`.
    """

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
            self.fields[f"via{number}"] = SpotField(label=gettext("Via %(number)s") % {"number": number})
        self.fields["to"] = SpotField(label=_("To"))
        for end in ("from", "to"):  # demanded, but for a line that was drawn
            self.fields[end].widget.attrs["aria-required"] = "true"

    def clean_within_km(self):
        """Ten where nothing is said."""
        return self.cleaned_data["within_km"] or USUAL

    def clean(self):
        """The spots of the way, or what is unclear about them."""
        data = super().clean()
        data["lines"] = self.drawn(data["line"]) if data.get("line") else [self.named(data)]
        data["spots"], data["road"] = [spot for line in data["lines"] for spot in line], NOT_ASKED
        if not self.errors:
            self.measure(data)
        if not self.errors and not data.get("line"):
            line, data["road"] = by_road(data["spots"])
            data["lines"] = [line]
            self.measure(data)
        return data

    def drawn(self, text):
        """The lines that came in the address: anybody's, so they are made as short as those of a file."""
        try:
            lines = unpacked_lines(text)
        except ValueError:
            raise forms.ValidationError(gettext("The line in this address is broken. Send the file again.")) from None
        try:
            most = MOST_POINTS // len(lines)
            return [[(*point, "") for point in thinned(line, most)[0]] for line in lines]
        except Unreadable as error:
            raise forms.ValidationError(sentence(error.words, error.facts)) from None

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
            data["length_km"] = length_km(data["lines"])
        except ValueError:
            raise forms.ValidationError(gettext("These lie opposite on earth. Say a town between.")) from None
        if data["length_km"] > LONGEST_KM:
            says = gettext("This way is %(long)s km long. Up to %(most)s km are looked along.")
            raise forms.ValidationError(says % {"long": round(data["length_km"]), "most": LONGEST_KM})
        if data["length_km"] * data["within_km"] > MOST_ROOM:
            says = gettext("Along so long a way at most %(km)s km are looked around.")
            self.add_error("within_km", says % {"km": max(1, int(MOST_ROOM / data["length_km"]))})


class TrackForm(forms.Form):
    """A file of ways. Cleaned: `found`, what `way_files.read_way` says of it."""

    file = forms.FileField(
        label=_("File of a way"),
        help_text=_("GPX, KML, KMZ or GeoJSON, up to 5 MB; zipped it may hold more. It isn't kept."),
    )
    within_km = CountField(
        label=_("Within kilometres"), min_value=NARROWEST, max_value=WIDEST, initial=USUAL, required=False
    )

    def clean(self):
        """What the file says; read in a process of its own, as it may be made to do harm."""
        data = super().clean()
        if file := data.get("file"):
            data["found"] = self.read(file)
        return data

    def read(self, file):
        """The ways in a file, or what is wrong with it at its field."""
        if file.size > MOST_BYTES:
            return self.add_error("file", gettext("This file is larger than 5 MB. Zip it, or send a part of it."))
        try:
            return read_apart("tongxing.places.way_files:read_way", file.read(), seconds=SECONDS)
        except Unreadable as error:
            return self.add_error("file", sentence(error.words, error.facts))
        except TooMuch:
            return self.add_error("file", gettext("Reading this file takes too long. Send a part of it."))


def sentence(words, facts):
    """What was said apart, in the reader's language."""
    return gettext(words) % facts


class RouteForm(forms.Form):
    """What a kept way is called, how far around is looked, and when."""

    name = LineField(label=_("Name"), max_length=80)
    within_km = CountField(label=_("Within kilometres"), min_value=NARROWEST, max_value=WIDEST)
    on = DateField(label=_("On"), required=False)


class SaveRouteForm(RouteForm, OnceForm):
    """A way to keep; the same form sent again keeps no second one."""
