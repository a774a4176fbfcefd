"""What happens in letters, how it is said, and who hears. What a letter says stands in no event and no mail."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person


def the_other_side(thread, facts):
    """Whoever looks after the place, for a letter of the traveller; the traveller, for an answer."""
    if facts["from_traveller"]:
        return Person.objects.filter(pk__in=[person.pk for person in readers_of(thread)])
    return Person.objects.filter(pk=thread.person_id)


def readers_of(thread):
    """The grown-ups who look after the place of a thread."""
    return [one for one in Person.objects.filter(cares_for__place=thread.here) if not one.is_young]


LETTER_WRITTEN = Verb("letter.written", says=_("{by} wrote a letter: {on}"), tells=the_other_side, folds="letters")
LETTER_TAKEN_BACK = Verb("letter.taken_back", says=_("{by} took a letter back: {on}"))
WRITER_BLOCKED = Verb("letter.blocked", says=_("{by} takes no letters any more: {on}"))
WRITER_UNBLOCKED = Verb("letter.unblocked", says=_("{by} takes letters again: {on}"))
