"""The official column names of each file, in the publisher's order."""

from __future__ import annotations

REGULATED_ACTIVITIES = (
    "Accommodation for persons who require nursing or personal care",
    "Accommodation for persons who require treatment for substance misuse",
    "Assessment or medical treatment for persons detained under the Mental Health Act 1983",
    "Diagnostic and screening procedures", "Family planning",
    "Management of supply of blood and blood derived products", "Maternity and midwifery services", "Nursing care",
    "Personal care", "Services in slimming clinics", "Surgical procedures", "Termination of pregnancies",
    "Transport services, triage and medical advice provided remotely", "Treatment of disease, disorder or injury",
)  # fmt: skip
SERVICE_TYPES = (
    "Acute services with overnight beds",
    "Acute services without overnight beds / listed acute services with or without overnight beds", "Ambulance service",
    "Blood and Transplant service", "Care home service with nursing", "Care home service without nursing",
    "Community based services for people who misuse substances",
    "Community based services for people with a learning disability",
    "Community based services for people with mental health needs",
    "Community health care services - Independent Midwives", "Community health care services - Nurses Agency only",
    "Community healthcare service", "Dental service", "Diagnostic and/or screening service",
    "Diagnostic and/or screening service - single handed sessional providers", "Doctors consultation service",
    "Doctors treatment service", "Domiciliary care service", "Extra Care housing services", "Hospice services",
    "Hospice services at home",
    "Hospital services for people with mental health needs, learning disabilities and problems with substance misuse",
    "Hyperbaric Chamber", "Long term conditions services", "Mobile doctors service", "Prison Healthcare Services",
    "Rehabilitation services", "Remote clinical advice service",
    "Residential substance misuse treatment and/or rehabilitation service", "Shared Lives",
    "Specialist college service", "Supported living service", "Urgent care services",
)  # fmt: skip
USER_BANDS = (
    "Children 0-18 years", "Dementia", "Learning disabilities or autistic spectrum disorder", "Mental Health",
    "Older People", "People detained under the Mental Health Act", "People who misuse drugs and alcohol",
    "People with an eating disorder", "Physical Disability", "Sensory Impairment", "Whole Population", "Younger Adults",
)  # fmt: skip
LOCATION_HEADER = (
    "Location ID", "Location HSCA start date", "Dormant (Y/N)", "Care home?", "Location Name", "Location ODS Code",
    "Location Telephone Number", "Registered manager", "Location Web Address", "Care homes beds",
    "Location Type/Sector", "Location Inspection Directorate", "Location Primary Inspection Category",
    "Location Latest Overall Rating", "Publication Date", "Inherited Rating (Y/N)", "Location Region",
    "Location NHS Region", "Location Local Authority", "Location ONSPD CCG Code", "Location ONSPD CCG",
    "Location Commissioning CCG Code", "Location Commissioning CCG", "Location Street Address",
    "Location Address Line 2", "Location City", "Location County", "Location Postal Code", "Location PAF ID",
    "Location UPRN ID", "Location Latitude", "Location Longitude", "Location Parliamentary Constituency", "Brand ID",
    "Brand Name", "Provider Companies House Number", "Provider Charity Number", "Provider ID", "Provider Name",
    "Provider HSCA start date", "Provider Type/Sector", "Provider Inspection Directorate",
    "Provider Primary Inspection Category", "Provider Ownership Type", "Provider Telephone Number",
    "Provider Web Address", "Provider Street Address", "Provider Address Line 2", "Provider City", "Provider County",
    "Provider Postal Code", "Provider PAF ID", "Provider UPRN ID", "Provider Local Authority", "Provider Region",
    "Provider NHS Region", "Provider Latitude", "Provider Longitude", "Provider Parliamentary Constituency",
    "Provider Nominated Individual Name", "Provider Main Partner Name",
    *(f"Regulated activity - {activity}" for activity in REGULATED_ACTIVITIES),
    *(f"Service type - {service}" for service in SERVICE_TYPES),
    *(f"Service user band - {band}" for band in USER_BANDS),
    "Location Dual Registered", "Primary ID (Dual registration locations)",
)  # fmt: skip
DIRECTORY_HEADER = (
    "Name", "Also known as", "Address", "Postcode", "Phone number", "Service's website (if available)",
    "Service types", "Date of latest check", "Specialisms/services", "Provider name", "Local authority", "Region",
    "Location URL", "CQC Location ID (for office use only)", "CQC Provider ID (for office use only)",
)  # fmt: skip
RATINGS_HEADER = (
    "Location ID", "Location ODS Code", "Location Name", "Care Home?", "Location Type",
    "Location Primary Inspection Category", "Location Street Address", "Location Address Line 2", "Location City",
    "Location Post Code", "Location Local Authority", "Location Region", "Location NHS Region", "Location ONSPD CCG Code",
    "Location ONSPD CCG", "Location Commissioning CCG Code", "Location Commissioning CCG Name", "Service / Population Group",
    "Domain (formerly Key Question)", "Latest Rating", "Publication Date", "Report Type", "Inherited Rating (Y/N)", "URL",
    "Provider ID", "Provider Name", "Brand ID", "Brand Name",
)  # fmt: skip
PROVIDER_RATINGS_HEADER = (
    "Provider ID", "Provider ODS Code", "Provider Name", "Provider Type", "Provider Primary Inspection Category",
    "Provider Street Address", "Provider Address Line 2", "Provider City", "Provider Post Code", "Provider Local Authority",
    "Provider Region", "Provider NHS Region", "Service / Population Group", "Domain (formerly Key Question)", "Latest Rating",
    "Publication Date", "Report Type", "Inherited Rating (Y/N)", "URL", "Brand ID", "Brand Name",
)  # fmt: skip
DEACTIVATED_HEADER = (
    "Location ID", "Location ODS Code", "Location Name", "Location Status (Inactive-Dereg, Removed)",
    "Location HSCA start date", "Location HSCA End Date", "Care home?",
    "Care homes beds at point location de-activated", "Location Type/Sector", "Location Inspection Directorate",
    "Location Primary Inspection Category", "Location Region", "Location NHS Region", "Location Local Authority",
    "Location ONSPD CCG Code", "Location ONSPD CCG", "Location Commissioning CCG Code", "Location Commissioning CCG",
    "Location Street Address", "Location Address Line 2", "Location City", "Location County", "Location Postal Code",
    "Location Latitude", "Location Longitude", "Location Parliamentary Constituency", "Provider Companies House Number",
    "Provider Charity Number", "Provider ID", "Provider Name", "Provider HSCA start date", "Provider Type/Sector",
    "Provider Ownership Type",
)  # fmt: skip
DUAL_HEADER = (
    "Location ID", "Location Name", "Location HSCA Start Date", "Location Type/Sector", "Provider ID", "Provider Name",
    "Linked Organisation ID", "Linked Organisation Name", "Relationship", "Relationship Start Date", "Primary ID",
)  # fmt: skip
COMPANIES_HEADER = (
    "CompanyName", " CompanyNumber", "RegAddress.CareOf", "RegAddress.POBox", "RegAddress.AddressLine1",
    " RegAddress.AddressLine2", "RegAddress.PostTown", "RegAddress.County", "RegAddress.Country", "RegAddress.PostCode",
    "CompanyCategory", "CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate",
    "Accounts.AccountRefDay", "Accounts.AccountRefMonth", "Accounts.NextDueDate", "Accounts.LastMadeUpDate",
    "Accounts.AccountCategory", "Returns.NextDueDate", "Returns.LastMadeUpDate", "Mortgages.NumMortCharges",
    "Mortgages.NumMortOutstanding", "Mortgages.NumMortPartSatisfied", "Mortgages.NumMortSatisfied",
    "SICCode.SicText_1", "SICCode.SicText_2", "SICCode.SicText_3", "SICCode.SicText_4",
    "LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI",
    "PreviousName_1.CONDATE", " PreviousName_1.CompanyName", " PreviousName_2.CONDATE", " PreviousName_2.CompanyName",
    *(f"{blank}PreviousName_{number}.{what}" for number in range(3, 11) for blank, what in (("", "CONDATE"), (" ", "CompanyName"))),
    "ConfStmtNextDueDate", " ConfStmtLastMadeUpDate",
)  # fmt: skip
RECRUITERS_HEADER = ("Recruiter", "Website")
SPONSOR_HEADER = ("Organisation Name", "Town/City", "County", "Type & Rating", "Route")
