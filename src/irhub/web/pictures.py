"""Pictures to take away: SVG as it was drawn, and PNG that Typst, which draws our certificates, makes of it."""

from __future__ import annotations

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_DOTS_PER_INCH = 288.0
"""Three dots a unit: sharp on paper across half a page."""
_PAGE = b'#set page(width: auto, height: auto, margin: 12pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg")'


def picture_file(svg: str, kind: str, name: str) -> HttpResponse:
    """A picture that stands alone as a file. `kind`: one of KINDS; `name`: of the file, without its ending."""
    made = (
        svg.encode()
        if kind == "svg"
        else typst.compile(_PAGE, format="png", ppi=_DOTS_PER_INCH, sys_inputs={"svg": svg})
    )
    answer = HttpResponse(made, content_type=KINDS[kind])
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or ""
    return answer
