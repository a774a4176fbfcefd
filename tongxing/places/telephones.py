"""Telephone numbers and addresses of people in what somebody wrote: they need a consent of their own."""

from .surveys import HALF, PRIVATE


def cut_private(text):
    """(text, [what was cut]): telephone numbers, mail addresses and accounts cut out of what somebody wrote."""
    text = str("" if text is None else text)
    pieces, at, cut = [], 0, []
    for found in PRIVATE.finditer(text.translate(HALF)):
        pieces.append(text[at : found.start()])
        cut.append(text[found.start() : found.end()])
        at = found.end()
    return "…".join([*pieces, text[at:]]), cut
