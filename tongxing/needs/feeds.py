"""What is lacking, as anybody may follow it: everywhere, of a kind, in an area, at a place."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxing.core.feeds import ANYBODY, MOST, Entry, atom
from tongxing.core.text import clean_line

from .models import Category, Need


@require_safe
def feed(request):
    """All that is lacking, or what is lacking of `?category=`."""
    code, needs, title = clean_line(request.GET.get("category", ""))[:20], public(), _("What is needed")
    path = reverse("needs:list")
    if code:
        category = get_object_or_404(Category, pk=code)
        needs, title, path = needs.filter(category=category), f"{title} · {category}", f"{path}?category={code}"
    return atom(request, f"needs/{code}", title, path, entries(needs))


def public():
    """What everybody may read."""
    return Need.objects.visible_to(ANYBODY)


def of_place(request, place):
    """What a place lacks."""
    return entries(public().filter(place=place))


def in_area(request, area):
    """What the places of an area lack."""
    return entries(public().within(area))


def entries(needs):
    """Entries of the newest of them."""
    return [entry_of(need) for need in needs.exclude(state=Need.WITHDRAWN).with_row().order_by("-id")[:MOST]]


def entry_of(need):
    """One of them: whose it is, how much of it is lacking, and until when."""
    title = _("Lacking: %(need)s, %(whose)s") % {"need": need.title, "whose": need.whose.name}
    amount = _("%(left)s of %(count)s left") % {"left": need.left, "count": f"{need.quantity} {need.unit}".strip()}
    words = " · ".join(filter(None, [str(need.category), amount, need.until and f"{need.until:%Y-%m-%d}"]))
    return Entry(f"need/{need.uid}", title, need.get_absolute_url(), need.made_at, words, need.changed_at)
