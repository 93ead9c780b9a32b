"""What programmes did by month: for those who run one, those who pay for it, and the department. Counts, without small ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.menu import may_open
from irhub.programmes import months, queries
from irhub.programmes.forms import CountAgain
from irhub.programmes.lists import FIGURES, FigureFilters, part_told
from irhub.programmes.views.programmes import programme_found
from irhub.web.forms import posted, refusals_at
from irhub.web.listing import ask, download, show


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What is counted, of which programmes."""
    found = queries.programmes_counted(acting_membership(request))
    return render(request, "programmes/all_figures.html", {"programmes": found, "reports": months.reports()})


@require_safe
def figures_of(request: HttpRequest, slug: str, report: str) -> HttpResponse:
    """What a programme did by month, as a page or a file."""
    programme, counted = programme_found(slug), _report(report)
    runs = acting_membership(request).body_id == programme.body_id
    rows = months.told(counted, programme, kept_only=not runs)
    offered: Any = {
        "figure": [(one.key, one.title) for one in counted.figures],
        "part": sorted({(row.part or "-", part_told(row)) for row in rows}, key=lambda one: (one[0] != "-", one[1])),
        "month": list(dict.fromkeys((f"{row.month:%Y-%m}", f"{row.month:%B %Y}") for row in rows)),
    }
    asked = ask(request, FIGURES, form=FigureFilters(request.GET, **offered))
    wanted = asked.filters
    fit = [
        row
        for row in rows
        if wanted["figure"] in ("", row.figure.key)
        and wanted["part"] in ("", row.part or "-")
        and wanted["month"] in ("", f"{row.month:%Y-%m}")
    ]
    if asked.format:
        about = [
            f"{counted.title}: {programme.name}.",
            counted.about,
            *(f"{one.title}: {one.means}" for one in counted.figures),
        ]
        return download(asked, fit, about=about, name=f"{programme.slug}-{counted.name}")
    values = {
        "programme": programme, "report": counted, "list": show(asked, fit), "corrections": months.corrections(counted, programme),
        "others": [one for one in months.reports() if one.name != counted.name],
        "again": may_open(request, "programme-count-again", slug=slug, report=report),
    }  # fmt: skip
    return render(request, "programmes/figures.html", values)


@require_http_methods(["GET", "POST"])
def count_again(request: HttpRequest, slug: str, report: str) -> HttpResponse:
    """Count a kept month again, with a reason."""
    programme, counted = programme_found(slug), _report(report)
    kept = [(f"{month:%Y-%m-%d}", f"{month:%B %Y}") for month in months.frozen_months(counted, programme)]
    form = posted(CountAgain, request, months=kept)
    if form.is_valid():
        told = form.cleaned_data
        with refusals_at(form):
            months.count_again(counted, programme, told["month"], why=told["why"], by=acting_membership(request))
            messages.success(request, "Counted again, as a further version.")
            return redirect("programme-figures", slug, report)
    values = {"programme": programme, "report": counted, "form": form, "kept": kept}
    return render(request, "programmes/count_again.html", values, status=400 if form.is_bound else 200)


def _report(name: str) -> months.Monthly:
    found = months.report_named(name)
    if found is None:
        raise Http404("Nothing of this name is counted.")
    return found
