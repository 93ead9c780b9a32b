"""What an application says of its applicant and project: the same of one that counts and of one in a rehearsal."""

from __future__ import annotations

from django.db import models


class Particulars(models.Model):
    """`company_number`, `charity_number`, `provider_id`, `council`: what registers know an applicant by. `asked`: pence. `holder`: the name of
    the bank account’s holder; no number of it is kept. `aid`: pence of other minimal financial assistance in this financial year and the two before."""

    name = models.CharField(max_length=200)
    company_number = models.CharField(max_length=8, blank=True, default="")
    charity_number = models.CharField(max_length=12, blank=True, default="")
    provider_id = models.CharField(max_length=20, blank=True, default="")
    council = models.CharField(max_length=9, blank=True, default="")
    title = models.CharField(max_length=140)
    asked = models.IntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    holder = models.CharField(max_length=120)
    aid = models.IntegerField()

    class Meta:
        abstract = True
