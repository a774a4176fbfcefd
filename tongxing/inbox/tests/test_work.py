"""The worker is a process of its own: it must know what the web process knows."""

import os
import subprocess
import sys


def test_a_fresh_process_knows_every_verb():
    code = "import django; django.setup();from tongxing.core.events import VERBS; print(sorted(VERBS))"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tongxing.settings"}
    known = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout

    assert "'activity.joined'" in known
    assert "'space.join_asked'" in known
    assert "'claim.offered'" in known
