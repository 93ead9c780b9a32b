"""The fictional list of ethical recruiters: invented agencies, of which one leaves the list between its two editions."""

from __future__ import annotations

AGENCIES = (
    "Alderbrook Staffing Ltd", "Birchmere Recruitment Ltd", "Cedarholt Care Staff Ltd", "Dunlin Workforce Ltd", "Elmsworth People Ltd",
    "Fernhollow Recruitment Ltd", "Greywether Staffing Ltd", "Hazelmoor Managed Services Ltd", "Ivystone Recruiters Ltd", "Juniper Row Staff Ltd",
)  # fmt: skip
"""Those that scenes play with (suppliers/demo.py)."""
LEAVES = AGENCIES[9]
_OTHERS = tuple(
    f"{first} {kind} Ltd"
    for first in ("Kestrel Lane", "Larkrise Example", "Mallowfield", "Netherby Sample", "Oatlea", "Plover Hill", "Quillmere", "Rushford Example")
    for kind in ("Recruitment", "International Staffing", "Care People")
)  # fmt: skip


def recruiter_rows(month: int) -> list[tuple[str, str]]:
    """The rows of an edition, by name: `month` 0 is the first, and later ones lack one agency."""
    names = sorted((*AGENCIES, *_OTHERS))
    return [(name, f"https://{_host(name)}.example") for name in names if month == 0 or name != LEAVES]


def _host(name: str) -> str:
    return "-".join(name.lower().removesuffix(" ltd").split())
