"""Ways that people keep: kept, changed and taken away by whose they are. Nobody else hears of it."""

from django.db import transaction

from tongxing.core.once import only_once
from tongxing.people.models import Person

from .. import rules
from ..models import Route


def save_route(*, by, name, lines, within_km, on=None, once=""):
    """Keep a way: lines of (lat, lon, name) each, WGS-84. The same form sent again keeps no second one."""
    rules.may_save_route(by).or_refuse()
    return only_once(once, by=by, make=lambda: add_route(by, name, lines, within_km, on))


@transaction.atomic
def add_route(by, name, lines, within_km, on):
    """The row of a new way; asked again inside, so that many at once keep no more than may be."""
    Person.objects.select_for_update().get(pk=by.pk)
    rules.may_save_route(by).or_refuse()
    lines = [[[round(lat, 6), round(lon, 6), called] for lat, lon, called in line] for line in lines]
    return Route.objects.create(person=by, name=name, lines=lines, within_km=within_km, on=on)


@transaction.atomic
def change_route(route, *, by, name, within_km, on=None):
    """Call a kept way something else, or look less or further around."""
    route = Route.objects.select_for_update().get(pk=route.pk)
    rules.may_change_route(by, route).or_refuse()
    route.name, route.within_km, route.on = name, within_km, on
    route.save(update_fields=["name", "within_km", "on"])
    return route


@transaction.atomic
def remove_route(route, *, by):
    """Take a kept way away; its address leads nowhere then. Twice is no harm."""
    route = Route.objects.select_for_update().filter(pk=route.pk).first()
    if route is not None:
        rules.may_remove_route(by, route).or_refuse()
        route.delete()
