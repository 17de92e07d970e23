"""The door for a web server: `gunicorn wsgi:app`, `flask --app wsgi`."""

from backend.app import create_app
from backend.core.settings import Settings
from backend.migrations import migrate
from backend.safety import refuse_unsafe

app = create_app(refuse_unsafe(Settings.from_environ()))
migrate.init_app(app)
