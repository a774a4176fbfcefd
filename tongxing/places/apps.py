from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlacesConfig(AppConfig):
    name = "tongxing.places"

    def ready(self):
        from tongxing.core.joints import panel
        from tongxing.core.search import source
        from tongxing.imports.hooks import register

        from .actions import fill_kinds
        from .brought import PLACES

        register(PLACES)
        source("places.place", "tongxing.places.actions.texts")
        panel("spaces.space", "tongxing.places.views.of_space", order=8)
        panel("front/home.html", "tongxing.places.views.nation", order=1)
        panel("front/home.html", "tongxing.places.views.who_goes", order=2)
        panel("front/next.html", "tongxing.places.views.who_goes_next", order=9)

        post_migrate.connect(fill_kinds, sender=self)
