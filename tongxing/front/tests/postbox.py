"""A mail server on loopback that keeps what it takes and refuses a share of it for now, and one that says nothing."""

import logging
import random
import socket
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tongxing.core.tests.serving import free_port


class Postbox:
    """`mails`: (address, Message-ID, body) of each mail taken; `refused`: how many were sent away for now."""

    def __init__(self, refuses, port=None):
        self.refuses, self.dice, self.guard = refuses, random.Random(30), threading.Lock()
        self.mails, self.refused, self.port = [], 0, port or free_port()

    @property
    def env(self):
        """What a server needs to know to send here."""
        return {"TONGXING_MAIL_HOST": "127.0.0.1", "TONGXING_MAIL_PORT": str(self.port)}

    async def handle_DATA(self, server, session, envelope):
        """Take the mail, or ask to try again later."""
        with self.guard:
            if self.dice.random() < self.refuses:
                self.refused += 1
                return "451 4.3.0 Come back later"
            mail = message_from_bytes(envelope.content, policy=policy.default)
            self.mails.append((envelope.rcpt_tos[0], mail["Message-ID"], mail.get_content()))
            return "250 Taken"


@contextmanager
def postbox(refuses=0.0, port=None):
    """A running postbox that refuses this share of the mails."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # else every word of every mail
    box = Postbox(refuses, port)
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def silence():
    """The port of a mail server that takes every call and never says a word, and the calls that it took."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def take():
            with suppress(OSError):
                while True:
                    calls.append(door.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        try:
            yield door.getsockname()[1], calls
        finally:
            door.shutdown(socket.SHUT_RDWR)
            for call in calls:
                call.close()
