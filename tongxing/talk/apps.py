from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "tongxing.talk"

    def ready(self):
        from tongxing.core.joints import move, panel

        move("places.place", "tongxing.talk.actions.move_place")
        panel("places.place", "tongxing.talk.views.at_place", order=9)
