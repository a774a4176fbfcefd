"""Who needs more seats than there are is set aside, and nobody signs up, or is kept an offer, after the beginning."""

from django.db import migrations, models
from django.db.models import F, OuterRef


def mend(apps, schema_editor):
    """Let deadlines end at the beginning, and have every line asked in which somebody waits who never fits."""
    Opening, Claim = apps.get_model("claims", "Opening"), apps.get_model("claims", "Claim")
    Opening.objects.filter(closes_at__gt=F("ends_at")).update(closes_at=F("ends_at"))
    too_large = Claim.objects.filter(opening=OuterRef("pk"), state="waiting", size__gt=OuterRef("seats"))
    Pending = apps.get_model("core", "Pending")
    for key in Opening.objects.filter(models.Exists(too_large)).values_list("pk", flat=True):
        Pending.objects.create(job="claims.ask_on", payload={"opening": key})


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="claim",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("aside", "more people than places"),
                    ("offered", "a place is offered"),
                    ("held", "coming"),
                    ("let_go", "not coming"),
                    ("expired", "did not answer in time"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="claim", name="one_live_claim_a_person"),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "aside", "offered", "held"])),
                fields=("opening", "person"),
                name="one_live_claim_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__lte", F("ends_at"))), name="nobody_signs_up_after_the_beginning"
            ),
        ),
    ]
