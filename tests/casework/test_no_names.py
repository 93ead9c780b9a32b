"""No name, number or birthday of a worker is held: what looks like one is refused, and what people write of their files is not."""

from __future__ import annotations

import pytest

from irhub.casework.no_names import looks_like, may_name, names_a_paper, refuse_names
from irhub.web.errors import ActionRefused


@pytest.mark.parametrize(
    "text",
    [
        "File of Priya Example", "contract of Mr Okafor", "Mrs. Smith’s payslips", "J. Okafor, file 7", "worker: Tendai Moyo", "ask Grace Adeyemi",
        "AB 12 34 56 C", "qq123456c", "passport 123456789", "passport N1234567", "permit RX1234567", "share code W7X 4K2 9PM", "GWF012345678",
        "1234-5678-9012-3456", "born 3 May", "DOB 3/5/85", "date of birth: 3 5 1985", "GRACE OKAFOR", "Okafor, Grace", "O’Brien, Mary, passport", "priya sharma",
        "Kwame MENSAH", "Maria-Jose Silva", "Dr Patel", "Mr K Singh", "Nurse Patel", "ask grace.okafor@example.com", "g.okafor@example.com", "Name: Kwame Mensah", "3/5/1985", "03 May 1985", "1985-05-03", "12th June 1991",
        "ab-12-34-56-c", "AB123456C", "A B 1 2 3 4 5 6 C", "passport no 12 345 6789",
        "passport 1 2 3 4 5 6 7 8 9", "passport: 123 456 789", "eVisa uan 3434 1234 5678 9012", "BRP zu 123 4567",
        "brp RX1 234 567", "cos c2g7k98710q", "CoS C2G 7K9 8710 Q", "certificate of sponsorship number 123 45678",
        "gwf 012 345 678", "share code w7x-4k2-9pm", "share code w7x4k29pm", "3.5.1985",
        "3 of May 1985", "May 3, 1985", "born on the 3rd", "DOB: 3rd may 85",
        "3-5-85", "birthday 3 May", "03051985", "worker grace okafor",
        "passport of grace okafor", "grace okafor’s visa", "Priya’s passport", "passport of priya",
        "carer Joseph", "visa of sunil", "nurse rose okafor", "national insurance 12 34 56 78",
        "tendai moyo passport",
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
        "kept in the blue folder", "may be renewed in june", "grace period", "will rose be moved to the new rota",
        "the visa will be renewed in may", "passport copies are in the locked cabinet in the office", "we hope the licence is back by june", "sponsored workers’ rota, last three months",
        "Sunday rota of the carers", "Ivy Lodge passports folder", "the workers will be told in a letter", "all visas checked on 27 3 2026, 12 files",
        "passport scans 2023-2024", "visa expiry report of November 2026, 40 of 40 right", "No worker was sponsored before 2024", "Charity number in the policy",
        "Call 0121 496 0123 about the passport checks", "share code checks, screenshot in each file", "CoS list exported from the SMS", "Rota 09:00-17:00, passports are checked at reception",
        "June’s rota and payslips", "Joy of care award folder", "our solicitor holds the contract", "St Mary’s House, file room",
        "certificate of sponsorship log, sheet 2", "Payslips for week 32, sampled ten", "Right to work checklist v3", "The registered manager looked at 12 of 12 contracts",
        "DBS tracker", "Does not apply because nobody is on a Student visa", "We mark each file with a number", "promise to repay is not in our contracts",
        "Frank discussion with staff is minuted", "EVisa share code printouts in locked drawer 4", "Summer supervision notes", "Trained ten carers in person on 12/11/2026",
        "Ukrainian scheme permission, online check kept", "interview notes in Teams channel Recruitment", "Contract template reviewed by Peninsula", "Citation HR portal",
        "See RotaCloud export, week commencing 2 November", "Access Care Planning records", "the file will rose be in", "Nobody has switched employer",
        "timesheets countersigned by the deputy", "Passports and BRPs were copied on day one", "worker surname and forename as on passport", "grace periods for visas",
        "Head of care keeps the certificate log", "Manual check done before the 90-day vignette ended", "the files of Willow Wing and Beech Unit",
    ],
)  # fmt: skip
def test_what_people_write_of_their_files_is_taken(text):
    assert (looks_like(text), may_name(text)) == ("", ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("worker kwabena asantewaa", "kwabena asantewaa"), ("kept by Robin Quillmoor", "Robin Quillmoor"), ("ask Priya", "Priya"),
        ("Grace’s passport", "Grace’s"), ("the carer called Grace", "Grace"), ("grace okafor", "grace okafor"),
        ("visa of chukwuemeka nwosu", "chukwuemeka nwosu"), ("sponsored wanjiru kamau, file 4", "wanjiru kamau"), ("Сергей", "Сергей"),
        ("the passport of Hope is in the safe", "Hope"),
    ],
)  # fmt: skip
def test_what_may_be_a_name_and_may_be_none_is_asked(text, asked):
    assert (looks_like(text), may_name(text)) == ("", (asked,))


def test_a_colleague_is_named_by_role():
    assert looks_like("kept by Robin Quillmoor") == ""
    assert looks_like("kept by robin quillmoor", ["Robin Quillmoor"]) == "somebody’s name"


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("passport_Grace_Okafor.pdf", True), ("Visa-of-priya-sharma.jpg", True), ("scan 123456789 passport.png", True), ("BRP RX1234567.pdf", True),
        ("Policy on passports.pdf", False), ("Insurance signed by Grace Okafor.pdf", False), ("2026-11-02 accounts.xlsx", False),
        ("visa_policy_v3.docx", False),
    ],
)  # fmt: skip
def test_a_file_that_is_named_as_a_workers_paper_is_told_from_others(name, holds):
    assert names_a_paper(name) is holds
