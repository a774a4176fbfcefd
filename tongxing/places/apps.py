from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlacesConfig(AppConfig):
    name = "tongxing.places"

    def ready(self):
        from .actions import fill_kinds

        post_migrate.connect(fill_kinds, sender=self)
