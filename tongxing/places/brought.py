"""What a row of a table becomes here, as the engine of imports asks for it."""

from tongxing.imports.hooks import RowKind

from .actions import import_lines, understand
from .columns import fields, guess_by_values

PLACES = RowKind(
    name="places",
    fields=fields,
    guess=guess_by_values,
    name_field="name",
    understand=understand,
    write=import_lines,
)
