"""What the page of a panel asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from irhub.accounts.models import Membership
from irhub.grants.forms import MoveForm
from irhub.grants.panels.models import PanelMember
from irhub.web.forms import OfferedField, TextField, shown

_SMALL = "govuk-checkboxes--small"


class PanelForm(MoveForm):
    """Who sits on the panel of a call, and who hears its appeals. `people`: who may decide, by their number; `members`: who sits or sat on
    either; `later`: whether applications can be opened, so that a change has a reason, and whoever was on one is not offered for the other."""

    panel = OfferedField(label="Who sits on the panel", widget=shown(forms.CheckboxSelectMultiple(), classes=_SMALL))
    appeals = OfferedField(
        label="Who hears appeals",
        help_text="They can be named when an appeal comes.",
        widget=shown(forms.CheckboxSelectMultiple(), classes=_SMALL),
    )
    reason = TextField(label="Why it changes", required=False, widget=shown(forms.Textarea(), rows=2))

    def __init__(
        self, *args: Any, people: Mapping[int, Membership], members: Iterable[PanelMember], later: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        held = list(members)
        for name, on_appeal in (("panel", False), ("appeals", True)):
            other = {each.person_id for each in held if later and each.on_appeal != on_appeal}
            field: Any = self.fields[name]
            field.choices = [
                (str(one), f"{who.person.name}, {who.role}") for one, who in people.items() if one not in other
            ]
            self.initial[name] = [
                str(each.person_id) for each in held if each.on_appeal == on_appeal and not each.left_at
            ]
        if not later:
            del self.fields["reason"]

    @property
    def told(self) -> dict[str, Any]:
        """What was sent, as the action takes it."""
        data = self.cleaned_data
        numbers = {name: [int(each) for each in data[name]] for name in ("panel", "appeals")}
        return numbers | {"reason": data.get("reason", ""), "version": data["version"]}
