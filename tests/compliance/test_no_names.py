"""No name, number or birthday of a worker is held: what looks like one is refused, and what people write of their files is not."""

from __future__ import annotations

import pytest

from irhub.compliance.no_names import looks_like, refuse_names
from irhub.web.errors import ActionRefused


@pytest.mark.parametrize(
    "text",
    [
        "File of Priya Example", "contract of Mr Okafor", "Mrs. Smith’s payslips", "J. Okafor, file 7", "worker: Tendai Moyo", "ask Grace Adeyemi",
        "AB 12 34 56 C", "qq123456c", "passport 123456789", "passport N1234567", "permit RX1234567", "share code W7X 4K2 9PM", "GWF012345678",
        "1234-5678-9012-3456", "born 3 May", "DOB 3/5/85", "date of birth: 3 5 1985", "GRACE OKAFOR", "Okafor, Grace", "O’Brien, Mary, passport", "priya sharma",
        "Kwame MENSAH", "Maria-Jose Silva", "Dr Patel", "Mr K Singh", "Nurse Patel", "ask grace.okafor@example.com", "g.okafor@example.com", "Name: Kwame Mensah", "3/5/1985", "03 May 1985", "1985-05-03", "12th June 1991",
    ],
)  # fmt: skip
def test_what_looks_like_a_worker_is_refused(text):
    with pytest.raises(ActionRefused) as refused:
        refuse_names(text, "what")
    assert refused.value.field == "what"
    assert str(refused.value).endswith("instead.")


@pytest.mark.parametrize(
    "text",
    [
        "Payroll report of three months", "HR drive, folder Sponsor Files", "Head Office, second cabinet", "Registered Manager", "payroll manager",
        "Rota of Rose House and Elm Court", "Grace House folder", "SharePoint, Right to Work", "20 files by chance, 19 right", "File 17",
        "BambooHR export of 3 November 2026", "CQC certificate 1-101639", "Victoria Road, room 4", "Home Office letter of 2 March 2026",
        "£25,000 at 37.5 hours", "Sage payroll 2026-10-31", "It does not apply: we sponsor nobody", "the licence letter of 12/06/2025",
        "Companies House row 01234567", "folder called Right To Work", "drawer named Sponsor Files", "grace period of the policy",
        "mark sheets", "the sunday rota", "Victoria Nursing Home, office", "ROSE COTTAGE folder", "hr@example.com", "payroll.team@example.com", "Null", "True North Care", "Deputy Manager’s folder on Google Drive", "Skills for Care workbook",
    ],
)  # fmt: skip
def test_what_people_write_of_their_files_is_taken(text):
    assert looks_like(text) == ""


def test_a_colleague_is_named_by_role():
    assert looks_like("kept by Robin Quillmoor") == ""
    assert looks_like("kept by robin quillmoor", ["Robin Quillmoor"]) == "somebody’s name"
