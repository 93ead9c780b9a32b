"""How the helpline did, as its client says by a link: looking at it changes nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.questions.forms import AnswersForm
from irhub.support import feedback
from irhub.support.asking_by import refuse_more_than
from irhub.web.forms import posted, refusals_at, status_of


class FeedbackForm(AnswersForm):
    """What a client is asked."""

    def __init__(self, data: Any = None, files: Any = None, *, questions: Any, **options: Any) -> None:
        super().__init__(questions, data, **options)


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, token: str) -> HttpResponse:
    """Say how the helpline did, or change what was said."""
    asked = feedback.asks(token)
    if asked is None:
        return render(request, "support/feedback.html", {"asked": None, "gone": feedback.GONE}, status=410)
    form = posted(FeedbackForm, request, **feedback.form_options(asked))
    if form.is_valid():
        with refusals_at(form):
            refuse_more_than(request, "helpline-feedback", token)
            feedback.answer(token, form)
            messages.success(request, "Thank you. Your answers are kept.")
            return redirect(request.path)
    return render(request, "support/feedback.html", {"asked": asked, "form": form}, status=status_of(form))
