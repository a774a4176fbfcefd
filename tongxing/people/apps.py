from django.apps import AppConfig

from tongxing.core.joints import page_fact


class PeopleConfig(AppConfig):
    name = "tongxing.people"

    def ready(self):
        page_fact("sends_mail", "tongxing.people.rules.sends_mail")
