"""`python _openapi` asks an application for the document that FastAPI makes of it, without serving it."""
