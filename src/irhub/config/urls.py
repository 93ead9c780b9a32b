"""Every page's address: those of every room, and the pages of errors."""

from django.urls import include, path

from irhub.web.rooms import modules

urlpatterns = [path("", include(urls)) for urls in modules("urls")]
handler400 = "irhub.web.error_pages.bad_request"
handler403 = "irhub.web.error_pages.forbidden"
handler404 = "irhub.web.error_pages.not_found"
handler429 = "irhub.web.error_pages.too_many"
handler500 = "irhub.web.error_pages.failed"
