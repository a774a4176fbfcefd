"""The addresses of others that an operator may name in a setting, looked at as settings are read; none by default."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def read_tiles(template, datum):
    """The one foreign host that the map may load pictures from, as the content policy writes it; none by default."""
    if datum not in ("wgs84", "gcj02", "bd09"):
        raise ImproperlyConfigured(f"TONGXING_TILES_DATUM must be wgs84, gcj02 or bd09, but it is {datum!r}.")
    if not template:
        return []
    parts = urlsplit(template)
    if parts.scheme not in ("http", "https") or not parts.netloc or set("; ,'\"") & set(parts.netloc):
        raise ImproperlyConfigured(
            "TONGXING_TILES must be an address such as https://tiles.example/{z}/{x}/{y}.png, "
            f"but it is {template!r}."
        )
    if not all(part in template for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured("TONGXING_TILES must say where {z}, {x} and {y} stand in the address of a tile.")
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


def read_router(address):
    """The router's address as far as the points of a question; of a bare one, its routes for cars; "" of none."""
    if address and not is_plain(address):
        raise ImproperlyConfigured(
            f"TONGXING_ROUTER must be an address such as http://127.0.0.1:5000, but it is {address!r}."
        )
    return address if not address or "/route/v1/" in address else f"{address}/route/v1/driving"


def is_plain(address):
    """True for an address on the web with nobody's name, no query and no blanks in it."""
    try:
        parts = urlsplit(address)
        named = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return False
    return bool(named) and not set("@?#") & set(address) and address.isascii() and not any(map(str.isspace, address))
