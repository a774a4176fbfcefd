"""What every request to the API passes: its limits, its Idempotency-Key, its ETag, and problems instead of pages.

Conditional requests follow RFC 9110 §13; the Idempotency-Key header the IETF draft of that name.
"""

import copy
import time
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from .api import ROOT, problem, secret_of
from .middleware import choose_language
from .models import Answered

WINDOW = 300  # seconds
TOKEN, GUESS, NOBODY = "token", "guess", "nobody"
MOST = {TOKEN: 1500, GUESS: 300, NOBODY: 300}  # requests in a window
KEPT_COUNTS = 20_000
counts, known = {}, {}  # `known`: the digests of tokens that opened something here


def problems(get_response):
    """Every refusal under /api/ is a problem in JSON, whoever said it; other sites' pages may read the API.

    That is safe: cookies open nothing here.
    """

    def middleware(request):
        if not request.path.startswith(ROOT):
            return get_response(request)
        response = preflight() if request.method == "OPTIONS" else get_response(request)
        if response.status_code >= 400 and response.headers["Content-Type"] != "application/problem+json":
            with translation.override(choose_language(request)):
                response = kept_headers(response, problem(response.status_code))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Location, Retry-After, RateLimit, Idempotency-Replayed"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return middleware


def kept_headers(old, new):
    """The new answer with what the old one said beside its words."""
    for name in ("Allow", "Retry-After", "WWW-Authenticate", "Set-Cookie", "RateLimit", "Vary"):
        if name in old.headers:
            new[name] = old.headers[name]
    return new


def preflight():
    """What a browser asks before another site's page may send a token."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def door(get_response):
    """Count, remember, compare: then ask."""

    def middleware(request):
        if not request.path.startswith(ROOT):
            return get_response(request)
        refusal = prove_token(request, get_response)
        now, who = time.time(), who_counts(request, refusal)
        left = left_to(who, now)
        if left < 0:
            response = problem(429)
            response["Retry-After"] = str(1 + int(WINDOW - now % WINDOW))
        else:
            response = refusal or let_in(request, get_response)
        response["RateLimit"] = f'"default";r={max(left, 0)};t={int(WINDOW - now % WINDOW)}'
        patch_vary_headers(response, ["Authorization"])
        return response

    return middleware


def prove_token(request, get_response):
    """The answer to a token that opens nothing; None for one that does, or without any.

    A token is looked up before anything is counted, so that a valid one is never taken for a guess, however many wrong
    ones came from its address. One that has opened something here isn't asked again.
    """
    secret = secret_of(request)
    if not secret or digest(secret) in known:
        return None
    if refusal := who_asks(request, get_response):
        return refusal
    known[digest(secret)] = None
    while len(known) > KEPT_COUNTS:
        known.pop(next(iter(known)))
    return None


def who_counts(request, refusal):
    """Whom a request is counted for: a valid token; else the address, apart for those whose token isn't known."""
    secret = secret_of(request)
    if secret and (refusal is None or refusal.status_code != 401):
        return TOKEN, digest(secret)
    return (GUESS if secret else NOBODY), get_adapter().get_client_ip(request)


def left_to(who, now):
    """How many requests are left to a token or an address. Each web process counts for itself, in memory."""
    window = int(now // WINDOW)
    if counts.get("window") != window:
        counts.clear()
        counts["window"] = window
    counts[who] = counts.get(who, 0) + 1
    if len(counts) > KEPT_COUNTS:
        counts.pop(next(one for one in counts if one != "window"))
    return MOST[who[0]] - counts[who]


def let_in(request, get_response):
    """The answer to a request that isn't one too many."""
    if request.method == "HEAD":
        request.method = "GET"
        response = let_in(request, get_response)
        response.content = b""
        return response
    if request.method == "POST" and "Idempotency-Key" in request.headers and secret_of(request):
        return who_asks(request, get_response) or only_once(request, get_response)
    if request.method in ("PATCH", "DELETE") and secret_of(request):
        return who_asks(request, get_response) or in_one_go(request, get_response)
    response = get_response(request)
    if request.method == "GET" and response.status_code == 200 and not response.streaming:
        response["ETag"] = etag_of(response)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return get_conditional_response(request, etag=response["ETag"], response=response)
    return response


def etag_of(response):
    """A strong tag of what is answered: it changes whenever anything that this reader may see does."""
    return f'"{sha256(response.content).hexdigest()[:32]}"'


def only_once(request, get_response):
    """Do a POST with an Idempotency-Key one time: the deed and the answer are written in one transaction."""
    sent = request.headers["Idempotency-Key"]
    if not (0 < len(sent) <= 255 and sent.isascii() and sent.isprintable()):
        return problem(422, errors=[("Idempotency-Key", _("Send 1 to 255 plain signs, such as a UUID."))])
    key = digest(secret_of(request), sent)
    fingerprint = digest(request.get_full_path(), request.body)
    for _try in range(3):
        try:
            with transaction.atomic():
                answered = Answered.objects.create(key=key, fingerprint=fingerprint, at=timezone.now())
                response = get_response(request)
                if response.status_code >= 400:  # nothing happened, so nothing is remembered
                    transaction.set_rollback(True)
                else:
                    answered.status, answered.body = response.status_code, response.content.decode()
                    answered.location = response.headers.get("Location", "")
                    answered.save(update_fields=["status", "body", "location"])
                return response
        except IntegrityError:  # the same key came first
            if answered := Answered.objects.filter(key=key).first():
                return again(answered, fingerprint)
    return problem(503)


def who_asks(request, get_response):
    """The answer to a token that opens nothing, before anything is counted or locked for it; or None."""
    seen = as_get(request)
    seen.path = seen.path_info = f"{ROOT}me"
    answer = get_response(seen)
    return answer if answer.status_code == 401 or answer.status_code >= 500 else None


def as_get(request):
    """The same request, as if it only read."""
    seen = copy.copy(request)
    seen.method = "GET"
    seen.META = request.META | {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0"}
    return seen


def again(answered, fingerprint):
    """The answer that was given before, unless another request is sent under its key."""
    if answered.fingerprint != fingerprint:
        return problem(422, errors=[("Idempotency-Key", _("This key was used for another request."))])
    headers = {"Idempotency-Replayed": "true"} | ({"Location": answered.location} if answered.location else {})
    return HttpResponse(answered.body, "application/json; charset=utf-8", answered.status, headers=headers)


def digest(*parts):
    """One digest of several texts."""
    joined = sha256()
    for part in parts:
        part = part if isinstance(part, bytes) else part.encode()
        joined.update(len(part).to_bytes(8, "big") + part)
    return joined.hexdigest()


def in_one_go(request, get_response):
    """Change a thing as it is now: what a PATCH leaves as it was is read and written in one transaction.

    With If-Match, only as the client read it. Where somebody was faster on PostgreSQL, it is done again.
    """
    wanted = request.headers.get("If-Match")
    if wanted is not None:
        wanted = wanted.replace('W/"', '"')  # as proxies that pack answers name them
        if wanted.strip() != "*" and not parse_etags(wanted):
            return problem(400, _("If-Match names ETags, each in double quotes."))
    for _try in range(5):
        with transaction.atomic():
            hold_still()
            response = unlike(request, get_response, wanted) or get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        if response.status_code != 412 or wanted is not None:
            return response
    return problem(503)


def unlike(request, get_response, wanted):
    """The answer when a thing isn't what the client has read, or can't be read by it; None when all is well."""
    if wanted is None:
        return None
    before = get_response(as_get(request))
    if before.status_code != 200:
        return before
    return None if wanted.strip() == "*" or etag_of(before) in parse_etags(wanted) else problem(412)


def hold_still():
    """On PostgreSQL, whoever changes a row that this transaction has read makes its own change fail (problem 412).

    SQLite lets one writer in at a time anyway.
    """
    if connection.vendor == "postgresql" and len(connection.atomic_blocks) == 1:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
