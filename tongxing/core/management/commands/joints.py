"""`tongxing joints`: what upper rooms have added to lower ones, in the order in which it is asked."""

from django.core.management import BaseCommand
from django.utils.module_loading import import_string

from tongxing.core import joints


class Command(BaseCommand):
    help = "Print what rooms add to one another: pieces of pages, facts, owners of rows, deeds within deeds, hearers."

    def handle(self, *args, **options):
        for line in lines():
            self.stdout.write(line)


def lines():
    """One line for each joint: its kind, what it is added to, and the function or name that is added."""
    for on, pieces in sorted(joints.PANELS.items()):
        yield from (f"panel {on} {piece}" for _order, piece in pieces)
    yield from (f"page fact {name} {source}" for name, source in sorted(joints.PAGE_FACTS.items()))
    for of, names in sorted(joints.OWNERS.items()):
        yield from (f"owner {of} {name}" for name in names)
    for on, deeds in sorted(joints.AT_ONCE.items()):
        yield from (f"at once {on} {deed}" for deed in deeds)
    for of, deeds in sorted(joints.MOVES.items()):
        yield from (f"move {of} {deed}" for deed in deeds)
    yield from (f"hear {job} {len(heard(wants))} verbs" for job, wants in joints.HEARERS)


def heard(wants):
    """The verbs that a hearer wants."""
    from tongxing.core.events import VERBS

    return [verb for verb in VERBS.values() if wants(verb)]


def functions():
    """Every function that a joint names."""
    named = [piece for pieces in joints.PANELS.values() for _order, piece in pieces] + list(joints.PAGE_FACTS.values())
    named += [deed for deeds in (*joints.AT_ONCE.values(), *joints.MOVES.values()) for deed in deeds]
    return {name: import_string(name) for name in named}
