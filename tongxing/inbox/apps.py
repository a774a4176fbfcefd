from django.apps import AppConfig

from tongxing.core.joints import hear, page_fact, panel


class InboxConfig(AppConfig):
    name = "tongxing.inbox"

    def ready(self):
        hear("inbox.tell", lambda verb: verb.tells is not None)
        page_fact("unread", "tongxing.inbox.views.unread")
        panel("activities/people.html", "tongxing.inbox.views.not_reached")
