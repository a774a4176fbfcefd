"""Tables that people bring, and what their columns mean."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxing.core.datum import UNKNOWN
from tongxing.core.forms import LineField, OnceForm

from ..columns import choices, problem_with, read_upload
from ..models import Place, PlaceKind
from ..rules import may_bring_table
from ..tables import Trouble

MOST_BYTES = 2_900_000  # what the house takes in one piece, without the frame of the form


class TableForm(OnceForm):
    """A file with a table."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json,.geojson,.txt"}),
        help_text=gettext_lazy("CSV, XLSX or GeoJSON, at most 2.9 MB. The first line says what each column holds."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
        max_length=200,
    )

    def __init__(self, *args, person, **kwargs):
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_file(self):
        """Refuses what is no table, and what is too long for this person, with its sentence."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 2.9 MB. Cut it into several."))
        data = file.read()
        try:
            sheet = read_upload(file.name, data)
        except Trouble as trouble:
            raise forms.ValidationError(str(trouble)) from None
        answer = may_bring_table(self.person, len(sheet.rows))
        if not answer:
            raise forms.ValidationError(answer.why)
        self.cleaned_data["name"] = file.name
        return data


class PlanForm(forms.Form):
    """What the columns of a table mean, and what holds for all of its rows."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind, where no column says it"), queryset=PlaceKind.objects.all(), empty_label=None
    )
    datum = forms.ChoiceField(
        label=gettext_lazy("Which map are the points from"), choices=Place.DATUMS, initial=UNKNOWN
    )
    source = LineField(
        label=gettext_lazy("What this table is called"),
        max_length=80,
        help_text=gettext_lazy(
            "The records name it as their source. A table that you send again under the same name changes its own rows."
        ),
    )
    skips_alike = forms.BooleanField(
        label=gettext_lazy("Leave out rows that look like a place that is written down already"), required=False
    )

    def __init__(self, *args, headings, **kwargs):
        super().__init__(*args, **kwargs)
        known = [("", gettext_lazy("leave out")), *choices().items()]
        self.columns = [f"c{at}" for at in range(len(headings))]
        for name, heading in zip(self.columns, headings, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=heading or _("without a heading"), choices=known, required=False
            )

    def clean(self):
        """Refuses columns without a name or an area, and two that mean the same."""
        data = super().clean()
        data["columns"] = [data.pop(name, "") for name in self.columns]
        if problem := problem_with(data["columns"]):
            self.add_error(None, problem)
        if data.get("kind"):
            data["kind"] = data["kind"].pk
        return data
