"""Small drawings inline in the page: no request, no font."""

from functools import lru_cache

from markupsafe import Markup

SHAPES = {
    "back": '<path d="M14.5 5 7.5 12l7 7"/>',
    "baton": '<circle cx="4.5" cy="12" r="2.3"/><circle cx="19.5" cy="12" r="2.3"/><path d="M9 12h5.5M12 9l3 3-3 3"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4M12 5V3.2"/>',
    "bus": '<rect x="4" y="4" width="16" height="13" rx="2.5"/>'
    '<path d="M4 11h16M8 17v2.5M16 17v2.5M8 14h.01M16 14h.01"/>',
    "cal": '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 2.8v4M16 2.8v4"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7"/>',
    "clock": '<circle cx="12" cy="12" r="8.7"/><path d="M12 7v5.3l3.5 2"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 5.5v-2h-12v12h2"/>',
    "edit": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12 6.3"/>'
    '<path d="M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7l1.5-1.5"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.5 8 6 8-6"/>',
    "me": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.6 3.5-7 7.5-7s6.9 2.4 7.5 7"/>',
    "money": '<circle cx="12" cy="12" r="8.7"/><path d="m8.5 7 3.5 5 3.5-5M12 12v5.5M9 13h6M9 15.5h6"/>',
    "next": '<path d="m9.5 5 7 7-7 7"/>',
    "online": '<rect x="3.5" y="5" width="17" height="11.5" rx="2"/><path d="M8.5 20h7M12 16.5V20"/>',
    "pack": '<path d="M6 9.5a6 6 0 0 1 12 0v11H6zM9.5 4.5V3h5v1.5M9 20.5v-6h6v6M6 14.5H4v6h2M18 14.5h2v6h-2"/>',
    "people": '<circle cx="8.5" cy="8" r="3.5"/><circle cx="17" cy="9.5" r="2.5"/>'
    '<path d="M2.5 20c.3-4 2.6-6.5 6-6.5s5.7 2.5 6 6.5M16.5 14.5c2.9 0 4.7 1.9 5 5"/>',
    "photo": '<rect x="3.5" y="5" width="17" height="14.5" rx="2"/><circle cx="8.5" cy="10" r="1.7"/>'
    '<path d="m4 17.5 5-4 3.5 2.5 3.5-4 4.5 4.5"/>',
    "pin": '<path d="M12 21c-4.5-5-6.7-8.3-6.7-11.2a6.7 6.7 0 0 1 13.4 0C18.7 12.7 16.5 16 12 21z"/>'
    '<circle cx="12" cy="9.8" r="2.3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3"/><path d="M7 14h10v6.5H7z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "share": '<path d="M12 15V3.5M8 7l4-3.5L16 7M6 11H4.5v9.5h15V11H18"/>',
    "text": '<path d="m2.5 18.5 6-15 6 15M4.6 13.5h7.8M15.2 18.5l3.2-8 3.2 8M16.3 16h4.2"/>',
    "warn": '<path d="M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2h.01"/>',
    "zone": '<circle cx="12" cy="12" r="8.7"/><path d="M3.5 12h17"/>'
    '<path d="M12 3.3c5 5.5 5 12 0 17.4M12 3.3c-5 5.5-5 12 0 17.4"/>',
}
DRAWN = {
    name: Markup(f'<svg class="i" aria-hidden="true" viewBox="0 0 24 24">{shape}</svg>')
    for name, shape in SHAPES.items()
}


def icon(name):
    """A drawing beside words, hidden from screen readers. An unknown name is a KeyError."""
    return DRAWN[name]


@lru_cache(maxsize=512)
def dots_of(taken, seats, mine):
    """A dot for every seat: mine first, then the taken, then the open; nothing when there are none or too many."""
    if seats is None or not 0 < seats <= 24:
        return Markup("")
    states = ("mine" if seat < mine else "" if seat < taken else "open" for seat in range(seats))
    drawn = "".join(f'<span class="dot {state}"></span>' for state in states)
    return Markup(f'<span class="dots" aria-hidden="true">{drawn}</span>')
