"""What a reader of gifts doesn't read: the words of the two sides, and the name of a team that they may not see."""

from tongxing.spaces.models import Space


def hide_from(person, matches, theirs=False):
    """Give each match `is_mine` (this person is one of its sides) and `giver` (its space, or None when that is hidden).

    `theirs` says that the person looks after the need of all of them.
    """
    known = Space.objects.visible_to(person).filter(pk__in={match.space_id for match in matches})
    known = set(known.values_list("pk", flat=True))
    for match in matches:
        match.is_mine = bool(person.pk) and (theirs or match.person_id == person.pk)
        match.giver = match.space if match.is_mine or match.space_id in known else None
    return matches
