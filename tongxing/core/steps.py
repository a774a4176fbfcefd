"""The steps (migrations) that a database has had, beside those that this release knows."""

from functools import cache

from django.db import connection as default
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

INSTALL = "Install that release, or a newer one; or restore a backup of this one into another data folder."


def applied(connection=default):
    """[(app, name)] of every step that a database has had, in their order; none when it is new."""
    recorder = MigrationRecorder(connection)
    return list(recorder.migration_qs.order_by("id").values_list("app", "name")) if recorder.has_table() else []


@cache
def known():
    """Every step that this release brings."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def unknown(steps):
    """The steps among these that this release doesn't know: a newer one made them."""
    return [tuple(step) for step in steps if tuple(step) not in known()]


def why_newer(connection=default):
    """The sentence for a database that a newer release has used, which this one must not write to; else ''."""
    if not (found := unknown(applied(connection))):
        return ""
    return f"The database was used by a newer Tongxing (it has had {' '.join(found[0])}), so nothing was written."


def models_at(steps, connection=default):
    """The models as they were after these steps: what fits a database that this release has not brought along yet."""
    loader = MigrationLoader(connection)
    return loader.project_state([step for step in map(tuple, steps) if step in loader.graph.nodes]).apps
