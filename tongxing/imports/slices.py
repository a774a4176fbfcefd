"""Going through the rows of a table a little at a time, so that nobody else's work waits long behind it."""

import time

AT_ONCE = 25  # rows of one transaction
SECONDS = 0.8  # of one slice; a notice waits for one slice and no longer


def go_on(kind, batch, rows, plan, *, now):
    """Understand and write rows from where `batch.done` stands, for about SECONDS. True when none is left.

    May run twice at the same time: `kind.write` writes rows only where the batch stands at their beginning.
    """
    began, start = time.monotonic(), batch.done
    while start < len(rows):
        some = kind.understand(rows[start : start + AT_ONCE], plan)
        kind.write(batch, some, start, now=now)
        start += len(some)
        if time.monotonic() - began > SECONDS:
            break
    return start >= len(rows)
