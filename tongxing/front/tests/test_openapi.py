"""The description of the API: valid, the same as the one in docs/, complete, and what the answers really look like."""

import json
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from tongxing.front.api import api
from tongxing.front.management.commands.openapi import written

ROOT = Path(__file__).parents[3]
OPERATIONS = [
    (path, method, operation)
    for path, operations in json.loads(written())["paths"].items()
    for method, operation in operations.items()
]


@pytest.mark.once
def test_it_is_valid():
    validate(json.loads(written()))


@pytest.mark.once
def test_the_snapshot_is_fresh():
    """Run `bin/tongxing openapi > docs/openapi.json` after a change, and read the difference."""
    assert json.loads((ROOT / "docs" / "openapi.json").read_text()) == json.loads(written())


@pytest.mark.once
def test_every_operation_says_what_it_does_and_names_its_shapes():
    for path, method, operation in OPERATIONS:
        assert operation.get("description"), (method, path)
        assert operation["tags"], (method, path)
        assert any(str(code).startswith("2") for code in operation["responses"]), (method, path)


@pytest.mark.once
def test_names_of_operations_are_unique():
    names = [operation["operationId"] for _path, _method, operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.once
def test_every_deed_asks_for_a_scope_of_its_own():
    """Reading is what every token may do that says so; a deed asks for the scope of its room."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for one in view.operations:
                scopes = {bearer.scope for bearer in one.auth_callbacks}
                reads = one.methods == ["GET"]
                assert scopes and (scopes == {"read"}) == reads, one.view_func


def test_it_is_served(client, db):
    answer = client.get("/api/v1/openapi.json")

    assert answer.json() == json.loads(written())
    assert client.get("/api/v1/openapi.json", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_people_can_read_it(client, db):
    page = client.get("/api/?lang=en").content.decode()
    rooms = {operation["tags"][0] for _path, _method, operation in OPERATIONS}

    for room in rooms:
        assert f'href="/api/{room}/"' in page
        inside = client.get(f"/api/{room}/?lang=en").content.decode()
        for path, _method, operation in OPERATIONS:
            if operation["tags"][0] == room:
                assert path in inside and f'id="{operation["operationId"]}"' in inside
    assert client.get("/api/nosuch/").status_code == 404
