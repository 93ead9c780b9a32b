"""Addresses of this room."""

from django.urls import path

from irhub.programmes.views import figures, programmes, reach, schemes

urlpatterns = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/add/", programmes.add, name="programme-add"),
    path("programmes/figures/", figures.figures, name="figures"),
    path("programmes/<slug:slug>/figures/<slug:report>/", figures.figures_of, name="programme-figures"),
    path("programmes/<slug:slug>/figures/<slug:report>/again/", figures.count_again, name="programme-count-again"),
    path("programmes/<slug:slug>/reach/", reach.counts, name="programme-reach-counts"),
    path("programmes/<slug:slug>/reach/never/", reach.never_reached, name="programme-reach"),
    path("programmes/schemes/<int:number>/", schemes.scheme, name="scheme"),
    path("programmes/schemes/<int:number>/publish/", schemes.publish, name="scheme-publish"),
    path("programmes/schemes/<int:number>/change/<slug:what>/", schemes.change, name="scheme-change"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("programmes/<slug:slug>/open/", programmes.open_programme, name="programme-open"),
    path("programmes/<slug:slug>/change/<slug:what>/", programmes.change, name="programme-change"),
    path("programmes/<slug:slug>/schemes/add/", schemes.add, name="scheme-add"),
    path("programmes/<slug:slug>/<slug:kind>/<int:number>/remove/", programmes.remove, name="programme-remove"),
]
