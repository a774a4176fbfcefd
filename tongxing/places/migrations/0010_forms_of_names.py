from django.db import migrations, models

AT_ONCE = 2_000


def write_forms(apps, editor):
    """The forms under which like names are found are the same with and without an area now, and know towns."""
    from tongxing.core.areas import gazetteer
    from tongxing.places.likeness import areas_around, likeness_of

    Place, last = apps.get_model("places", "Place"), 0
    while places := list(Place.objects.filter(pk__gt=last).order_by("pk").only("pk", "name", "area_id")[:AT_ONCE]):
        for place in places:
            place.likeness = likeness_of(place.name, areas_around(gazetteer().areas.get(place.area_id)))
        Place.objects.bulk_update(places, ["likeness"])
        last = places[-1].pk


class Migration(migrations.Migration):
    dependencies = [("places", "0009_who_changed_a_contact")]
    operations = [
        migrations.RemoveIndex(model_name="place", name="places_plac_likenes_844992_idx"),
        migrations.RunPython(write_forms, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["likeness", "hidden_at", "area"], name="live_places_by_form"),
        ),
    ]
