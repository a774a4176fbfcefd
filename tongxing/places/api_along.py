"""Along a way, over the API: which places lie near it, in its order, and what is needed there."""

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from tongxing.core.api import Cut, Page, Problem

from .api import PlaceRow
from .forms.along import AlongForm
from .polylines import packed_lines
from .roads import FOLLOWED
from .stops import hits_along, stops_of
from .waypoints import VIAS

router = Router(tags=["places"])
SIGNER = Signer(salt="cursor along")


class AlongAsked(Cut):
    """Which way, and what along it."""

    start: str = Field("", alias="from", max_length=200, description="A county, a city, a place, or 30.03, 101.01.")
    to: str = Field("", max_length=200)
    via: list[str] = Field([], max_length=VIAS, description="Spots between, in order: a line isn't a road.")
    line: str = Field(
        "",
        max_length=8000,
        description="Instead of them: `line` of an address of /places/along/; several with a dot between.",
    )
    within_km: int = Field(10, ge=1, le=100, description="How far from the line, as the crow flies.")
    kind: str = Field("", max_length=20, description="A code of /place-kinds.")
    needs: bool = Field(False, description="True: only places with open needs.")


class WantedOut(Schema):
    """Something that is needed at a stop."""

    title: str
    quantity: int | None = Field(description="How much is still lacking.")
    unit: str
    urgent: bool
    grams: int | None = Field(description="What one of it weighs about, where that is known.")


class StopOut(Schema):
    """A place along the way."""

    place: PlaceRow
    km: float = Field(description="From the beginning of the way, along it.")
    off: float = Field(description="From the line, in km.")
    rough: bool = Field(description="True: only its county or town is known, so it may lie elsewhere.")
    needs: list[WantedOut]


class SpotOut(Schema):
    """A spot of the way, as it was understood."""

    lat: float
    lon: float
    name: str = Field(description="Empty for a point.")


class AlongPage(Page[StopOut]):
    """A page of stops, and the way itself."""

    length_km: float
    spots: list[SpotOut]
    line: str = Field(description="The way that was looked along, as it may stand in an address.")
    by_road: bool = Field(
        description="True: it follows the road between the spots; else from one straight to the next."
    )


@router.get("/places/along", response=AlongPage)
def find_along(request, asked: Query[AlongAsked]):
    """Places along a way, in its order."""
    data = way_of(request, asked)
    hits = hits_along(request.user, data["lines"], data["within_km"], data["kind"], asked.needs)
    after = value_of(asked.cursor)
    hits = [hit for hit in hits if [hit.km, hit.off, hit.pk] > after] if after else hits
    page = hits[: asked.limit]
    last = page[-1] if len(hits) > asked.limit else None
    rough = {hit.pk: hit.rough for hit in page}
    stops = [stop._asdict() | {"rough": rough[stop.place.pk]} for stop in stops_of(page)]
    return {
        "items": [stop | {"needs": [one._asdict() for one in stop["needs"]]} for stop in stops],
        "next": SIGNER.sign_object([last.km, last.off, last.pk]) if last else None,
        "length_km": data["length_km"],
        "spots": [{"lat": lat, "lon": lon, "name": name} for lat, lon, name in data["spots"]],
        "line": packed_lines(data["lines"]),
        "by_road": data["road"] == FOLLOWED,
    }


def way_of(request, asked):
    """What the form of the page makes of it; a name that says several things is a problem that names them."""
    given = {"from": asked.start, "to": asked.to, "line": asked.line, "within_km": asked.within_km, "kind": asked.kind}
    vias = {f"via{number}": text for number, text in enumerate(asked.via, 1)}
    form = AlongForm(given | vias, person=request.user)
    if not form.is_valid():
        errors = [(field, said) for field, saids in form.errors.items() for said in saids]
        raise Problem(422, errors=errors + [(field, one) for field, ones in form.choices.items() for one in ones])
    return form.cleaned_data


def value_of(cursor):
    """Where the page before ended."""
    try:
        return SIGNER.unsign_object(cursor) if cursor else None
    except (BadSignature, ValueError):
        raise Problem(422, errors=[("cursor", _("This cursor belongs to no page of this list."))]) from None
