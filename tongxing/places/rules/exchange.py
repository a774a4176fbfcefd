"""Who may bring a table, have it read, and take back what it brought."""

from datetime import timedelta

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

MOST_ROWS = 200  # of a table that anybody may bring: what a few people can look through
UNDO_WITHIN = timedelta(days=30)


def may_bring_table(person, rows=0):
    """Anybody signed in brings a table of up to 200 rows; who runs this house brings larger ones."""
    if person.is_anonymous:
        return sign_in(_("Sign in to bring a table."))
    if rows > MOST_ROWS and not person.is_operator:
        says = _("This table has %(rows)s rows. Send at most %(most)s at once, or ask whoever runs this house.")
        return no_standing(says % {"rows": rows, "most": MOST_ROWS})
    return YES


def may_import_table(person, batch):
    """Whoever brought it, once."""
    if person.is_anonymous:
        return sign_in(_("Sign in to bring a table."))
    if batch.by_id != person.pk:
        return no_standing(_("Somebody else brought this table."))
    if batch.begun_at:
        return not_now(_("This table is already being read."))
    return YES


def may_undo_import(person, batch, *, now):
    """Whoever brought the table, or who runs this house (None: by a command); within 30 days, once."""
    if person is not None and person.is_anonymous:
        return sign_in(_("Sign in to take it back."))
    if person is not None and batch.by_id != person.pk and not person.is_operator:
        return no_standing(_("Somebody else brought this table."))
    if batch.undone_at:
        return not_now(_("This was taken back already."))
    if not batch.ended_at:
        return not_now(_("The table is still being read. Wait until that is done."))
    if now - batch.ended_at > UNDO_WITHIN:
        return not_now(_("This was more than 30 days ago. Change the records one by one."))
    return YES
