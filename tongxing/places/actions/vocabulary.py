"""What kinds of places there are, and what is asked of each: given by whoever runs the house."""

import re

from django.db import transaction

from tongxing.imports.sentences import RowError

from ..models import Fact, Place, PlaceKind

CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
LONGEST = {"zh": 20, "en": 40}


def say_kinds():
    """The kinds and what is asked of them, as `read_kinds` takes them."""
    kinds = [{"code": one.code, "zh": one.zh, "en": one.en} for one in PlaceKind.objects.all()]
    facts = [
        {
            "code": one.code,
            "zh": one.zh,
            "en": one.en,
            "sort": one.sort,
            "kinds": [kind.code for kind in one.kinds.all()],
        }
        for one in Fact.objects.prefetch_related("kinds")
    ]
    return {"kinds": kinds, "facts": facts}


@transaction.atomic
def read_kinds(said):
    """Make the kinds and facts what `said` says: {"kinds": [{code, zh, en}], "facts": [{code, zh, en, sort, kinds}]}.

    Their order is that of the lists. What is left out goes, unless something hangs on it: a kind of which there are
    places is refused, and so is another sort for a fact that is known of a place. RowError says what, and nothing is
    written then. Returns (how many kinds, how many facts).
    """
    kinds, facts = listed(said, "kinds"), listed(said, "facts")
    if not kinds:
        raise RowError("There must be one kind at least.")
    write_kinds(kinds)
    write_facts(facts, {one["code"] for one in kinds})
    return len(kinds), len(facts)


def listed(said, name):
    """A list of rows, each with a code of its own and its two names."""
    rows = said.get(name) if isinstance(said, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RowError("“%(name)s” must be a list of objects.", name=name)
    for row in rows:
        if not isinstance(row.get("code"), str) or not CODE.fullmatch(row["code"]):
            raise RowError("“%(code)s” is no code: small letters, digits and _, at most 20.", code=str(row.get("code")))
        for language, most in LONGEST.items():
            if not isinstance(row.get(language), str) or not 0 < len(row[language].strip()) <= most:
                raise RowError("%(code)s needs “%(field)s”, at most %(most)s signs.",
                              code=row["code"], field=language, most=most)  # fmt: skip
    codes = [row["code"] for row in rows]
    for code in codes:
        if codes.count(code) > 1:
            raise RowError("%(code)s stands there twice.", code=code)
    return rows


def write_kinds(rows):
    """The kinds, in this order."""
    gone = PlaceKind.objects.exclude(code__in=[row["code"] for row in rows])
    used = set(Place.objects.filter(kind__in=gone).values_list("kind_id", flat=True).distinct())
    if used:
        raise RowError("There are places of the kind %(code)s: it can't be left out.", code=min(used))
    gone.delete()
    for at, row in enumerate(rows):
        names = {"zh": row["zh"].strip(), "en": row["en"].strip(), "order": at}
        PlaceKind.objects.update_or_create(code=row["code"], defaults=names)


def write_facts(rows, kinds):
    """What is asked, in this order. What is known of a place stays in its record, asked or not."""
    for row in rows:
        if row.get("sort") not in dict(Fact.SORTS):
            raise RowError("%(code)s needs a sort: number, yes_no or words.", code=row["code"])
        for code in row.get("kinds") if isinstance(row.get("kinds"), list) else [None]:
            if code not in kinds:
                raise RowError(
                    "%(code)s is asked of “%(kind)s”, and there is no such kind.", code=row["code"], kind=code
                )
        known = Fact.objects.filter(code=row["code"]).exclude(sort=row["sort"])
        if known and Place.objects.filter(facts__has_key=row["code"]).exists():
            raise RowError("%(code)s is known of some places as another sort; give the new one another code.",
                          code=row["code"])  # fmt: skip
    Fact.objects.exclude(code__in=[row["code"] for row in rows]).delete()
    for at, row in enumerate(rows):
        names = {"zh": row["zh"].strip(), "en": row["en"].strip(), "sort": row["sort"], "order": at}
        fact = Fact.objects.update_or_create(code=row["code"], defaults=names)[0]
        fact.kinds.set(row["kinds"])
