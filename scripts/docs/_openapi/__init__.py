"""What `python _openapi` runs: it asks an application for what FastAPI says of it, without serving it."""
