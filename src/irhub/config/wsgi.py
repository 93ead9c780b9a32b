"""The web application that a server runs."""

from django.core.wsgi import get_wsgi_application

from irhub.config import logins
from irhub.config.home import make_home

logins.log_in_as(logins.Login.WEB)
make_home()
application = get_wsgi_application()
