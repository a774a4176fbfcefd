"""Everything that changes what is known of places."""

from django.db import connections

from .models import PlaceKind

KINDS = [
    ("school", "学校", "School"),
    ("village", "村庄", "Village"),
    ("community", "社区", "Community"),
    ("clinic", "卫生室", "Clinic"),
    ("library", "图书室", "Library"),
    ("station", "互助站", "Help point"),
    ("home", "福利院", "Children's or old people's home"),
    ("shelter", "庇护所", "Shelter"),
    ("other", "其他", "Something else"),
]


def fill_kinds(using, **kwargs):
    """After migrating: an empty table gets its kinds."""
    there = connections[using]
    if PlaceKind._meta.db_table in there.introspection.table_names() and not PlaceKind.objects.using(using).exists():
        rows = [PlaceKind(code=code, zh=zh, en=en, order=at) for at, (code, zh, en) in enumerate(KINDS)]
        PlaceKind.objects.using(using).bulk_create(rows)
