"""Drawings of 24 by 24, one line thick, inline in the page: no request, no font."""

from markupsafe import Markup

SHAPES = {
    "back": '<path d="M14.5 5 7.500 12l7 7"/>',
    "baton": '<circle cx="4.500" cy="12" r="2.300"/><circle cx="19.500" cy="12" r="2.300"/><path d="M9 12h5.500M12 9l3 3-3 3"/>',
    "bell": '<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4M12 5V3.200"/>',
    "bus": '<rect x="4" y="4" width="16" height="13" rx="2.500"/>'
    '<path d="M4 11h16M8 17v2.500M16 17v2.500M8 14h.01M16 14h.01"/>',
    "cal": '<rect x="3.500" y="5" width="17" height="15.500" rx="2"/><path d="M3.500 10h17M8 2.800v4M16 2.800v4"/>',
    "check": '<path d="m5 12.500 4.500 4.500L19 7"/>',
    "clock": '<circle cx="12" cy="12" r="8.700"/><path d="M12 7v5.300l3.500 2"/>',
    "copy": '<rect x="8.500" y="8.500" width="12" height="12" rx="2"/><path d="M15.500 5.500v-2h-12v12h2"/>',
    "edit": '<path d="m4 20 1-4.500L16.500 4 20 7.500 8.500 19zM14 6.500 17.500 10"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.700 0l3.500-3.500a4 4 0 0 0-5.700-5.700L12 6.300"/>'
    '<path d="M14 10a4 4 0 0 0-5.700 0l-3.500 3.500a4 4 0 0 0 5.700 5.700l1.500-1.500"/>',
    "lock": '<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V7.500a4 4 0 0 1 8 0v3M12 14.500v2"/>',
    "mail": '<rect x="3.500" y="5.500" width="17" height="13" rx="2"/><path d="m4 7.500 8 6 8-6"/>',
    "me": '<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500c.6-4.600 3.500-7 7.500-7s6.900 2.400 7.500 7"/>',
    "money": '<circle cx="12" cy="12" r="8.700"/><path d="m8.500 7 3.500 5 3.500-5M12 12v5.500M9 13h6M9 15.500h6"/>',
    "next": '<path d="m9.500 5 7 7-7 7"/>',
    "online": '<rect x="3.500" y="5" width="17" height="11.500" rx="2"/><path d="M8.500 20h7M12 16.500V20"/>',
    "pack": '<path d="M6 9.500a6 6 0 0 1 12 0v11H6zM9.500 4.500V3h5v1.500M9 20.500v-6h6v6M6 14.500H4v6h2M18 14.500h2v6h-2"/>',
    "people": '<circle cx="8.500" cy="8" r="3.500"/><circle cx="17" cy="9.500" r="2.500"/>'
    '<path d="M2.500 20c.3-4 2.600-6.500 6-6.500s5.700 2.500 6 6.500M16.500 14.500c2.900 0 4.700 1.900 5 5"/>',
    "photo": '<rect x="3.500" y="5" width="17" height="14.500" rx="2"/><circle cx="8.500" cy="10" r="1.700"/>'
    '<path d="m4 17.500 5-4 3.500 2.500 3.500-4 4.500 4.500"/>',
    "pin": '<path d="M12 21c-4.500-5-6.700-8.300-6.700-11.200a6.700 6.700 0 0 1 13.400 0C18.700 12.700 16.500 16 12 21z"/>'
    '<circle cx="12" cy="9.800" r="2.300"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.500h10V9M7 17H4V9h16v8h-3"/><path d="M7 14h10v6.500H7z"/>',
    "search": '<circle cx="10.500" cy="10.500" r="6.500"/><path d="m15.500 15.500 5 5"/>',
    "share": '<path d="M12 15V3.500M8 7l4-3.500L16 7M6 11H4.500v9.500h15V11H18"/>',
    "warn": '<path d="M12 3.500 21.500 20h-19zM12 10v4.500M12 17.200h.01"/>',
    "zone": '<circle cx="12" cy="12" r="8.700"/><path d="M3.500 12h17M12 3.300c5 5.500 5 12 0 17.400M12 3.300c-5 5.500-5 12 0 17.400"/>',
}
DRAWN = {
    name: Markup(f'<svg class="i" aria-hidden="true" viewBox="0 0 24 24">{shape}</svg>') for name, shape in SHAPES.items()
}


def icon(name):
    """A drawing beside words, hidden from screen readers. An unknown name is a KeyError."""
    return DRAWN[name]
