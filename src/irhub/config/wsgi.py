"""The web application that a server runs."""

from django.core.wsgi import get_wsgi_application

from irhub.config.home import make_home

make_home()
application = get_wsgi_application()
