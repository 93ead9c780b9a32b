"""Examples of everything that an indicator looks for, put into the fictional registers on purpose.

What chance brings is rare in a small set; here each thing is made to happen to a few providers of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from irhub.registers.fictional.care import Location, Provider, without_form
from irhub.registers.fictional.controllers import Controller, Owner
from irhub.registers.fictional.sponsors import Register, Sponsor, Step

_ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Last")
NEEDED = 43
"""How many providers there must be to whom something can happen: so many are taken."""
_MISSPELT = 4
"""How many sponsors reviewers find at least."""
_LATE, _VERY_LATE = timedelta(days=40), timedelta(days=150)


@dataclass
class World:
    """The fictional registers before they are written: providers, the locations of each month, the sponsors, the dates,
    what is to happen to sponsors, by the number of the edition that first shows it, the providers to whose sponsors nothing
    else happens, and who controls, or owns, the companies of some. `home`: the code of the council in which what a reader sees first happens,
    if one has most of the care."""

    providers: list[Provider]
    locations: list[list[Location]]
    register: Register
    months: list[date]
    days: list[date]
    script: dict[int, list[Step]] = field(default_factory=dict)
    spared: set[str] = field(default_factory=set)
    controllers: dict[str, Controller] = field(default_factory=dict)
    owners: list[Owner] = field(default_factory=list)
    home: str = ""


def staged(world: World) -> World:
    """The same world with the examples in it; a world of very few providers stays as it is. Nothing is left to chance."""
    stage = _Stage(world)
    return stage.set() if stage.enough else world


class _Stage:
    """Providers that nothing has happened to yet, those with a licence and those without, and what changes of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.facts: dict[str, Provider] = {}
        held = {sponsor.provider_id for sponsor in world.register.standing}
        both = {place.id for place in world.locations[0]} & {place.id for place in world.locations[1]}
        places: dict[str, list[Location]] = {}
        for place in world.locations[1]:
            places.setdefault(place.provider.id, []).append(place)
        plain = [
            owner
            for owner in world.providers
            if owner.kind == "home care" and owner.company_number and not owner.brand and not owner.former
            and places.get(owner.id) and all(place.id in both and not place.dormant for place in places[owner.id])
        ]  # fmt: skip
        self.places = places
        self.enough = len(plain) >= NEEDED
        self.licences = [owner for owner in plain if owner.id in held]
        self.unlicensed = iter([owner for owner in plain if owner.id not in held])
        self.extra = iter(range(900_000, 999_999))

    def set(self) -> World:
        """Stage every example and put what changed into the world."""
        newest, world = self.world.months[-1], self.world
        first, last = 1, len(world.days)
        self._company(accounts_due=newest - _LATE)
        self._company(accounts_due=newest - _VERY_LATE)
        self._company(confirmation_due=newest - _LATE)
        self._company(at_home=True, status="Liquidation")
        self._company(status="Active - Proposal to Strike off")
        self._company(listed=(True, False))
        self._company(incorporated=newest - timedelta(days=12), listed=(False, True))
        self._company(told_number="99999998")
        self._company(rating="Inadequate")
        self._rated(("Good", newest - 3 * _VERY_LATE), ("Inadequate", newest - timedelta(days=15)))
        self._rated(("Outstanding", newest - 3 * _VERY_LATE), ("Requires improvement", newest - timedelta(days=9)))
        self._places(dormant=True)
        self._places(rating="", start=newest - timedelta(days=900))
        self._places(agency=True)
        self._more(3, (0, 1), start=newest - timedelta(days=70), rating="")
        self._more(11, (0, 1))
        self._more(3, (0,))
        self._transfer()
        self._one_address()
        self._other_route()
        self._two_entries()
        for _ in range(_MISSPELT):
            self._misspelt()
        self._happen(self._sponsor(self._licensed(at_home=True)), {last - 4: "licence_removed"})
        self._happen(
            self._sponsor(self._licensed(at_home=True)), {first + 3: "licence_removed", first + 17: "licence_returned"}
        )
        self._happen(self._sponsor(self._licensed()), {first + 5: "licence_removed", first + 7: "licence_returned"})
        self._happen(self._sponsor(self._licensed()), {first + 8: "rating_changed"})
        self._new_firm(first + 12)
        self._successor(first + 6, first + 16)
        self._one_person(first + 9)
        self._one_owner()
        self._licence_above()
        return self._changed()

    def _licensed(self, at_home: bool = False) -> Provider:
        """The next provider with a licence, of the council `home` if there is one; where there are no more, one is given a licence."""
        here = [owner for owner in self.licences if at_home and owner.council.code == self.world.home]
        if owner := next(iter(here or self.licences), None):
            self.licences.remove(owner)
            return owner
        owner = next(self.unlicensed)
        self.world.register.standing.append(self._coming(owner))
        return owner

    def _sponsor(self, owner: Provider) -> Sponsor:
        """The provider's own sponsor, made to bear its name, so that nobody can miss that it is the same body."""
        register = self.world.register
        self.world.spared.add(owner.id)
        mine = [sponsor for sponsor in register.standing if sponsor.provider_id == owner.id]
        plain = replace(mine[0], name=owner.name, town=self.places[owner.id][0].city, county="")
        register.standing[:] = [sponsor for sponsor in register.standing if sponsor not in mine[1:]]
        register.standing[register.standing.index(mine[0])] = plain
        return plain

    def _happen(self, sponsor: Sponsor, steps: dict[int, str]) -> None:
        for number, kind in steps.items():
            self.world.script.setdefault(number, []).append(Step(kind, sponsor))

    def _company(self, at_home: bool = False, **facts: object) -> None:
        owner = self._licensed(at_home)
        self._sponsor(owner)
        self.facts[owner.id] = replace(owner, **facts)  # type: ignore[arg-type]

    def _places(self, **facts: object) -> None:
        owner = self._licensed()
        self._sponsor(owner)
        for month in self.world.locations:
            month[:] = [
                replace(place, **facts) if place.provider.id == owner.id else place  # type: ignore[arg-type]
                for place in month
            ]

    def _rated(self, *ratings: tuple[str, date]) -> None:
        owner = self._licensed()
        self._sponsor(owner)
        for month, (rating, on) in zip(self.world.locations, ratings, strict=True):
            month[:] = [
                replace(place, rating=rating, rating_date=on) if place.provider.id == owner.id else place
                for place in month
            ]

    def _more(self, count: int, months: tuple[int, ...], **facts: object) -> None:
        """Further locations of one provider, in some of the months."""
        owner = self._licensed()
        self._sponsor(owner)
        one = self.places[owner.id][0]
        for number in range(1, count + 1):
            named = replace(one, id=f"1-{200000000 + next(self.extra)}", name=f"{one.name} {_ORDINALS[number]} branch")
            further = replace(named, **facts)  # type: ignore[arg-type]
            for month in months:
                self.world.locations[month].append(further)

    def _transfer(self) -> None:
        """A further location of a licensed provider goes to one without a licence."""
        owner, other = self._licensed(), next(self.unlicensed)
        self._sponsor(owner)
        place = replace(self.places[owner.id][0], id=f"1-{200000000 + next(self.extra)}", name=f"{owner.name} West")
        self.world.locations[0].append(place)
        self.world.locations[1].append(replace(place, provider=other))

    def _one_address(self) -> None:
        owners = [self._licensed() for _ in range(3)]
        for owner in owners:
            self._sponsor(owner)
            self.facts[owner.id] = replace(owner, postcode=owners[0].postcode)

    def _other_route(self) -> None:
        sponsor = self._sponsor(self._licensed())
        standing = self.world.register.standing
        standing[standing.index(sponsor)] = replace(sponsor, routes=("Skilled Worker", "Scale-up"))

    def _two_entries(self) -> None:
        sponsor = self._sponsor(self._licensed())
        trading = f"{sponsor.name} T/A {without_form(sponsor.name)} Direct"
        self.world.register.standing.append(replace(sponsor, name=trading))

    def _misspelt(self) -> None:
        """A sponsor that is the provider but for a letter in its name: a person has to say so."""
        coming = self._coming(next(self.unlicensed))
        first, rest = coming.name[:3], coming.name[3:]
        self.world.register.standing.append(replace(coming, name=first + first[-1] + rest))

    def _coming(self, owner: Provider) -> Sponsor:
        self.world.spared.add(owner.id)
        return Sponsor(owner.name, self.places[owner.id][0].city, "", provider_id=owner.id)

    def _new_firm(self, number: int) -> None:
        owner = next(self.unlicensed)
        self.facts[owner.id] = replace(owner, start=self.world.months[0] - timedelta(days=45))
        self._happen(self._coming(owner), {number: "licence_granted"})

    def _successor(self, lost: int, granted: int) -> None:
        old, new = self._licensed(), next(self.unlicensed)
        self.facts[new.id] = replace(new, postcode=old.postcode)
        self.world.controllers |= dict.fromkeys((old.id, new.id), Controller("Morgan", "Specimen", 1974, 5))
        self._happen(self._sponsor(old), {lost: "licence_removed"})
        self._happen(self._coming(new), {granted: "licence_granted"})

    def _one_person(self, lost: int) -> None:
        old, other = self._licensed(), self._licensed()
        self._sponsor(other)
        self.world.controllers |= dict.fromkeys((old.id, other.id), Controller("Robin", "Sample", 1968, 11))
        self.facts[old.id] = replace(old, individual="Sample, Robin")
        self.facts[other.id] = replace(other, individual="Sample, Robin", postcode=old.postcode)
        self._happen(self._sponsor(old), {lost: "licence_removed"})

    def _one_owner(self) -> None:
        """Three licensed providers under one company: of the first by a company between, of the second at once, while the
        third left the group."""
        middle, top = ("Quillmoor Midland Holdings Ltd", "15800002"), ("Quillmoor Group Ltd", "15800001")
        one, two, former = (self._licensed() for _ in range(3))
        for owner in (one, two, former):
            self._sponsor(owner)
        self.world.owners += [
            Owner(*middle, of=one.company_number), Owner(*top, of=middle[1], shares="50-to-75"),
            Owner(*top, of=two.company_number),
            Owner(*top, of=former.company_number, ceased=self.world.months[0] - _LATE),
        ]  # fmt: skip

    def _licence_above(self) -> None:
        """A provider without a licence of its own under one with a licence; and one under a company that gives no care itself."""
        parent, child, other = self._licensed(), next(self.unlicensed), next(self.unlicensed)
        self._sponsor(parent)
        holding = ("Thistlewick Group Holdings Ltd", "15800003")
        self.world.owners += [
            Owner(parent.name, parent.company_number, of=child.company_number),
            Owner(*holding, of=other.company_number),
        ]
        self.world.register.standing.append(Sponsor(holding[0], "Exampleton", ""))
        self.world.spared |= {child.id, other.id}

    def _changed(self) -> World:
        world = self.world
        world.providers = [self.facts.get(owner.id, owner) for owner in world.providers]
        for month in world.locations:
            month[:] = [
                replace(place, provider=self.facts[place.provider.id]) if place.provider.id in self.facts else place
                for place in month
            ]
        return world
