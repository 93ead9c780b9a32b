"""From a question of the self-check to the helpline in one press: with the theme and which question it is, and nothing of the answer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.urls import reverse

from irhub.accounts.models import Body
from irhub.compliance.how_it_stands import Standing
from irhub.compliance.queries import helplines_of
from irhub.compliance.questionnaire import CheckQuestion
from irhub.web.yaml_files import read_yaml


@cache
def helpline_themes() -> dict[str, str]:
    """Of each theme of the questions how a helpline calls it (helpline.yaml)."""
    return {str(theme): str(code) for theme, code in read_yaml(Path(__file__).with_name("helpline.yaml")).items()}


def ask_about(question: CheckQuestion, at: Standing, body: Body) -> str:
    """The address at which a provider asks its helpline about a question; blank where no helpline is for it."""
    slug = next((contact.programme.slug for contact in helplines_of(body) if contact.programme_id), "")
    if not slug:
        return ""
    page = at.asking.page_of(question.key)
    told = {
        "theme": helpline_themes().get(page.key, ""),
        "subject": f"{at.asking.title}, question {question.key}: {question.label}",
    }
    return reverse("help-ask", args=[slug], query=told)
