"""Taking a place, letting it go, and asking the next in line: exact on both databases, under any rush."""

from django.db import IntegrityError, transaction
from django.db.models import Case, F, PositiveIntegerField, Q, Value, When
from django.utils import timezone

from tongxing.core.events import record
from tongxing.core.outbox import later, no_longer
from tongxing.core.refusal import Refused

from . import rules, verbs
from .models import Claim, Opening

ONE = Value(1, output_field=PositiveIntegerField())
ASKED_AT_ONCE = 100


@transaction.atomic
def open_seats(*, seats, closes_at=None, ends_at=None, waiting_max=1000, size_max=10):
    """Seats for a thing of an upper room, which points at them. `seats` None: without limit."""
    return Opening.objects.create(
        seats=seats, closes_at=closes_at, ends_at=ends_at, waiting_max=waiting_max, size_max=size_max
    )


@transaction.atomic
def change_seats(opening, *, seats, closes_at, ends_at, now):
    """Change number and times. Fewer than are taken is refused; more are offered to the line at once.

    Who waits with more people than there are seats now is set aside, so that those behind are served.
    """
    opening = lock(opening)
    rules.may_have_seats(opening, seats).or_refuse()
    opening.seats, opening.closes_at, opening.ends_at = seats, closes_at, ends_at
    opening.save(update_fields=["seats", "closes_at", "ends_at"])
    shorten_offers(opening, now)
    ask_the_line(opening, now)
    return opening


@transaction.atomic
def close_seats(opening, *, now):
    """Nobody new is let in and nothing is offered any more; who holds a seat keeps it."""
    Opening.objects.filter(pk=opening.pk, closed_at=None).update(closed_at=now)


@transaction.atomic
def reopen_seats(opening, *, now):
    """Let people in again, offer what is free, and offer anew what could not be confirmed meanwhile."""
    Opening.objects.filter(pk=opening.pk).update(closed_at=None)
    opening = lock(opening)
    for claim in opening.claims.filter(state=Claim.OFFERED).order_by("arrival"):
        offer(claim, opening, now)
    ask_the_line(opening, now)


def take_seat(opening, *, by, size=1, words="", now):
    """Hold a seat, or stand in line. First come, first served; a newcomer never jumps the line.

    Sending it again changes nothing. Refused when it is closed, when the line is full too, or when `size` can't fit.
    """
    rules.may_take(by, opening, size=size, now=now).or_refuse()
    try:
        return take_in_one_step(opening, by, size, words, now)
    except IntegrityError:
        mine = opening.claims.live().of(by).first()
        if mine is None:
            raise
        return mine


@transaction.atomic
def take_in_one_step(opening, by, size, words, now):
    """One conditional UPDATE numbers the arrival and takes the seat if it is free; the claim follows under its lock."""
    if not count_in(opening, size, now):
        fresh = Opening.objects.get(pk=opening.pk)
        rules.may_take(by, fresh, size=size, now=now).or_refuse()
        raise Refused(rules.no_seat_for(size).why)
    fresh = Opening.objects.get(pk=opening.pk)
    return Claim.objects.create(
        opening=fresh,
        person=by,
        size=size,
        words=words,
        state=Claim.HELD if fresh.last_took else Claim.WAITING,
        arrival=fresh.arrivals,
        made_at=now,
    )


def count_in(opening, size, now):
    """The guard: True when the arrival was counted, as taken or as waiting."""
    more = Value(size, output_field=PositiveIntegerField())
    fits = Q(seats=None) | Q(waiting=0, seats__gte=F("taken") + more)
    open_still = Q(closes_at=None) | Q(closes_at__gt=now)
    possible = Q(seats=None) | Q(seats__gte=size)
    counted = Opening.objects.filter(
        open_still, possible, fits | Q(waiting__lt=F("waiting_max")), pk=opening.pk, closed_at=None
    )
    return counted.update(
        arrivals=F("arrivals") + 1,
        taken=Case(When(fits, then=F("taken") + more), default=F("taken")),
        waiting=Case(When(fits, then=F("waiting")), default=F("waiting") + ONE),
        last_took=Case(When(fits, then=Value(True)), default=Value(False)),
    )


def lock(opening):
    """The bare row, locked; relations are followed after it."""
    return Opening.objects.select_for_update().get(pk=getattr(opening, "pk", opening))


@transaction.atomic
def let_go(claim, *, by, now):
    """Give one's seat, offer or place in line back. The first in line is asked."""
    opening = lock(claim.opening_id)
    claim = Claim.objects.get(pk=claim.pk)
    rules.may_let_go(by, claim).or_refuse()
    end(claim, opening, Claim.LET_GO, now)
    no_longer(f"claim:{claim.uid}")
    ask_the_line(opening, now)
    return claim


def end(claim, opening, state, now):
    """Take a live claim out of the counters; called under the opening's lock."""
    if claim.state == Claim.WAITING:
        Opening.objects.filter(pk=opening.pk).update(waiting=F("waiting") - 1)
    elif claim.state != Claim.ASIDE:
        Opening.objects.filter(pk=opening.pk).update(taken=F("taken") - claim.size)
    claim.state, claim.ended_at, claim.offered_until = state, now, None
    claim.save(update_fields=["state", "ended_at", "offered_until"])


def ask_the_line(opening, now):
    """Offer what is free in arrival order; when the first doesn't fit, the line waits. Called under the lock.

    A long line is asked in pieces, so that the lock is soon free for others.
    """
    opening.refresh_from_db()
    if opening.closed_at or opening.has_ended(now):
        return
    sort_the_line(opening, now)
    asked = list(opening.claims.in_line()[:ASKED_AT_ONCE])
    for claim in asked:
        fits = Q(seats=None) | Q(seats__gte=F("taken") + claim.size)
        if not Opening.objects.filter(fits, pk=opening.pk).update(
            taken=F("taken") + claim.size, waiting=F("waiting") - 1
        ):
            return
        offer(claim, opening, now)
    if len(asked) == ASKED_AT_ONCE:
        later("claims.ask_on", opening=opening.pk)


def sort_the_line(opening, now):
    """Set aside who needs more seats than there are, and take back who no longer does. Called under the lock."""
    aside, seats = opening.claims.filter(state=Claim.ASIDE).order_by("arrival"), opening.seats
    too_large = [] if seats is None else list(opening.claims.in_line().filter(size__gt=seats))
    fit_again = list(aside if seats is None else aside.filter(size__lte=seats))
    move(too_large, Claim.ASIDE, opening)
    move(fit_again, Claim.WAITING, opening)
    for verb, claims in ((verbs.SET_ASIDE, too_large), (verbs.IN_LINE_AGAIN, fit_again)):
        for claim in claims:
            tell(verb, claim, opening, now=now)


def move(claims, state, opening):
    """Move claims between the line and those set aside; they keep their arrival. Called under the lock."""
    if claims:
        more = len(claims) if state == Claim.WAITING else -len(claims)
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(state=state)
        Opening.objects.filter(pk=opening.pk).update(waiting=F("waiting") + more)


def shorten_offers(opening, now):
    """No offer outlasts the beginning, also where that was moved forward. Called under the lock."""
    if opening.ends_at is None:
        return
    for claim in opening.claims.filter(state=Claim.OFFERED, offered_until__gt=opening.ends_at).order_by("arrival"):
        keep_until(claim, opening.ends_at)
        tell(verbs.OFFER_SHORTENED, claim, opening, now=now, until=claim.offered_until.isoformat())


@transaction.atomic
def ask_on(opening, *, now=None):
    """Offer what is still free to the next piece of a long line."""
    ask_the_line(lock(opening), now or timezone.now())


def offer(claim, opening, now):
    """Keep a seat for the next in line until they confirm, and tell them."""
    keep_until(claim, opening.offer_until(now))
    tell(verbs.SEAT_OFFERED, claim, opening, now=now, until=claim.offered_until.isoformat())


def keep_until(claim, until):
    """Note that a claim is offered its seats until then, and that the offer lapses at that moment."""
    claim.state, claim.offered_until = Claim.OFFERED, until
    claim.save(update_fields=["state", "offered_until"])
    later("claims.lapse", due=until, key=f"claim:{claim.uid}", claim=claim.pk)


def tell(verb, claim, opening, *, now, by=None, **facts):
    """Record what happened to a claim on the thing that the seats belong to."""
    thing = opening.thing
    record(verb, by=by, on=thing, space=thing.space, now=now, claim=claim.uid, person=claim.person_id, **facts)


@transaction.atomic
def accept_seat(claim, *, by, now):
    """Confirm an offered seat. Doing it again changes nothing."""
    opening = lock(claim.opening_id)
    claim = Claim.objects.get(pk=claim.pk)
    if claim.state == Claim.HELD and claim.person_id == by.pk:
        return claim
    rules.may_accept(by, claim, now=now).or_refuse()
    claim.state, claim.offered_until = Claim.HELD, None
    claim.save(update_fields=["state", "offered_until"])
    no_longer(f"claim:{claim.uid}")
    tell(verbs.SEAT_ACCEPTED, claim, opening, now=now, by=by)
    return claim


@transaction.atomic
def lapse(claim, *, now=None):
    """An offer nobody confirmed in time goes to the next in line; from the beginning on to nobody.

    One that was answered stays as it is; so does one of what is closed, until that is opened again.
    """
    now = now or timezone.now()
    claim = Claim.objects.get(pk=claim)
    opening = lock(claim.opening_id)
    claim.refresh_from_db()
    if claim.state != Claim.OFFERED or claim.offered_until > now or opening.closed_at:
        return claim
    end(claim, opening, Claim.EXPIRED, now)
    tell(verbs.OFFER_ENDED if opening.has_ended(now) else verbs.SEAT_LAPSED, claim, opening, now=now)
    ask_the_line(opening, now)
    return claim


@transaction.atomic
def resize(claim, *, by, size, now):
    """Come with more or fewer guests. More than are free is refused; what becomes free is offered to the line.

    Who waits keeps their place in line: with fewer guests and with more, as long as there are seats enough for all of
    them altogether. Who was set aside is in line again where they were.
    """
    opening = lock(claim.opening_id)
    claim = Claim.objects.get(pk=claim.pk)
    claim.opening = opening
    rules.may_resize(by, claim, size=size, now=now).or_refuse()
    more = size - claim.size
    if claim.state in (Claim.OFFERED, Claim.HELD):
        jumps = Q(waiting__gt=0) if more > 0 else Q(pk=None)
        fits = Q(seats=None) | Q(seats__gte=F("taken") + more)
        if not Opening.objects.filter(fits, pk=opening.pk).exclude(jumps).update(taken=F("taken") + more):
            rules.no_seat_for(size).or_refuse()
    elif claim.state == Claim.ASIDE:
        move([claim], Claim.WAITING, opening)
    Claim.objects.filter(pk=claim.pk).update(size=size)
    claim.refresh_from_db()
    ask_the_line(opening, now)
    return claim
