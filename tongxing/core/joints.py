"""Where a lower room lets upper rooms add to it: explicit, ordered lists, printed by `tongxing joints`."""

from django.utils.module_loading import import_string

HEARERS = []
PANELS = {}
OWNERS = {}
PAGE_FACTS = {}
AT_ONCE = {}
MOVES = {}


def hear(job, wants):
    """Have `job` follow every event whose verb `wants`. The job's row is written with the event."""
    HEARERS.append((job, wants))


def at_once(on, deed):
    """Have the dotted name of `deed(thing)` run inside the deed called `on`, in its transaction."""
    AT_ONCE.setdefault(on, []).append(deed)


def run_at_once(on, thing):
    """Do what upper rooms add to this deed."""
    for name in AT_ONCE.get(on, ()):
        import_string(name)(thing)


def move(of, deed):
    """Have the dotted name of `deed(loser, winner)` bring the rows of an upper room over when two things become one.

    It returns [(model's label, key, field)] of every row that it moved, so that this can be taken back.
    """
    MOVES.setdefault(of, []).append(deed)


def run_moves(of, loser, winner):
    """Move what upper rooms hold about a thing, and say what was moved."""
    return [row for name in MOVES.get(of, ()) for row in import_string(name)(loser, winner)]


def panel(on, piece, *, order=0):
    """Add a piece to the page of `on` (a model's label or a page's name): the dotted name of `piece(request, thing)`.

    The function returns (template, context), or None when there is nothing to show. The lower `order` comes first.
    What isn't a page asks for something else: a feed (`….atom`) for its entries, `places/steps` for (words, address).
    """
    PANELS.setdefault(on, []).append((order, piece))
    PANELS[on].sort(key=lambda ordered: ordered[0])


def panels(request, on, thing):
    """The pieces that upper rooms add to this page, in their order."""
    found = (import_string(name)(request, thing) for _order, name in PANELS.get(on, ()))
    return [piece for piece in found if piece is not None]


def owner(of, name):
    """Say under which reverse name a lower row (`claims.opening`) finds the upper row that has it."""
    OWNERS.setdefault(of, []).append(name)


def page_fact(name, source):
    """Add a value that every page may print: the dotted name of `source(request)`, asked only when it is printed."""
    PAGE_FACTS[name] = source
