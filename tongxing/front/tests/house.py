"""A running house with the small world in it, for whoever looks at it from outside."""

import shutil
import time

from django.conf import settings

from tongxing.core.tests.serving import Served

from .instruments import WATCH
from .pages import where_of
from .world import ACTORS, make_world


class House(Served):
    """The real server with the small world in it: `world`, and `cookies` of everybody who is signed in."""

    def fill(self):
        """Make the world, and sign everybody in."""
        with self.orm():
            self.world = make_world()
            self.sessions = {actor: self.session_of(getattr(self.world, actor)) for actor in ACTORS[1:]}
        shutil.copytree(settings.FILES_ROOT, self.folder / "files", dirs_exist_ok=True)

    def session_of(self, person):
        """The session of somebody who has just signed in; called inside `orm()`."""
        from django.test import Client

        client = Client()
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def wait_until(self, asked, seconds=15):
        """Wait until the worker has done what `asked` looks for in the database."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.orm():
                if asked():
                    return
            time.sleep(0.1)
        raise AssertionError("The worker has not done it.")

    def cookie(self, name, value):
        """A cookie for this house, as the browser takes it."""
        return {"name": name, "value": value, "url": self.url}

    def window(self, browser, page, look, **options):
        """An empty window of somebody who wants to see this page in this look, and the page's address."""
        context = browser.new_context(
            **{"viewport": {"width": look.width, "height": 800}, "reduced_motion": "reduce"} | options
        )
        context.add_cookies([self.cookie("look", look.cookie), self.cookie("language", look.language)])
        if page.who != "anonymous":
            context.add_cookies([self.cookie("sessionid", self.sessions[page.who])])
        context.add_init_script(WATCH)
        return context.new_page(), self.url + where_of(page, self.world)
