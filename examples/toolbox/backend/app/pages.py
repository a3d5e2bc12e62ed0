from typing import Annotated, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, Field

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T] = Field(description="Records of this page, in order of creation.")
    total: int = Field(ge=0, description="Number of records on all pages.")


class PageQuery(BaseModel):
    limit: int = Field(default=20, ge=1, le=100, description="Most records to return.")
    offset: int = Field(default=0, ge=0, description="Records to skip.")

    def of(self, records: list[T]) -> Page[T]:
        return Page(items=records[self.offset : self.offset + self.limit], total=len(records))


PageDep = Annotated[PageQuery, Depends()]
