"""The one Jinja2 environment, and what every page knows."""

from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from . import joints, when
from .icons import dots_of, icon
from .kept import kept
from .text import first_line


def environment(**options):
    """Autoescaped, strict about names, translated; its globals are what a page may call."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    env = Environment(**options)
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(translation, newstyle=True)
    env.globals.update(
        url=url, static=static, icon=icon, dots_of=dots_of, number=number, query=query, initial=initial,
        line_of=line_of, when=when.when, span_of=when.span_of, say_span=when.say_span, day=when.day_tag,
        ago=when.ago_tag, zone_name=when.zone_name,
        page_before=page_before, page_after=page_after, page_words=page_words,
        language_now=language_now, language_name=language_name, languages=settings.LANGUAGES,
        first_line=first_line, kept=kept, SITE_NAME=settings.SITE_NAME,
    )  # fmt: skip
    return env


def page_context(request):
    """Who reads, how they want to see it, and what upper rooms add to every page; asked only when printed.

    These names win over a view's own: a view must not call anything person, look, lang, unread or messages.
    """
    facts = {
        "person": getattr(request, "user", None),
        "look": getattr(request, "look", None),
        "lang": language_now(),
        "unread": 0,
    }
    for name, source in getattr(joints, "PAGE_FACTS", {}).items():
        facts[name] = SimpleLazyObject(lambda source=source: import_string(source)(request))
    return facts


def url(name, *args, **kwargs):
    """The address of a named view."""
    return reverse(name, args=args, kwargs=kwargs)


def query(request, **changes):
    """The same page with other GET values; None takes one away. Begins with a question mark."""
    values = request.GET.copy()
    for key, value in changes.items():
        values.pop(key, None)
        if value is not None:
            values[key] = value
    return f"?{values.urlencode()}"


@lru_cache(maxsize=16)
def group_sign(language):
    from babel.numbers import get_group_symbol

    return get_group_symbol(when.locale_of(language))


def number(count):
    """A whole number with its thousands apart."""
    if -1000 < count < 1000:
        return str(count)
    return f"{count:,}".replace(",", group_sign(language_now()))


def language_now():
    """The code of the language this page is written in."""
    return translation.get_language() or settings.LANGUAGE_CODE


def language_name(code):
    """What a language calls itself."""
    return dict(settings.LANGUAGES).get(code, code)


def initial(name):
    """The one sign that stands for a person: the first that isn't a mere 小, 老, 阿 or 大."""
    name = str(name or "").strip()
    return (name[1:] if name[:1] in tuple("小老阿大") and name[1:] else name)[:1].upper()


def line_of(line):
    """One quiet line: a text as it is, a list's pieces with dots between them, empty ones left out."""
    return Markup(" · ").join(piece for piece in line if piece) if isinstance(line, (list, tuple)) else line


def page_before(page):
    """The number of the page before this one, or None."""
    return neighbour(page, "has_previous", "previous", -1)


def page_after(page):
    """The number of the page after this one, or None."""
    return neighbour(page, "has_next", "next", 1)


def neighbour(page, has, name, step):
    there = getattr(page, has)
    if not (there() if callable(there) else there):
        return None
    return getattr(page, name, page.number + step)


def page_words(page):
    """Which page this is, and of how many where that is known."""
    paginator = getattr(page, "paginator", None)
    if paginator is None:
        return _("Page %(number)s") % {"number": number(page.number)}
    return _("Page %(number)s of %(pages)s") % {"number": number(page.number), "pages": number(paginator.num_pages)}
