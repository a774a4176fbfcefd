"""Who is 14 to 17 grows up. Who signed up before the month was asked is asked now, and grows up at the latest day."""

from datetime import date, datetime, time

from django.db import migrations, models
from django.utils import timezone


def await_growing_up(apps, schema_editor):
    """The name of the young stays hidden when they are 18; one row asks each for the month, one waits for the day.

    They were 14 or older when they signed up: so they are 18 at the latest in the month after as many years as lie
    between. It must not change when the actions do, so it is written here once more.
    """
    Person, Pending = apps.get_model("people", "Person"), apps.get_model("core", "Pending")
    young = Person.objects.filter(age="14-17")
    young.update(shows_name=False)
    zone = timezone.get_default_timezone()
    for person in young.iterator():
        month = person.joined_at.astimezone(zone).year * 12 + person.joined_at.astimezone(zone).month + 48
        day = date(month // 12, month % 12 + 1, 1)
        asked = {"payload": {"person": person.pk}, "key": f"grow-up:{person.uid}"}
        Pending.objects.create(job="people.grow_up", due_at=datetime.combine(day, time.min, zone), **asked)
        Pending.objects.create(job="people.ask_birth_month", payload={"person": person.pk})


class Migration(migrations.Migration):
    dependencies = [("people", "0002_token"), ("core", "0004_answered")]

    operations = [
        migrations.AddField("person", "grows_up_on", models.DateField(null=True, blank=True)),
        migrations.AddField("person", "shows_name", models.BooleanField(default=True)),
        migrations.RunPython(await_growing_up, migrations.RunPython.noop),
    ]
