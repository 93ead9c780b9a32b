"""The real-world bodies behind the records of several registers.

Primary: `Organisation`, the ledger of ids that were given out (an id is never deleted or given again); `Decision`, what
people judged of pairs of records; `Move`, when a record passed from one organisation to another.
Derived: `Link`, how each pair of a sponsor and a provider stands; `Namesake`, which other sponsors may be an organisation's; `CompanyLink`, which company a record most likely is;
`Member`, which records belong to which organisation now; and the names and words by which organisations are found
(`SearchName`, `SearchWord`).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value

from irhub.web.model_fields import OneOf


class Organisation(models.Model):
    """An id that was given out, and the record it was first given for (its anchor)."""

    id = models.CharField(max_length=12, primary_key=True)
    register = models.CharField(max_length=40)
    entity_key = models.TextField()
    minted_on = models.DateField(help_text="Date of the edition in which its anchor first stood")
    redirect_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="redirected_from")

    class Meta:
        constraints = [
            models.UniqueConstraint("register", "entity_key", name="organisation_anchor_once"),
            models.CheckConstraint(
                condition=Q(redirect_to__isnull=True) | ~Q(redirect_to=F("id")),
                name="organisation_not_redirected_to_itself",
            ),
        ]


class Member(models.Model):
    """A record that belongs to an organisation: a sponsor or a CQC provider, and why."""

    register = models.CharField(max_length=40)
    entity_key = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    reason = models.TextField(help_text="Why the record belongs here, in plain words")
    name = models.TextField(help_text="The newest published name")
    place = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("register", "entity_key", name="record_in_one_organisation")]


class Basis(models.TextChoices):
    """What a link rests on, in the words that everybody reads (ADR 25)."""

    NUMBER = "number", "Same company number"
    LEGAL_NAME = "legal_name", "Same legal name"
    FOLLOWS = "follows", "The same sponsor's entry, moved or renamed"
    REVIEWER = "reviewer", "Confirmed by a reviewer"


PROOFS = [(str(proof), str(proof.label)) for proof in (Basis.NUMBER, Basis.LEGAL_NAME)]


class Link(models.Model):
    """How a pair of a sponsor and a CQC provider stands: what the linker says of it, and above that what people decided.

    A sponsor has one row for the provider that the linker finds likeliest (`linked` is not blank), and one for each other
    provider that people judged, or that is next in line because they ruled the likeliest out.
    """

    class Band(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        REVIEW = "review", "To review"
        REJECTED = "rejected", "Rejected"

    class WaitsFor(models.TextChoices):
        SCORE = "score", "Not sure enough"
        DISAGREE = "disagree", "Reviewers disagree"
        NUMBERS = "numbers", "Conflicting company numbers"
        LIKELY = "likely", "Likely, not reviewed"
        COMPANY = "company", "Another company's name"

    sponsor_key = models.TextField()
    provider_id = models.TextField()
    score = models.FloatField(help_text="Probability that the link is right, 0 to 1; 0 where the linker does not tell")
    own_score = models.FloatField(
        null=True, help_text="Of a link that follows another entry: what the linker says of this one"
    )
    linked = models.CharField(max_length=10, blank=True, help_text="The linker's own band; blank if it names another")
    band = OneOf(max_length=10, choices=Band)
    waits_for = OneOf(max_length=10, choices=WaitsFor, blank=True, help_text="Why a person should look")
    conflict = models.TextField(blank=True, help_text="What would be brought together wrongly, in a sentence")
    decided_by = models.TextField(blank=True, help_text="Who decided it, if people did")
    said = models.TextField(blank=True, help_text="The same for those who review: bodies and dates, no people")
    follows = models.JSONField(
        db_default=Value([], models.JSONField()),
        help_text="Sentences: how the sponsor moved or was renamed from an entry that is linked, and why that one is",
    )
    reasons = models.JSONField(help_text="Sentences, the strongest first")
    against = models.JSONField(help_text="What speaks against it")
    others = models.JSONField(help_text="Who else it may be: provider_id and score")
    sampled = models.BooleanField(help_text="Drawn to measure how many of the linker's accepted links are right")
    rests_on = OneOf(
        max_length=10,
        choices=PROOFS,
        blank=True,
        db_default="",
        help_text="What proves it; blank: it is likely at most",
    )
    councils = ArrayField(models.CharField(max_length=9), help_text="Where the provider has or had locations")
    locations = models.IntegerField(help_text="How many care locations the provider has now")
    beds = models.IntegerField(help_text="How many beds these have")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=1), name="link_score_is_a_probability"),
            models.UniqueConstraint("sponsor_key", "provider_id", name="pair_linked_once"),
            models.UniqueConstraint("sponsor_key", condition=~Q(linked=""), name="linker_names_one_provider"),
            models.CheckConstraint(condition=Q(waits_for="") | Q(band="review"), name="link_waits_in_review_alone"),
        ]
        indexes = [
            models.Index(fields=["provider_id"], name="link_of_provider"),
            models.Index(fields=["band", "waits_for"], name="link_waiting"),
            models.Index(
                fields=["sponsor_key"],
                condition=Q(linked="review") | Q(linked="accepted", rests_on="") | ~Q(waits_for=""),
                name="link_in_queue",
            ),
            GinIndex(fields=["councils"], name="link_in_council"),
        ]

    @property
    def basis(self) -> Basis | None:
        """What it rests on; None of one that is likely at most."""
        if self.decided_by:
            return Basis.REVIEWER
        if self.band != self.Band.ACCEPTED:
            return None
        return Basis(self.rests_on) if self.rests_on else Basis.FOLLOWS


class Namesake(models.Model):
    """A sponsor that is not the organisation's, but bears the name of one that is, or may be its new name: nobody reviewed it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    sponsor_key = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "sponsor_key", name="namesake_once")]
        indexes = [models.Index(fields=["sponsor_key"], name="namesake_of")]


class CompanyLink(models.Model):
    """The company that a sponsor, or a provider that gave no number, most likely is. It is shown; it joins no records."""

    class Band(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        REVIEW = "review", "Not sure enough"
        NONE = "none", "None found"

    entity_key = models.TextField(unique=True)
    company_number = models.TextField(blank=True)
    score = models.FloatField(help_text="Probability that it is this company, 0 to 1")
    band = OneOf(max_length=10, choices=Band)
    rests_on = OneOf(
        max_length=10,
        choices=PROOFS,
        blank=True,
        db_default="",
        help_text="What proves it; blank: it is likely at most",
    )
    reasons = models.JSONField(help_text="Sentences, the strongest first")
    against = models.JSONField(help_text="What speaks against it")
    mark = models.BigIntegerField(help_text="A mark of the whole answer, so that only what changed is written")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=0) & Q(score__lte=1), name="company_link_score_is_a_probability"
            ),
            models.CheckConstraint(
                condition=Q(band="none", company_number="") | (~Q(band="none") & ~Q(company_number="")),
                name="company_link_names_a_company",
            ),
        ]
        indexes = [
            models.Index(fields=["company_number"], name="link_to_company"),
            models.Index(
                fields=["entity_key"],
                include=["company_number"],
                condition=Q(band="accepted"),
                name="company_link_accepted",
            ),
        ]


class Decision(models.Model):
    """What a person judged of a pair of records, and on which rows. Added to, never changed: the database refuses it.

    The keys, and the version of the cleaning rules that made them, follow the rows when those rules change.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "Same"
        DIFFERENT = "different", "Different"
        UNSURE = "unsure", "Not sure"
        SKIP = "skip", "Skip"
        WITHDRAWN = "withdrawn", "Withdrawn"

    sponsor_key = models.TextField()
    provider_id = models.TextField()
    verdict = OneOf(max_length=10, choices=Verdict)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawn_by")
    who = models.CharField(max_length=254, help_text="E-mail address, or the name of a command's user")
    body = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(help_text="Those made in one go have the same time")
    why = models.TextField(blank=True)
    blind = models.BooleanField(help_text="Made without seeing the score or what others decided")
    sampled = models.BooleanField(help_text="The pair was drawn to measure the linker's accepted links")
    score = models.FloatField(null=True, help_text="What the linker said of the pair then")
    linked = models.CharField(max_length=10, blank=True, help_text="The linker's band then")
    sponsor = models.JSONField(help_text="The sponsor's fields as they stood")
    sponsor_edition = models.DateField()
    sponsor_line = models.BigIntegerField()
    provider = models.JSONField(help_text="The fields of one of the provider's locations as they stood")
    provider_edition = models.DateField()
    provider_line = models.BigIntegerField()
    cleaner = models.IntegerField(help_text="Version of the cleaning rules that made the keys")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="withdrawn", withdraws__isnull=False)
                | (~Q(verdict="withdrawn") & Q(withdraws=None)),
                name="withdrawing_says_what",
            ),
            models.UniqueConstraint("sponsor_key", "provider_id", "who", "at", "verdict", name="decision_once"),
        ]
        indexes = [
            models.Index(fields=["sponsor_key", "provider_id"], name="decision_on_pair"),
            models.Index(fields=["who", "-at"], name="decision_of"),
        ]


class Move(models.Model):
    """A record that passed from one organisation to another, and why. What organisations were is told by these alone."""

    register = models.CharField(max_length=40)
    entity_key = models.TextField()
    name = models.TextField(help_text="The record's newest published name on that day")
    came_from = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="moves_out")
    went_to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="moves_in")
    on = models.DateField()
    because = models.TextField(help_text="A sentence's end: because ...")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(came_from=F("went_to")), name="moved_between_two_organisations")
        ]


class SearchName(models.Model):
    """A name under which an organisation can be found: published now or formerly, traded under, or of a location.

    `plain`: in lower case without accents and punctuation. `words`: its words.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    name = models.TextField()
    kind = models.CharField(max_length=20, help_text="What sort of name it is, in words")
    plain = models.TextField()
    words = ArrayField(models.TextField())

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="name_by_word", fastupdate=False),
            models.Index(fields=["plain"], opclasses=["text_pattern_ops"], name="name_by_beginning"),
        ]


class SearchWord(models.Model):
    """A word of names, and in how many it stands: what a mistyped word is held against."""

    word = models.TextField(primary_key=True)
    many = models.IntegerField()


class SearchMade(models.Model):
    """When the names were last gathered: a process that holds the words reads them again when it changes."""

    at = models.DateTimeField()


class ProviderInCouncil(models.Model):
    """A provider's locations in a council on the CQC's newest list, or on that of a kept past day, and what is known of its sponsor
    licence then. Derived (providers.py).

    Its care locations (docs/definitions.md) are one row, its other locations there another. A provider that is no longer on the newest
    list has a row without a council and without locations. What is told of it in all is the sum over its rows.
    """

    class Licence(models.TextChoices):
        LICENSED = "licensed", "Linked sponsor on the register now"
        FORMERLY = "formerly", "Linked sponsor no longer on the register"
        UNCLEAR = (
            "unclear",
            "Linked sponsor gone, but one of the same or a similar name is on the register: not reviewed",
        )
        NONE = "none", "No sponsor linked"

    as_at = models.DateField(null=True, help_text="The past day; null of the newest list")
    council_code = models.CharField(max_length=9, blank=True, help_text="Blank where the council is not known")
    adult_social_care = models.BooleanField(help_text="Whether these are care locations, or its others")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    provider_id = models.TextField()
    name = models.TextField()
    locations = models.IntegerField()
    dormant = models.IntegerField(help_text="How many of the locations are dormant")
    beds = models.IntegerField()
    home_care = models.IntegerField(help_text="How many of the locations give home care")
    care_homes = models.IntegerField(
        default=0, help_text="How many of the locations are care homes, with or without nursing"
    )
    service_types = models.TextField(help_text="Joined by |, each once")
    lowest_rating = models.TextField(help_text="Of its locations here; blank if none was rated")
    licence = OneOf(max_length=8, choices=Licence)
    left_by = models.DateField(null=True, help_text="Edition by which the last linked sponsor had left")
    waits = models.BooleanField(default=False, help_text="A possible link awaits review")
    decided = models.BooleanField(default=False, help_text="A person decided an accepted link")
    numbered = models.BooleanField(default=False, help_text="Companies House knows the company number that it gave")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["as_at", "council_code", "provider_id", "adult_social_care"],
                nulls_distinct=False,
                name="provider_in_council_once",
            )
        ]
        indexes = [models.Index(fields=["provider_id"], name="councils_of_provider")]
