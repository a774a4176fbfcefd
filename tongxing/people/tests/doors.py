"""Through the real doors: tests that sign in as people do, so that allauth knows when and how."""

from tongxing.conftest import PASSPHRASE


def sign_in(client, handle, passphrase=PASSPHRASE, **more):
    """The answer to the sign-in form."""
    return client.post("/account/login/?lang=en", {"login": handle, "password": passphrase} | more)


def confirm(client, passphrase=PASSPHRASE):
    """The answer when asked: is it you?"""
    return client.post("/account/reauthenticate/?lang=en", {"password": passphrase})


def text_of(response):
    """What the page says."""
    return response.content.decode()


def press(client, person, path, data=None):
    """The answer when this person (None: nobody signed in) sends a form."""
    client.force_login(person) if person else client.logout()
    return client.post(path, data or {})


def see(client, person, path):
    """What this person reads on a page."""
    client.force_login(person) if person else client.logout()
    return text_of(client.get(path))
