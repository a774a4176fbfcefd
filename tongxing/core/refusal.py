"""A refusal is an ordinary answer, said once and caught once."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import reswap, retarget

STATUS = {"sign_in": 401, "no_standing": 403, "not_now": 409}


class Refused(Exception):
    """The deed is not allowed; the sentence is written for the person who asked."""

    def __init__(self, why, kind="not_now"):
        super().__init__(str(why))
        self.kind = kind

    @property
    def status(self):
        """401 signed out, 403 no standing, 409 wrong state."""
        return STATUS[self.kind]


@dataclass(frozen=True)
class Answer:
    """What a rule says: yes, or why not and of what kind the refusal is."""

    yes: bool
    why: str = ""
    kind: str = ""

    def __bool__(self):
        return self.yes

    def or_refuse(self):
        """Raise the refusal, when it is one."""
        if not self.yes:
            raise Refused(self.why, self.kind)


YES = Answer(True)


def sign_in(why):
    """No: nobody is signed in."""
    return Answer(False, str(why), "sign_in")


def no_standing(why):
    """No: this person has no part in it."""
    return Answer(False, str(why), "no_standing")


def not_now(why):
    """No: the thing is not in a state for it."""
    return Answer(False, str(why), "not_now")


class RefusedMiddleware:
    """Turns a refusal into a piece for htmx, the same form with what was typed, or a page that says what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.view_again = lambda: view(request, *args, **kwargs)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        if request.htmx:
            piece = render(request, "core/_refused.html", {"why": exception}, status=exception.status)
            return retarget(reswap(piece, "innerHTML"), "#notice")
        if request.method == "POST" and getattr(request, "asked", None):
            return same_form(request, exception)
        return refused_page(request, exception)


def same_form(request, refused):
    """The same form with what was typed and the sentence; a page of its own where it can't be shown any more."""
    request.refused = refused
    try:
        response = request.view_again()
    except Refused:
        return refused_page(request, refused)
    response.status_code = refused.status
    return response


def refused_page(request, refused):
    """The sentence on a page of its own, with the way to sign in or back."""
    context = {"why": refused, "kind": refused.kind, "back": way_back(request)}
    return render(request, "core/refused.html", context, status=refused.status)


def way_back(request):
    """The page of this house that somebody comes from, or the first one."""
    back = request.headers.get("Referer", "")
    ours = back.startswith((f"http://{request.get_host()}/", f"https://{request.get_host()}/"))
    return back if ours else reverse("front:home")
