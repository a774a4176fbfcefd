"""How much may be sent: a view that takes files declares it, and says at the field when something larger comes in.

    @takes_uploads(50 * MB)
    def change_place(request, uid): form = ask(request, PictureForm) …

Whatever declares nothing takes SMALL. A body up to twice as large as its view takes is read, its files are passed over,
and the form comes back with what was typed; a larger one isn't read, and the form comes back with the sentence alone.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from .api import PROBLEMS, ROOT
from .middleware import choose_language
from .refusal import way_back

MB = 1_000_000
SMALL = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
FRAME = 100_000  # bytes: what a form holds beside its files
READ = 2  # times what a view takes is read, for the sake of what was typed
REFUSED = "tongxing.refused"  # where bodies.py leaves the status, so that whoever is refused gets an answer like any
UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnicodeError)


def takes_uploads(most):
    """Declare that the form of a view, which `core.pages.ask` makes, takes files of so many bytes in all."""

    def declare(view):
        view.most_uploaded = most
        return view

    return declare


def most_uploaded(path):
    """How many bytes of files the view at this path has declared; 0 for none."""
    try:
        return getattr(resolve(path).func, "most_uploaded", 0)
    except Resolver404:
        return 0


def too_large(path, length):
    """413 when a body of this length (as it was said) isn't read at all, else None."""
    length = length or "0"
    if not (length.isdecimal() and len(length) < 12):
        return 413
    small = int(length) <= SMALL
    return None if small or int(length) <= READ * (most_uploaded(path) + FRAME) else 413


class PassedOver(FileUploadHandler):
    """Reads past every file."""

    def new_file(self, *args, **kwargs):
        """Not this one."""
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        """Never asked."""

    def file_complete(self, file_size):
        """Never asked."""


class Uploads:
    """No body is read that was given up on or is far too large; one that is too large is answered by its form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH")
        status = request.META.get(REFUSED) or too_large(request.path_info, length)
        if status and (status != 413 or request.path_info.startswith(ROOT)):
            with translation.override(choose_language(request)):
                return HttpResponse(str(PROBLEMS[status][1]), "text/plain; charset=utf-8", status)
        if status:
            request._post, request._files = QueryDict(), MultiValueDict()
        request.is_unread = bool(status)
        response = self.get_response(request)
        if getattr(request, "too_large", None) and response.status_code in (200, 422):
            response.status_code = 413
        if request.is_unread:
            response.headers["X-Unread"] = "1"  # core/pictures.js keeps the form that it has
        return told_where(request, response)

    def process_view(self, request, view, args, kwargs):
        """Let a view whose form is too large show it once more, and do nothing."""
        most = getattr(view, "most_uploaded", 0)
        if not request.is_unread and (not most or int(request.META.get("CONTENT_LENGTH") or 0) <= most + FRAME):
            return None
        request.too_large = sentence(most, request.is_unread)
        if not most:
            context = {"why": request.too_large, "kind": "too_large", "back": way_back(request)}
            return render(request, "core/refused.html", context)
        if not request.is_unread:
            request.is_unread = not typed(request)
        request.method = "GET"  # so it is never acted on, and needs no proof of where it comes from
        return None


def sentence(most, is_unread):
    """What is said to somebody who sent too much."""
    if not most:
        return str(PROBLEMS[413][1])
    says = _("This is larger than %(most)s MB. Send a smaller one, or fewer at once.") % {"most": f"{most / MB:g}"}
    lost = _("What you wrote didn't arrive with it; your browser still has it, one step back.")
    return f"{says} {lost}" if is_unread else says


def typed(request):
    """True when what was typed beside the files could be read."""
    request.upload_handlers = [PassedOver(request)]
    try:
        return bool(request.POST)
    except UNREADABLE:
        request._post, request._files = QueryDict(), MultiValueDict()
        return False


def told_where(request, response):
    """A redirect for the script that sends pictures (core/pictures.js): it goes there itself, messages and all."""
    if request.headers.get("X-Sent-By") == "pictures" and response.status_code in (301, 302, 303):
        response.headers["X-Go-To"] = response.headers["Location"]
        del response.headers["Location"]
        response.status_code = 204
    return response
