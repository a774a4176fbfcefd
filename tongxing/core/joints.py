"""Where a lower room lets upper rooms add to it: explicit, ordered lists, printed by `tongxing joints`."""

from django.utils.module_loading import import_string

HEARERS = []
PANELS = {}


def hear(job, wants):
    """Have `job` follow every event whose verb `wants`. The job's row is written with the event."""
    HEARERS.append((job, wants))


def panel(on, piece):
    """Add a piece to the page of `on` (a model's label or a page's name): the dotted name of `piece(request, thing)`.

    The function returns (template, context), or None when there is nothing to show.
    """
    PANELS.setdefault(on, []).append(piece)


def panels(request, on, thing):
    """The pieces that upper rooms add to this page, in the order in which they were declared."""
    found = (import_string(name)(request, thing) for name in PANELS.get(on, ()))
    return [piece for piece in found if piece is not None]
