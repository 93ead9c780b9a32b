"""Which of the CQC's types of service are adult social care (docs/definitions.md)."""

from __future__ import annotations

NURSING_HOME, CARE_HOME = "Care home service with nursing", "Care home service without nursing"
HOME_CARE = "Domiciliary care service"
CARE_SERVICES = (
    NURSING_HOME, CARE_HOME, HOME_CARE, "Supported living service", "Extra Care housing services", "Shared Lives",
)  # fmt: skip
"""Care homes, home care, supported living, extra care and Shared Lives."""

_IN_THE_DIRECTORY = {
    "Nursing homes": NURSING_HOME,
    "Residential homes": CARE_HOME,
    "Homecare agencies": HOME_CARE,
    "Supported living": "Supported living service",
    "Supported housing": "Extra Care housing services",
    "Shared lives": "Shared Lives",
    "Ambulances": "Ambulance service",
    "Clinic": "Acute services without overnight beds / listed acute services with or without overnight beds",
    "Community services - Healthcare": "Community healthcare service",
    "Community services - Learning disabilities": "Community based services for people with a learning disability",
    "Community services - Mental Health": "Community based services for people with mental health needs",
    "Community services - Nursing": "Community health care services - Nurses Agency only",
    "Community services - Substance abuse": "Community based services for people who misuse substances",
    "Dentist": "Dental service",
    "Diagnosis/screening": "Diagnostic and/or screening service",
    "Doctors/GPs": "Doctors consultation service",
    "Home hospice care": "Hospice services at home",
    "Hospice": "Hospice services",
    "Hospital": "Acute services with overnight beds",
    "Phone/online advice": "Remote clinical advice service",
    "Rehabilitation (illness/injury)": "Rehabilitation services",
    "Urgent care centres": "Urgent care services",
}
"""What the weekly directory calls services, and the workbook's word for each: the CQC's interface gives the two as name and description.
"""
_WORKBOOKS_WORDS = {word.casefold(): title for word, title in _IN_THE_DIRECTORY.items()}


def in_words_of_the_workbook(services: str) -> str:
    """The services of a location as the directory lists them, joined by |, in the workbook's words and order of naming, joined by " | ".

    A word that is none of the directory's is kept.
    """
    named = (word.strip() for word in services.split("|"))
    return " | ".join(dict.fromkeys(_WORKBOOKS_WORDS.get(word.casefold(), word) for word in named if word))
