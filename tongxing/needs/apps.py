from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NeedsConfig(AppConfig):
    name = "tongxing.needs"

    def ready(self):
        from tongxing.core.joints import hear, move, panel
        from tongxing.core.search import source
        from tongxing.places import cells
        from tongxing.places import served as service_map
        from tongxing.places import verbs as place
        from tongxing.spaces.verbs import SPACE_CHANGED

        from . import facets, served
        from .actions import fill_vocabulary

        cells.SOURCES.append(facets)
        service_map.SOURCES.append(served)
        source("needs.need", "tongxing.needs.actions.texts")
        renames = (place.PLACE_CHANGED, place.PLACES_MERGED, place.MERGE_UNDONE, SPACE_CHANGED)
        hear("needs.name_again", lambda verb: verb in renames)  # what a need lies at may be called anew
        move("places.place", "tongxing.needs.actions.move_place")
        panel("places.place", "tongxing.needs.views.at_place", order=-1)
        panel("places/steps", "tongxing.needs.views.step_of")
        panel("spaces.space", "tongxing.needs.views.of_space", order=1)
        panel("places.area", "tongxing.needs.views.in_area", order=-1)
        panel("places/place.atom", "tongxing.needs.feeds.of_place")
        panel("places/area.atom", "tongxing.needs.feeds.in_area")
        panel("front/home.html", "tongxing.needs.views.lacking_now", order=1)
        panel("front/next.html", "tongxing.needs.views.what_waits", order=1)
        post_migrate.connect(fill_vocabulary, sender=self)
