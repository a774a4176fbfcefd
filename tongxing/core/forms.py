"""Fields that clean what people type and say kindly what is wrong."""

import re
import secrets
from datetime import date
from unicodedata import normalize
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from .models import Area, Once
from .text import clean_line, clean_prose


class LineField(forms.CharField):
    """One line of text, cleaned of what can't be seen."""

    def to_python(self, value):
        return clean_line(super().to_python(value))


class ProseField(forms.CharField):
    """Several lines of text, cleaned of what can't be seen."""

    widget = forms.Textarea

    def to_python(self, value):
        return clean_prose(super().to_python(value))


class CountField(forms.IntegerField):
    """A whole number as people type it: full-width digits, blanks and a trailing 人 are understood."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Write a number, such as 8."),
        "min_value": _("At least %(limit_value)s."),
        "max_value": _("At most %(limit_value)s."),
    }

    def to_python(self, value):
        if isinstance(value, str):
            value = clean_line(value).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
            value = value.removesuffix("人").removesuffix("个").strip()
            if len(value) > 18:
                raise forms.ValidationError(_("This number is too large."), code="invalid")
        return super().to_python(value)


class WebField(forms.URLField):
    """An address on the web, with nobody's name or password in it; `https` where the scheme is left out."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Write an address on the web, such as https://meet.example.org/abc.")}

    def __init__(self, **kwargs):
        super().__init__(**kwargs, assume_scheme="https")

    def clean(self, value):
        """Refuses what opens something else than a page, and what pretends to be another's."""
        value = super().clean(value)
        if "@" in urlsplit(value).netloc:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class OnceForm(forms.Form):
    """A form that makes something: its one-time key lets the same form be sent again without a second effect."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = lambda: secrets.token_urlsafe(18)

    def sent_before(self):
        """True when this very form has already made its thing."""
        key = self.cleaned_data.get("once", "")
        return bool(key) and Once.objects.filter(key__endswith=f":{key}").exists()


DAY_INPUTS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


class DateField(forms.DateField):
    """A day, as people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Write the day as 2026-10-02.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=DAY_INPUTS, **kwargs)


class MonthField(LineField):
    """A month as people write it: 2009-03, 2009/3, 2009年3月, 03.2009; cleaned to its first day, or None.

    A day behind it is left out: it isn't asked, and not kept.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off"})
    shape = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*(月|[-/.月]\s*\d{1,2}日?)?")
    turned = re.compile(r"(?P<month>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})")

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value):
        """The first day of the month."""
        text = normalize("NFKC", super().to_python(value))
        if not text:
            return None
        found = self.shape.fullmatch(text) or self.turned.fullmatch(text)
        try:
            return date(int(found["year"]), int(found["month"]), 1)
        except (TypeError, ValueError):
            raise forms.ValidationError(_("Write the month as 2009-03.")) from None

    def run_validators(self, value):
        """A day has no length."""


def degrees(number):
    """A number of degrees as people type it: five decimals, or all that it has, so that showing it changes nothing."""
    short = f"{number:.5f}"
    return short if float(short) == number else repr(number)


class PointField(LineField):
    """A point on earth, typed as `30.03, 101.01` (latitude, longitude in degrees); cleaned to two floats or None."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        parts = [part for part in text.replace("，", ",").replace(",", " ").split() if part]
        try:
            lat, lon = (float(part) for part in parts)
        except ValueError:
            raise forms.ValidationError(
                _("Write two numbers: latitude, longitude. For example 30.03, 101.01.")
            ) from None
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise forms.ValidationError(
                _("Latitude goes from -90 to 90, longitude from -180 to 180. Are they swapped?")
            )
        return lat, lon

    def prepare_value(self, value):
        """Two numbers as people type them."""
        return (
            f"{degrees(value[0])}, {degrees(value[1])}"
            if isinstance(value, tuple) and None not in value
            else value
            if isinstance(value, str)
            else ""
        )


class AreaField(LineField):
    """An area typed as people say it (雅江, 四川 雅江), or its code; cleaned to an Area or None.

    Two of one name are asked about.
    """

    def to_python(self, value):
        from .areas import find_areas, gazetteer

        text = super().to_python(value)
        if not text:
            return None
        if named := gazetteer().areas.get(text):
            return named
        found = find_areas(text)
        if not found:
            raise forms.ValidationError(
                _("No such area is known. Try the name of a county or city, such as Yajiang (雅江).")
            )
        same = [area.full_name for area in found if area.name == found[0].name]
        if len(same) > 1 and found[0].full_name.replace(" ", "") != text.replace(" ", ""):
            raise forms.ValidationError(_("Which one do you mean: %(names)s?") % {"names": "; ".join(same)})
        return found[0]

    def prepare_value(self, value):
        """The area's full name, or what was typed."""
        if value is None or isinstance(value, str):
            return value
        return Area.objects.get(pk=value).full_name if not isinstance(value, Area) else value.full_name

    def has_changed(self, initial, data):
        """Forms here are never asked what changed."""
        return True
