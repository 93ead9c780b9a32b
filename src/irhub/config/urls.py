"""Every page's address: those of every room, and the pages of errors."""

from irhub.accounts.sent_once import made_once
from irhub.web.rooms import gathered

urlpatterns = [page for pages in gathered("urls", "urlpatterns") for page in pages]
for page in urlpatterns:
    page.callback = made_once(page.callback)
handler400 = "irhub.web.error_pages.bad_request"
handler403 = "irhub.web.error_pages.forbidden"
handler404 = "irhub.web.error_pages.not_found"
handler429 = "irhub.web.error_pages.too_many"
handler500 = "irhub.web.error_pages.failed"
