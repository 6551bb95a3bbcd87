"""For any WSGI server: `gunicorn wsgi:app`."""

from drakennet import create_app

app = create_app()
