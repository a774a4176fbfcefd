"""The API of all rooms, mounted under /api/v1/, and its description in OpenAPI 3.1."""

from functools import cache

from django.db import OperationalError
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import get_schema
from ninja.renderers import JSONRenderer

from tongxing.activities.api import router as activities
from tongxing.claims.api import router as claims
from tongxing.core.api import ROOT, Problem, say_problem
from tongxing.core.refusal import Refused
from tongxing.inbox.api import router as notices
from tongxing.needs.api import router as needs
from tongxing.needs.api_giving import router as giving
from tongxing.people.api import router as people
from tongxing.people.bearer import Bearer
from tongxing.places.api import router as places
from tongxing.places.api_along import router as along
from tongxing.places.api_people import router as marks
from tongxing.spaces.api import router as spaces

ABOUT = """What the pages can do, for programs. Send a token as `Authorization: Bearer …`; without one you see what the
public sees. Times are ISO 8601; an activity also has wall times and a zone. `Accept-Language` (zh-hans, en) chooses the
language of sentences. Every refusal is a problem (RFC 9457) whose `detail` is written for people."""
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Why a request could not be done (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "An address that names the kind of problem."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The sentence that the pages would say."},
        "errors": {
            "type": "array",
            "description": "What is wrong with which field.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
REFUSED = {
    "description": "A problem",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
HEADERS = {
    "get": ("If-None-Match", "The ETag of the answer you have: 304 when it still holds."),
    "post": ("Idempotency-Key", "Any text of your own, such as a UUID: sent again, the request has no second effect."),
    "patch": ("If-Match", "The ETag of what you read: 412 when somebody changed it since."),
    "delete": ("If-Match", "The ETag of what you read: 412 when somebody changed it since."),
}


class PlainJSON(JSONRenderer):
    """Chinese stays Chinese."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Names operations as their deeds are named, and describes what the door adds to each of them."""

    def get_openapi_operation_id(self, operation):
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs):
        return described(self)


@cache
def described(api):
    """The whole description, made once."""
    return completed(get_schema(api, path_prefix=ROOT))


def completed(schema):
    """The description with the problems, the headers and the ways to sign in that all operations share."""
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            name, means = HEADERS[method]
            header = {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}
            operation["parameters"] = [*operation["parameters"], header | {"description": means}]
            answers = {str(code): one for code, one in operation["responses"].items()}
            operation["responses"] = answers | {"4XX": REFUSED, "5XX": REFUSED}
            if method == "get":
                operation["responses"]["304"] = {"description": "What you have still holds."}
                operation["security"] = [{}, *operation.get("security", [])]
    return schema


api = Api(
    title="Tongxing",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    renderer=PlainJSON(),
    auth=Bearer(),
    servers=[{"url": "/"}],
)
for error in (Problem, Refused, ValidationError, Http404, OperationalError):
    api.add_exception_handler(error, say_problem)
for router in (people, spaces, places, along, marks, needs, giving, activities, claims, notices):
    api.add_router("", router)
