"""Script in every text of every row, then every page: no dialog, no flag, nothing that the policy had to stop."""

import pytest

from .instruments import WATCH
from .nasty import PAYLOADS
from .pages import PAGES
from .routes import address, things
from .world import ACTORS

pytestmark = pytest.mark.once
ROOMS = ("people", "spaces", "places", "activities", "claims")
FREE = set(
    [
        "name",
        "about",
        "title",
        "where",
        "departure",
        "cost",
        "carry",
        "words",
        "reason",
        "cancel_reason",
        "text",
        "alt",
        "address",
        "link",
    ]
)


@pytest.fixture
def poisoned(open_house):
    """A house of its own, in which every free text is a script."""
    house = open_house()
    with house.orm():
        poison()
    return house


def poison():
    """Payloads in every free text of every row, as if somebody had got them there past the forms."""
    from django.apps import apps

    for model in (model for model in apps.get_models() if model._meta.app_label in ROOMS):
        columns = {one.name: one.max_length or 500 for one in model._meta.fields if one.name in FREE}
        for number, row in enumerate(model.objects.all() if columns else ()):
            evil = PAYLOADS[number % len(PAYLOADS)]
            model.objects.filter(pk=row.pk).update(**{name: evil[:most] for name, most in columns.items()})


def test_nothing_typed_is_ever_run(poisoned, browser):
    caught = []
    for actor in ("anonymous", *ACTORS[2:]):
        context = browser.new_context()
        context.add_init_script(WATCH)
        if actor != "anonymous":
            context.add_cookies([poisoned.cookie("sessionid", poisoned.sessions[actor])])
        window = context.new_page()
        window.on("dialog", lambda dialog: (caught.append(dialog.message), dialog.dismiss()))
        for page in PAGES:
            if page.who == actor and ":" in page.route:
                window.goto(poisoned.url + address(page.route, things(poisoned.world)[page.thing]) + page.query)
                flag, blocked = window.evaluate("[window.caught, window.violations]")
                caught.extend([f"{page}: {flag} {blocked}"] if flag or blocked else [])
        context.close()
    assert caught == []


def test_a_script_that_runs_would_be_seen(browser):
    """The control: without the policy and the escaping every payload's flag goes up."""
    for payload in (PAYLOADS[0], f'<p title="{PAYLOADS[1]}'):
        window = browser.new_page()
        window.set_content(payload)
        window.wait_for_function("window.caught === 1", timeout=5000)
        window.close()
