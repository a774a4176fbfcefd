"""Every address of the house, found in the URL resolver, and how to reach it in the small world."""

from django.urls import URLPattern, get_resolver, reverse

from tongxing.people.actions import stop_key

NOBODY = "zzzzzzzzzzzz"


def routes(resolver=None, space="", outer=()):
    """{route name: its parameters} of every address; one without a name is listed by its pattern."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        names = [*outer, *(entry.pattern.converters or entry.pattern.regex.groupindex)]
        if isinstance(entry, URLPattern):
            name = f"{space}:{entry.name}" if space else entry.name
            found[name or str(entry.pattern)] = names
        elif entry.namespace != "api":  # its operations have a table of their own: test_api_access.py
            found |= routes(entry, ":".join(filter(None, [space, entry.namespace])), names)
    return found


def view_of(name):
    """The function behind a route."""
    from django.urls import resolve

    return resolve(address(name, {})).func


def address(name, thing):
    """The address of a route for a thing: its parameters, with stand-ins where it has none."""
    stand_ins = {"uid": NOBODY, "short": "nobody", "words": "x", "size": "large", "key": "x", "uidb36": "1", "pk": 1}
    stand_ins |= {
        "room": "spaces",
        "z": 5,
        "x": 25,
        "y": 12,
        "step": "basics",
        "number": 1,
        "kind": "going",
        "secret": "x",
        "code": "513325",
    }
    return reverse(name, kwargs={key: thing.get(key, stand_ins[key]) for key in routes()[name]})


# What an address asks for behind its question mark, where it does nothing without.
ASKED = {"needs:create_need": "?space=readers"}
ASKED |= dict.fromkeys(["places:print_way", "places:save_route"], "?from=成都&via1=雅安&to=康定")


def things(world):
    """{word of the table: the parameters of its address} for everything in the small world."""
    spaces = ("readers", "choir", "cellar", "elsewhere")
    activities = ("open", "full", "online", "members", "draft", "named", "cancelled", "past", "private")
    uids = ("invitation", "ended", "into_cellar", "asked", "declined", "membership", "stewardship", "called", "kept")
    uids += ("token", "claim", "hidden_claim", "mark", "visit", "care_asked", "contact", "closed_contact", "merged")
    uids += ("table", "thread", "blocked_thread", "letter")
    needs = ("need", "hidden_need", "offer", "hidden_offer")
    uids += (*needs, "gift", "promised", "arrived", "used")
    photos = ("photo", "gone", "hidden_photo", "place", "hidden_place", "way")
    found = {"-": {}, "nobody": {}, "session": {"pk": world.session.pk}, "stop": {"key": stop_key(world.member)}}
    found |= {name: {"short": getattr(world, name).short} for name in spaces}
    found |= {name: {"uid": getattr(world, name).uid} for name in activities + uids + photos}
    found["place"]["number"] = world.revision.pk
    for name in (*activities, *needs, "place", "hidden_place"):
        found[name]["words"] = getattr(world, name).get_absolute_url().rstrip("/").split("/")[-1]
    return found
