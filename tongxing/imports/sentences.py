"""Sentences about rows, kept as they are and said in the language of whoever reads them."""

from typing import NamedTuple

from django.utils.translation import gettext


class LazySentence(NamedTuple):
    """A sentence with its facts; as JSON it is a list of the two."""

    words: str
    facts: dict

    def __str__(self):
        return gettext(self.words) % self.facts


class RowError(Exception):
    """Why a table, or one row of it, can't be taken: a sentence for the person who brings it."""

    def __init__(self, words, **facts):
        super().__init__(words)
        self.said = LazySentence(words, facts)

    def __str__(self):
        return str(self.said)
