"""The client that docs/api.md prints is a client: it runs as it stands there."""

import re
import subprocess
import sys

from tongxing.core.tests.serving import ROOT

MOST_LINES = 50


def test_the_client_in_the_docs_works(house):
    program = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)[1]
    tokens = [
        house.command("token", handle, "--scopes", *scopes).strip()
        for handle, scopes in [
            ("steward", ["read", "activities"]),
            ("member", ["claims"]),
            ("stranger", ["claims"]),
        ]
    ]

    done = subprocess.run(
        [sys.executable, "-c", program, house.url, *tokens], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("held\nheld\n2 of 10 at http")
    assert len(program.splitlines()) <= MOST_LINES
