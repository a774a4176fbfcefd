"""Fields that clean what people type and say kindly what is wrong."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

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
    default_error_messages = {"invalid": _("Write a number, such as 8.")}

    def to_python(self, value):
        if isinstance(value, str):
            value = clean_line(value).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
            value = value.removesuffix("人").removesuffix("个").strip()
            if len(value) > 18:
                raise forms.ValidationError(_("This number is too large."), code="invalid")
        return super().to_python(value)


class OnceForm(forms.Form):
    """A form that makes something: its one-time key lets the same form be sent again without a second effect."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = lambda: secrets.token_urlsafe(18)
