from django.db import migrations

from tongxing.core.search import drop_index, make_index


class Migration(migrations.Migration):

    dependencies = [("core", "0002_initial")]

    operations = [
        migrations.RunPython(lambda apps, editor: make_index(editor), lambda apps, editor: drop_index(editor)),
    ]
