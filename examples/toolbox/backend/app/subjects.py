import json
from enum import StrEnum
from pathlib import Path

SUBJECTS_FILE = Path(__file__).parent / "data" / "subjects.json"

Subject = StrEnum(
    "Subject", [(code.upper(), code) for code in json.loads(SUBJECTS_FILE.read_text("utf-8"))]
)
