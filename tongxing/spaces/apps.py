from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "tongxing.spaces"

    def ready(self):
        from tongxing.core.joints import at_once
        from tongxing.core.search import source

        at_once("people.turn_young", "tongxing.spaces.actions.hide_young")
        source("spaces.space", "tongxing.spaces.actions.texts")
