"""Addresses of England, its places, organisations, changes and data."""

from django.urls import path, register_converter

from irhub.dashboards import feed, organisation, places, provider_signup, views


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
    path("", places.whole_country, name="england"),
    path("regions/<slug:slug>/", places.region, name="region"),
    path("partnerships/<slug:slug>/", places.partnership, name="partnership"),
    path("councils/<slug:slug>/", places.council, name="council"),
    path("columns/", places.columns_chosen, name="columns"),
    path("<area:area>/<slug:slug>/attention/", places.deserves_attention, name="place-attention"),
    path("<area:area>/<slug:slug>/providers/", places.providers_here, name="place-providers"),
    path("<area:area>/<slug:slug>/map/", places.map_of, name="place-map"),
    path("<area:area>/<slug:slug>/compare/", places.compared, name="place-compare"),
    path("organisations/<slug:organisation_id>/", organisation.organisation, name="organisation"),
    path("organisations/<slug:organisation_id>/people/", organisation.people_of, name="organisation-people"),
    path("changes/", feed.changes, name="changes"),
    path("changes/feed/", feed.atom, name="changes-feed"),
    path("data/", views.data, name="data"),
    path("data/<slug:register>/", views.editions, name="editions"),
    path("data/<slug:register>/<str:day>/", views.edition, name="edition"),
    path("data/<slug:register>/<str:day>/<int:line>/", views.row, name="row"),
    path("data/<slug:register>/<str:day>/<int:line>/people/", views.row_people, name="row-people"),
    path("providers/join/", provider_signup.join, name="join"),
    path("search/", views.search, name="search"),
    path("search/people/", views.search_people, name="search-people"),
    path("about/", views.about, name="about"),
]
