"""Tables that people bring, and what their columns mean."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxing.core.datum import UNKNOWN
from tongxing.core.forms import LineField, OnceForm
from tongxing.imports.hooks import ROW_KINDS
from tongxing.imports.plans import heading_choices, problem_with
from tongxing.imports.readers.characters import CODECS
from tongxing.imports.sentences import RowError

from ..actions import read_upload
from ..models import Place, PlaceKind
from ..rules import may_bring_table

MOST_BYTES = 2_900_000  # what the house takes in one piece, without the frame of the form
TOO_LARGE = gettext_lazy("This file is larger than 2.9 MB. Cut it into several.")


class TableForm(OnceForm):
    """A file with a table."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.geojson,.kml,.kmz,.zip"}),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS, CSV, GeoJSON or KML, at most 2.9 MB. Only a column with names is needed."
        ),
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
            raise forms.ValidationError(TOO_LARGE)
        data = file.read()
        try:
            reading = read_upload(file.name, data)
        except RowError as error:
            raise forms.ValidationError(str(error)) from None
        answer = may_bring_table(self.person, len(reading.layout.body))
        if not answer:
            raise forms.ValidationError(answer.why)
        self.cleaned_data |= {"name": file.name, "reading": reading}
        return data


class PlanForm(forms.Form):
    """How a table is read: which sheet, which headings, what its columns mean, and what holds for all of its rows."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    heading = forms.ChoiceField(label=gettext_lazy("Line of the headings"), required=False)
    encoding = forms.ChoiceField(label=gettext_lazy("Character set"), required=False)
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
    skips_sums = forms.BooleanField(
        label=gettext_lazy("Leave out rows that look like sums and remarks (合计, 备注)"), required=False
    )
    of = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args, book, layout, **kwargs):
        super().__init__(*args, **kwargs)
        sheets = [(str(at), sheet.name or _("the only one")) for at, sheet in enumerate(book.sheets)]
        self.fields["sheet"].choices = sheets
        self.fields["heading"].choices = heading_choices(layout)
        self.fields["encoding"].choices = [(name, name) for name in CODECS] if book.encoding else [("", "-")]
        for name, needed in (("sheet", len(sheets) > 1), ("encoding", bool(book.encoding))):
            if not needed:
                self.fields[name].widget = forms.HiddenInput()
        self.columns = [f"c{at}" for at in range(len(layout.names))]
        fields = ROW_KINDS["places"].fields()
        for at, (name, heading) in enumerate(zip(self.columns, layout.names, strict=True)):
            known = [(one.code, one.label) for one in fields if not one.rare or one.code == layout.columns[at]]
            self.fields[name] = forms.ChoiceField(
                label=heading, choices=[("", _("leave out")), *known], required=False,
                help_text=" · ".join(layout.samples(at)),
            )  # fmt: skip

    def clean(self):
        """Refuses columns without a name, and two that mean the same."""
        data = super().clean()
        data["columns"] = [data.pop(name, "") for name in self.columns]
        data.pop("of", None)
        problem, wrong = problem_with(data["columns"], ROW_KINDS["places"])
        for at in wrong:
            self.add_error(self.columns[at], problem)
        if data.get("kind"):
            data["kind"] = data["kind"].pk
        return data
