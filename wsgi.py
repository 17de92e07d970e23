"""The door for a web server: `gunicorn wsgi:app`, `flask --app wsgi`."""

from backend.app import create_app
from backend.core.settings import Settings
from backend.migrations import migrate

app = create_app(Settings.from_environ())
migrate.init_app(app)
