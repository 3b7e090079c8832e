"""The status API: who people are, what they may, and how things stand. A Flask application, served by gunicorn."""
