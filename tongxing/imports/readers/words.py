"""Sentences that readers keep for whoever shows them: they run without settings, so nothing is translated here."""


def N_(words):
    """A sentence that is translated where it is shown; `bin/words` finds it by this name."""
    return words
