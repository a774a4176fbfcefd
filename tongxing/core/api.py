"""The floor of the API: problems said in words, lists cut by a cursor, input checked by the forms of the pages.

Problems follow RFC 9457. Every room's `api.py` holds a router; `front/api.py` mounts them under /api/v1/.
"""

import json
from typing import Generic, TypeVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import OperationalError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict

from .areas import area_called
from .refusal import Refused
from .text import clean_line

ROOT = "/api/v1/"
Thing = TypeVar("Thing")

# status: (its name, what it means)
PROBLEMS = {
    400: ("bad-request", gettext_lazy("This request can't be read.")),
    401: ("sign-in", gettext_lazy("A token is needed here.")),
    403: ("no-standing", gettext_lazy("You may not do this.")),
    404: ("not-found", gettext_lazy("There is nothing here that you may see.")),
    405: ("not-allowed", gettext_lazy("This address doesn't know this method.")),
    408: ("too-slow", gettext_lazy("This took too long to arrive.")),
    409: ("not-now", gettext_lazy("This isn't possible as things stand.")),
    411: ("no-length", gettext_lazy("Say beforehand how long it is, with Content-Length.")),
    412: ("changed", gettext_lazy("Somebody changed it meanwhile. Read it again, then change it.")),
    413: ("too-large", gettext_lazy("This is too large to send.")),
    422: ("invalid", gettext_lazy("Something that was sent can't be taken as it is.")),
    429: ("too-many", gettext_lazy("These were too many requests. Wait a little.")),
    500: ("our-fault", gettext_lazy("Something broke here, not at your end. It was written down.")),
    503: ("busy", gettext_lazy("The database can't answer now. Try again in a few seconds.")),
}
WRONG = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("This field isn't known here."),
    "string_too_long": gettext_lazy("This is too long."),
    "string_type": gettext_lazy("Send text."),
    "int_type": gettext_lazy("Send a whole number."),
    "int_parsing": gettext_lazy("Send a whole number."),
    "bool_type": gettext_lazy("Send true or false."),
    "bool_parsing": gettext_lazy("Send true or false."),
    "list_type": gettext_lazy("Send a list."),
    "json_invalid": gettext_lazy("This isn't JSON."),
    "greater_than_equal": gettext_lazy("At least %(ge)s."),
    "less_than_equal": gettext_lazy("At most %(le)s."),
    "literal_error": gettext_lazy("One of %(expected)s."),
    "enum": gettext_lazy("One of %(expected)s."),
}


class Problem(Exception):
    """Something that ends a request. `errors` is a list of (field, sentence)."""

    def __init__(self, status, detail="", errors=()):
        super().__init__(str(detail))
        self.status, self.detail, self.errors = status, str(detail), list(errors)


def problem(status, detail="", errors=()):
    """The answer that says a problem, as application/problem+json."""
    name, means = PROBLEMS.get(status) or PROBLEMS[500 if status >= 500 else 400]
    said = {
        "type": f"{settings.ADDRESS}/api/#{name}",
        "title": str(means),
        "status": status,
        "detail": str(detail or means),
    }
    if errors:
        said["errors"] = [{"field": field, "message": str(message)} for field, message in errors]
    response = HttpResponse(json.dumps(said, ensure_ascii=False), "application/problem+json", status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        response["Retry-After"] = "5"
    return response


def secret_of(request):
    """The token that was sent, however its header is written; empty without one, or with another kind of sign-in."""
    scheme, _blank, secret = request.headers.get("Authorization", "").strip().partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def say_problem(request, error):
    """The problem that an exception means; what isn't known here is raised on."""
    match error:
        case Problem():
            return problem(error.status, error.detail, error.errors)
        case Refused():
            return problem(error.status, error)
        case ValidationError():
            status = 400 if all(map(is_unknown_choice, error.errors)) else 422
            return problem(status, errors=[(field_of(one), say_wrong(one)) for one in error.errors])
        case Http404():
            return problem(404)
        case OperationalError():
            return problem(412 if getattr(error.__cause__, "sqlstate", "") == "40001" else 503)
    raise error


def is_unknown_choice(wrong):
    """True for a list that was asked for by a kind, a sort or a state that nobody knows."""
    return wrong["loc"][0] == "query" and wrong["type"] == "literal_error"


def field_of(wrong):
    """The field that a wrong value was sent for, such as `title` or `limit`."""
    where, *path = wrong["loc"]
    return ".".join(str(part) for part in path[where == "body" :]) or where


def say_wrong(wrong):
    """What is wrong with a value, in the reader's words where we have them."""
    says = WRONG.get(wrong["type"]) or gettext_lazy("This can't be read here: see /api/ for what is expected.")
    limits = {name: str(value).replace(" or ", ", ") for name, value in wrong.get("ctx", {}).items()}
    return says % limits if limits and "%" in str(says) else says


class Sent(Schema):
    """What a client sends: an unknown field is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class Page(Schema, Generic[Thing]):
    """One page of a list."""

    items: list[Thing]
    next: str | None = Field(None, description="The cursor of the next page; null on the last one.")


class FoundPage(Page[Thing], Generic[Thing]):
    """One page of a list that may be searched by words."""

    alike: bool = Field(False, description="True when nothing holds the words of `q`: these sound or look like it.")


class Cut(Schema):
    """Which page of a list is wanted."""

    limit: int = Field(30, ge=1, le=100, description="How many at most.")
    cursor: str = Field("", max_length=600, description="What `next` of the page before said.")


def cut(rows, order, asked):
    """One page of rows in this order (all columns in one direction, the last one unique), and the next cursor.

    Pages are cut by the values of the last row, so that what is added meanwhile neither repeats nor hides a row.
    """
    down = order[0].startswith("-")
    names = [name.lstrip("-") for name in order]
    signer = Signer(salt=f"cursor {rows.model._meta.label} {order}")
    if asked.cursor:
        try:
            last = signer.unsign_object(asked.cursor)
        except (BadSignature, ValueError):
            raise Problem(422, errors=[("cursor", _("This cursor belongs to no page of this list."))]) from None
        rows = rows.filter(beyond(names, last, "lt" if down else "gt"))
    found = list(rows.order_by(*order)[: asked.limit + 1])
    page = found[: asked.limit]
    more = signer.sign_object([value_of(page[-1], name) for name in names]) if len(found) > asked.limit else None
    return {"items": page, "next": more}


def beyond(names, last, than):
    """The rows that come after these values: greater in the first column, or equal there and greater in the next."""
    first, *rest = names
    after = Q(**{f"{first}__{than}": last[0]})
    return after | (Q(**{first: last[0]}) & beyond(rest, last[1:], than)) if rest else after


def area_asked(text):
    """The area of a code or a name; None for no text. One that nobody knows is a problem 400."""
    text = clean_line(text)
    if not text:
        return None
    if (area := area_called(text)) is None:
        says = _("No area is called “%(area)s”. Try the name of a county or city.") % {"area": text}
        raise Problem(400, says, [("area", says)])
    return area


def kind_asked(field, text, kinds):
    """The row of some kinds with this code; None for no text. One that isn't there is a problem 400."""
    text = clean_line(text)
    if not text:
        return None
    if (kind := kinds.filter(pk=text).first()) is None:
        says = _("No kind is called “%(it)s”.") % {"it": text}
        raise Problem(400, says, [(field, says)])
    return kind


def value_of(row, name):
    """A column as a cursor holds it."""
    value = getattr(row, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def checked(form_class, given, **kwargs):
    """What a form of the pages makes of the values that were sent; its sentences are raised as problem 422."""
    form = form_class({name: value for name, value in given.items() if value is not None}, **kwargs)
    if not form.is_valid():
        raise Problem(422, errors=[(field, said) for field, saids in form.errors.items() for said in saids])
    return form.cleaned_data


def over(form_class, initial, given, **kwargs):
    """The values of a form that shows a thing, with those over them that were sent: what a PATCH means."""
    shown = form_class(initial=initial, **kwargs)
    values = {name: bound.value() for name, bound in ((one.name, one) for one in shown)}
    return {name: value for name, value in values.items() if value not in (None, False)} | given
