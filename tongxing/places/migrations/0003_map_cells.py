import django.db.models.deletion
import tongxing.core.ids
from django.conf import settings
from django.db import migrations, models

from tongxing.places.grid import cell_of


def place_on_the_map(apps, schema_editor):
    """Places that were there before find their square; that they must be counted is left to the worker."""
    Place, Pending = apps.get_model("places", "Place"), apps.get_model("core", "Pending")
    here = Place.objects.using(schema_editor.connection.alias).filter(lat__isnull=False, cell=None).order_by("pk")
    while places := list(here.only("lat", "lon", "kind_id", "hidden_at")[:500]):
        for place in places:
            place.cell = cell_of(place.lat, place.lon)
        Place.objects.bulk_update(places, ["cell"])
        live = [["", place.kind_id, place.cell, 1] for place in places if place.hidden_at is None]
        Pending.objects.create(job="places.fold", payload={"changes": live})


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_answered'),
        ('places', '0002_place_facts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('pk', models.CompositePrimaryKey('cell', 'facet', 'kind', blank=True, editable=False, primary_key=True, serialize=False)),
                ('facet', models.CharField(blank=True, max_length=12)),
                ('cell', models.BigIntegerField()),
                ('kind', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.placekind')),
                ('n', models.IntegerField(default=0)),
                ('x', models.BigIntegerField(default=0)),
                ('y', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='MapVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(default=tongxing.core.ids.new_uid, max_length=12)),
            ],
        ),
        migrations.AddField(
            model_name='place',
            name='cell',
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(place_on_the_map, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(condition=models.Q(('hidden_at', None)), fields=['cell', 'kind'], name='live_places_by_cell'),
        ),
    ]
