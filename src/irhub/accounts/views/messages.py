"""What the hub writes to somebody: how often, what the next message would say, and an end of it by the link in one."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from irhub.accounts import messages
from irhub.accounts.acting import asker_of, membership_of
from irhub.accounts.forms import Choices
from irhub.notify.kinds import title_of
from irhub.web.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
def what_we_write(request: HttpRequest) -> HttpResponse:
    """How often one hears of what, in the role in which one acts; `preview`: a kind, of which the next message is shown."""
    by = membership_of(request)
    kinds = messages.kinds_for(by) if by else []
    chosen = {kind.name: messages.chosen_by(by, kind) for kind in kinds} if by else {}
    form = posted(Choices, request, kinds=kinds, initial=chosen)
    if by and form.is_valid():
        for kind in kinds:
            messages.choose(kind, form.cleaned_data[kind.name], by=by)
        notes.success(request, "Saved.")
        return redirect("what-we-write")
    asked = next((kind for kind in kinds if kind.name == request.GET.get("preview")), None)
    page = {
        "form": form,
        "kinds": kinds,
        "always": messages.kinds_that_concern(asker_of(request)),
        "asked": asked,
        "chosen": chosen,
        "digest": messages.preview(asked, by) if asked and by else None,
    }
    return render(request, "accounts/what_we_write.html", page)


@csrf_exempt  # mail programs post here by themselves, with nothing but the signed link (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End a kind of message by the link in one: asked for by GET, done by POST, whoever is signed in."""
    meant = messages.meant_by(token)
    if meant is None:
        return render(request, "accounts/stop_messages.html", {"body": ""}, status=404)
    held, body = meant
    if request.method == "POST":
        messages.stop(held)
    page = {"body": body, "title": title_of(held.kind), "done": request.method == "POST"}
    return render(request, "accounts/stop_messages.html", page)
