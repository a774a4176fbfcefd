"""Ways out of a place's page into the maps that people have: each with the datum that it expects. Nothing is loaded."""

from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from tongxing.core.datum import to_bd09, to_gcj02


def doors(place):
    """[(name, address)] of a place in other maps; none while only its area is known."""
    if place.lat is None or place.is_rough:
        return []
    here, china, baidu = (place.lat, place.lon), to_gcj02(place.lat, place.lon), to_bd09(place.lat, place.lon)
    lat, lon = (f"{part:.6f}" for part in china)
    marker = f"coord:{lat},{lon};title:{place.name};addr:{place.address or place.name}"
    named = {"name": place.name, "coordinate": "gaode", "callnative": "1"}
    titled = {"title": place.name, "content": place.address or place.name, "output": "html", "coord_type": "bd09ll"}
    osm = f"?mlat={here[0]:.6f}&mlon={here[1]:.6f}#map=15/{here[0]:.6f}/{here[1]:.6f}"
    return [
        (_("Amap"), f"https://uri.amap.com/marker?position={lon},{lat}&{urlencode(named)}"),
        (
            _("Baidu Maps"),
            f"https://api.map.baidu.com/marker?location={baidu[0]:.6f},{baidu[1]:.6f}&{urlencode(titled)}",
        ),
        (_("Tencent Maps"), f"https://apis.map.qq.com/uri/v1/marker?marker={quote(marker)}&referer=tongxing"),
        (_("Apple Maps"), f"https://maps.apple.com/?ll={lat},{lon}&q={quote(place.name)}"),
        ("OpenStreetMap", f"https://www.openstreetmap.org/{osm}"),
    ]
