"""The description of the API as people read it: operations by room, and the shapes they send and answer."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from tongxing.core.api import PROBLEMS

from .api import api

ROOMS = {
    "people": _("People"),
    "spaces": _("Spaces"),
    "places": _("Places"),
    "needs": _("Needs"),
    "activities": _("Activities"),
    "claims": _("Sign-ups"),
    "notices": _("Notices"),
}
TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


@cache
def rooms():
    """{room: [operation]} of the whole description, in the order in which rooms are mounted."""
    found = {}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(read(method.upper(), path, operation))
    return found


def read(method, path, operation):
    """One operation in plain words."""
    answers = {code: one for code, one in operation["responses"].items() if str(code).startswith("2")}
    code, answer = next(iter(answers.items()))
    asked = [one for one in operation["parameters"] if one["in"] == "query"]
    return {
        "name": operation["operationId"],
        "method": method,
        "path": path,
        "says": operation.get("description", ""),
        "asked": [field(one["name"], one["schema"], one.get("required")) for one in asked],
        "sends": shape_of(operation.get("requestBody")),
        "code": code,
        "answers": shape_of(answer),
    }


def shape_of(body):
    """The name of the shape that is sent or answered, if any."""
    content = (body or {}).get("content", {})
    schema = next(iter(content.values()), {}).get("schema", {})
    return schema.get("$ref", "").rpartition("/")[2]


def field(name, schema, required):
    """One field: its name, its kind in words, whether it must be there, what it means, and the shape it holds."""
    return {
        "name": name,
        "kind": kind_of(schema),
        "needed": bool(required),
        "says": schema.get("description", ""),
        "shapes": sorted(shapes_in(schema)),
    }


def kind_of(schema):
    """A JSON schema in a few words: text up to 40, one of open ask invited, list of PersonOut or null."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return "one of " + " ".join(str(value) for value in values if value != "")
    if several := schema.get("anyOf") or schema.get("allOf"):
        return " or ".join(dict.fromkeys(kind_of(one) for one in several))
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    if schema.get("format") == "date-time":
        return "moment (ISO 8601)"
    said = TYPES.get(schema.get("type"), schema.get("type", "anything"))
    return f"{said} up to {schema['maxLength']}" if "maxLength" in schema else said


def shapes_in(schema):
    """The names of all shapes that a schema points at."""
    if isinstance(schema, list):
        return {name for one in schema for name in shapes_in(one)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].rpartition("/")[2]} if "$ref" in schema else set()
    return own.union(*(shapes_in(one) for one in schema.values()))


@cache
def shapes_of(room):
    """[(name, what it is, fields)] of every shape that the operations of a room send or answer, inner ones included."""
    known = api.get_openapi_schema()["components"]["schemas"]
    wanted = [name for one in rooms()[room] for name in (one["sends"], one["answers"]) if name]
    for name in wanted:  # it grows while it is read
        wanted += [inner for inner in sorted(shapes_in(known[name])) if inner not in wanted]
    return [(name, known[name].get("description", ""), fields_of(known[name])) for name in dict.fromkeys(wanted)]


def fields_of(schema):
    """The fields of a shape."""
    needed = schema.get("required", [])
    return [field(name, one, name in needed) for name, one in schema.get("properties", {}).items()]


def problems():
    """[(status, name, what it means)] of every problem."""
    return [(status, name, means) for status, (name, means) in PROBLEMS.items()]
