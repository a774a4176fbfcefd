from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "tongxing.spaces"

    def ready(self):
        from tongxing.core.search import source

        source("spaces.space", "tongxing.spaces.actions.texts")
