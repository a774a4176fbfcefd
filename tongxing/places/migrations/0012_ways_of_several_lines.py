from django.db import migrations


def wrap(apps, _editor):
    """A way of one line becomes a list of one line."""
    Route = apps.get_model("places", "Route")
    for route in Route.objects.iterator():
        route.lines = [route.lines]
        route.save(update_fields=["lines"])


def unwrap(apps, _editor):
    """The way back joins the lines."""
    Route = apps.get_model("places", "Route")
    for route in Route.objects.iterator():
        route.lines = [point for line in route.lines for point in line]
        route.save(update_fields=["lines"])


class Migration(migrations.Migration):
    """A way may have several lines that nothing joins."""

    dependencies = [("places", "0011_tables_wait_in_the_database")]

    operations = [
        migrations.RenameField("route", "points", "lines"),
        migrations.RunPython(wrap, unwrap),
    ]
