from enum import StrEnum


class Role(StrEnum):
    admin = "admin"
    teacher = "teacher"
    student = "student"
