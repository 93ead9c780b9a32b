"""Every page's address."""

from django.urls import include, path

from irhub.dashboards import feed, organisation, places, provider_signup
from irhub.dashboards import views as dashboards

urlpatterns = [
    path("", places.whole_country, name="england"),
    path("regions/<slug:slug>/", places.region, name="region"),
    path("partnerships/<slug:slug>/", places.partnership, name="partnership"),
    path("councils/<slug:slug>/", places.council, name="council"),
    path("columns/", places.columns_chosen, name="columns"),
    path("<slug:area>/<slug:slug>/attention/", places.deserves_attention, name="place-attention"),
    path("<slug:area>/<slug:slug>/providers/", places.providers_here, name="place-providers"),
    path("<slug:area>/<slug:slug>/map/", places.map_of, name="place-map"),
    path("<slug:area>/<slug:slug>/compare/", places.compared, name="place-compare"),
    path("organisations/<slug:organisation_id>/", organisation.organisation, name="organisation"),
    path("organisations/<slug:organisation_id>/people/", organisation.people_of, name="organisation-people"),
    path("changes/", feed.changes, name="changes"),
    path("changes/feed/", feed.atom, name="changes-feed"),
    path("data/", dashboards.data, name="data"),
    path("data/<slug:register>/<str:day>/", dashboards.edition, name="edition"),
    path("data/<slug:register>/<str:day>/<int:line>/", dashboards.row, name="row"),
    path("data/<slug:register>/<str:day>/<int:line>/people/", dashboards.row_people, name="row-people"),
    path("providers/join/", provider_signup.join, name="join"),
    path("search/", dashboards.search, name="search"),
    path("search/people/", dashboards.search_people, name="search-people"),
    path("about/", dashboards.about, name="about"),
    path("", include("irhub.attention.urls")),
    path("", include("irhub.indicators.urls")),
    path("", include("irhub.review.urls")),
    path("", include("irhub.contracts.urls")),
    path("", include("irhub.checker.urls")),
    path("", include("irhub.continuity.urls")),
    path("", include("irhub.accounts.urls")),
    path("", include("irhub.operations.urls")),
]
handler400 = "irhub.web.error_pages.bad_request"
handler403 = "irhub.web.error_pages.forbidden"
handler404 = "irhub.web.error_pages.not_found"
handler429 = "irhub.web.error_pages.too_many"
handler500 = "irhub.web.error_pages.failed"
