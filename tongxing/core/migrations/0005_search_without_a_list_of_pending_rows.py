from django.db import migrations

from tongxing.core.search import read_whole


class Migration(migrations.Migration):
    dependencies = [("core", "0004_answered")]

    operations = [
        migrations.RunPython(lambda apps, editor: read_whole(editor), migrations.RunPython.noop),
    ]
