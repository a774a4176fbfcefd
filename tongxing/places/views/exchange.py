"""Pages by which places go onto paper and into tables, and come back: the survey form, imports and exports."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from tongxing.core.joints import panels
from tongxing.core.pages import ask, paginate, show
from tongxing.core.qr import draw_qr
from tongxing.core.uploads import MB, takes_uploads
from tongxing.imports.sentences import RowError

from .. import actions, exports, rules
from ..forms.exchange import PlanForm, TableForm
from ..models import Contact, Fact, ImportBatch, ImportRow, Place, PlaceKind
from . import lists

FORM = ["GET", "HEAD", "POST"]


@require_safe
def survey(request):
    """An empty survey form for a kind of place, to print and to carry along."""
    kinds = list(PlaceKind.objects.all())
    kind = next((one for one in kinds if one.code == request.GET.get("kind")), kinds[0])
    return show_survey(request, kind, None, reverse("places:create_place"), kinds=kinds)


@require_safe
def survey_place(request, uid):
    """The survey form of a place, with what is known of it already."""
    place = get_object_or_404(Place.objects.visible_to(request.user).with_row(), uid=uid)
    return show_survey(request, place.kind, place, place.get_absolute_url(), kinds=[])


def show_survey(request, kind, place, back, *, kinds):
    """The form of a kind: its facts as boxes and lines, what upper rooms ask, and the way back to the record."""
    asked = [(fact, place.facts.get(fact.code, {}) if place else {}) for fact in kind.facts.all()]
    context = {"kind": kind, "kinds": kinds, "place": place, "back": settings.ADDRESS + back}
    context |= {
        "counts": [pair for pair in asked if pair[0].sort == Fact.NUMBER],
        "boxes": [pair for pair in asked if pair[0].sort == Fact.YES_NO],
        "lines": [pair for pair in asked if pair[0].sort == Fact.WORDS],
        "consents": Contact.CONSENTS,
        "qr": drawn_code(settings.ADDRESS + back, _("QR code of the record") if place else _("QR code")),
        "pieces": panels(request, "places/survey.html", place or kind),
    }
    return render(request, "places/survey.html", context)


def drawn_code(address, label):
    """An address as a QR code, drawn into the page: paper needs no second request."""
    drawn = draw_qr(address, xmldecl=False, svgclass=None, lineclass=None, title=label)
    return SafeString(str(drawn).replace("<svg ", '<svg role="img" ', 1))


@takes_uploads(2.9 * MB)
@login_required
@require_http_methods(FORM)
def bring_table(request):
    """Send a table; nothing is written before one has looked at what it would become."""
    form = ask(request, TableForm, person=request.user)
    if form.is_valid():
        sent = form.cleaned_data
        given = {name: sent[name] for name in ("name", "reading", "once")} | {"data": sent["file"]}
        batch = actions.bring_table(by=request.user, now=timezone.now(), **given)
        return redirect("places:import_table", batch.uid)
    mine = paginate(request, ImportBatch.objects.filter(by=request.user))
    return show(request, "places/import.html", form=form, page=mine, most=rules.MOST_ROWS)


@login_required
@require_http_methods(FORM)
def import_table(request, uid):
    """A table before it is read, while it is read, and what came of each of its rows."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("by"), uid=uid)
    if request.method == "POST":
        rules.may_import_table(request.user, batch).or_refuse()
    if batch.begun_at and batch.ended_at is None and not batch.undone_at:
        return render(request, "places/import_running.html", {"batch": batch})
    if request.htmx:  # the page that waited opens what comes next, whose heading is read aloud
        return HttpResponseClientRefresh()
    return show_report(request, batch) if batch.begun_at else look_at_table(request, batch)


def look_at_table(request, batch):
    """What the columns mean and what the rows would become; with the button pressed, the worker begins."""
    sent = request.POST if request.method == "POST" else request.GET
    try:
        chosen = {"sheet": sent.get("sheet", ""), "heading": sent.get("heading", "")}
        book, _text, layout = actions.read_waiting(batch, chosen, sent.get("encoding", ""))
    except RowError as error:
        messages.warning(request, str(error))
        return redirect("places:bring_table")
    form = plan_form(request, batch, book, layout, sent)
    good = form.is_valid()
    if good and request.method == "POST":
        actions.import_table(batch, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("places:import_table", batch.uid)
    preview = actions.preview_table(batch, book, form.cleaned_data) if good else None
    context = {"batch": batch, "layout": layout, "preview": preview, "outcomes": dict(ImportRow.OUTCOMES)}
    return show(request, "places/import_columns.html", form=form, label=book.label, **context)


def plan_form(request, batch, book, layout, sent):
    """The form that says how a table is read: as it was sent, as the address says, or as it was guessed.

    Where another sheet, heading line or encoding was chosen, the columns are guessed anew.
    """
    of = f"{book.encoding} {layout.signature}"
    first = PlaceKind.objects.order_by("order", "code").values_list("pk", flat=True).first()
    guessed = {f"c{at}": column for at, column in enumerate(layout.columns)}
    guessed |= {"sheet": str(layout.at), "heading": layout.headings.key, "encoding": book.encoding, "of": of}
    whole = {"kind": first, "datum": layout.sheet.datum or "unknown", "source": batch.source}
    whole |= {"skips_alike": "on", "skips_sums": "on"}
    if "c0" not in sent and request.method != "POST":  # nothing is begun that nobody has looked at
        sent = guessed | whole
    elif request.method != "POST" and sent.get("of", of) != of:
        sent = {name: sent[name] for name in whole if name in sent} | guessed
    form = PlanForm(sent, book=book, layout=layout)
    if request.method == "POST":
        request.asked = form
    if refused := getattr(request, "refused", None):
        form.full_clean()
        form.add_error(None, str(refused))
    return form


def show_report(request, batch):
    """What came of each row, page by page, and how to take it back."""
    lines, only = batch.lines.select_related("place", "like"), request.GET.get("only", "")
    lines = lines.filter(outcome=only) if only in dict(ImportRow.OUTCOMES) else lines
    context = {"batch": batch, "page": paginate(request, lines), "only": only, "outcomes": ImportRow.OUTCOMES}
    context |= {
        "remarks": actions.remarks_said(batch),
        "said_of": actions.said_of,
        "kept": batch.lines.filter(undone=ImportRow.KEPT).count(),
    }
    context |= {"left": batch.lines.filter(undone="", outcome__in=("new", "changed")).count()}
    context |= {"may_undo": rules.may_undo_import(request.user, batch, now=timezone.now())}
    return render(request, "places/import_report.html", context)


@require_safe
@login_required
def import_report(request, uid):
    """What came of each row of a table, as CSV."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), uid=uid)
    lines = exports.csv_of(exports.report_lines(batch))
    return as_file(lines, "text/csv; charset=utf-8", f"{batch.uid}.csv")


@require_POST
def undo_import(request, uid):
    """Take back what a table brought."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), uid=uid)
    actions.undo_import(batch, by=request.user, now=timezone.now())
    messages.success(request, _("It is being taken back. What others changed since stays."))
    return redirect("places:import_table", batch.uid)


def as_file(pieces, kind, name):
    """An answer that is kept as a file, sent while it is being made."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=kind, headers=disposition)


@require_safe
def export_csv(request):
    """The places of a list (area, kind, words, box) as CSV."""
    return export(request, exports.csv_of, "text/csv; charset=utf-8", "places.csv")


@require_safe
def export_xlsx(request):
    """The same as a workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return export(request, exports.book_of, kind, "places.xlsx")


def export(request, pieces_of, kind, name):
    """All places that the list shows for the same query, as a file; 400 with a sentence when it can't be understood."""
    asked = lists.asked_for(request)
    for wrong in ("bad_box", "unknown_area", "unknown_kind", "unknown_only"):
        if asked[wrong]:
            return lists.plainly(lists.WRONG[wrong] % {"it": asked[wrong], "area": asked[wrong]}, 400)
    places, _alike = lists.found_by(request.user, asked)
    return as_file(pieces_of(exports.place_lines(places)), kind, name)
