"""Addresses of England, its places, organisations, changes and data."""

from django.urls import path, register_converter

from irhub.dashboards.views import changes, data, figures, organisation, places, search, signup


class Area:
    """What sort of place an address names."""

    regex = "country|regions|partnerships|councils"

    def to_python(self, text: str) -> str:
        """As the address says it."""
        return text

    def to_url(self, area: str) -> str:
        """As it is said elsewhere."""
        return str(area)


register_converter(Area, "area")

urlpatterns = [
    path("country/england/", places.whole_country, name="england"),
    path("regions/<slug:slug>/", places.region, name="region"),
    path("partnerships/<slug:slug>/", places.partnership, name="partnership"),
    path("councils/<slug:slug>/", places.council, name="council"),
    path("columns/", places.columns_chosen, name="columns"),
    path("<area:area>/<slug:slug>/attention/", places.deserves_attention, name="place-attention"),
    path("<area:area>/<slug:slug>/providers/", places.providers_here, name="place-providers"),
    path("<area:area>/<slug:slug>/map/", places.map_of, name="place-map"),
    path("<area:area>/<slug:slug>/profile/", places.profile, name="place-profile"),
    path("<area:area>/<slug:slug>/figures/<slug:figure>/", figures.figure, name="place-figure"),
    path("<area:area>/<slug:slug>/figures/<slug:figure>/<slug:form>/", figures.figure_file, name="place-figure-file"),
    path("<area:area>/<slug:slug>/compare/", places.compared, name="place-compare"),
    path("organisations/<slug:organisation_id>/", organisation.organisation, name="organisation"),
    path("organisations/<slug:organisation_id>/people/", organisation.people_of, name="organisation-people"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", changes.atom, name="changes-feed"),
    path("data/", data.data, name="data"),
    path("data/<slug:register>/", data.editions, name="editions"),
    path("data/<slug:register>/<str:day>/", data.edition, name="edition"),
    path("data/<slug:register>/<str:day>/<int:line>/", data.row, name="row"),
    path("data/<slug:register>/<str:day>/<int:line>/people/", data.row_people, name="row-people"),
    path("providers/join/", signup.join, name="join"),
    path("search/", search.search, name="search"),
    path("search/people/", search.search_people, name="search-people"),
    path("about/", data.about, name="about"),
]
