from django.apps import AppConfig

from tongxing.core.joints import at_once, hear, move, owner, panel


class ActivitiesConfig(AppConfig):
    name = "tongxing.activities"

    def ready(self):
        from tongxing.core.search import source
        from tongxing.places import served as service_map
        from tongxing.places import verbs as place

        from . import served

        service_map.SOURCES.append(served)
        source("activities.activity", "tongxing.activities.actions.texts")
        renames = (place.PLACE_CHANGED, place.PLACES_MERGED, place.MERGE_UNDONE)
        hear("activities.name_again", lambda verb: verb in renames)  # where it takes place may be called anew
        owner("claims.opening", "activity")
        at_once("spaces.narrow", "tongxing.activities.actions.hide_with_space")
        move("places.place", "tongxing.activities.actions.move_place")
        panel("spaces.space", "tongxing.activities.views.of_space")
        panel("places.place", "tongxing.activities.views.at_place")
        panel("places.area", "tongxing.activities.views.in_area")
        panel("places/place.atom", "tongxing.activities.feeds.of_place")
        panel("places/area.atom", "tongxing.activities.feeds.in_area")
        panel("front/next.html", "tongxing.activities.views.what_comes_next")
        panel("front/home.html", "tongxing.activities.views.looking_for_people")
