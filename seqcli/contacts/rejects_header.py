"""Reads the header of a rejects file as a whole. Its own module, so that only a rejects file loads pydantic."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from seqcli.contacts.rejects import IGNORED, restored_cell, split_title
from seqcli.errors import InputFileError


class _HeaderCell(BaseModel):
    """One header cell: `field` is what the column was mapped to by hand, `(ignored)`, or empty."""

    model_config = ConfigDict(frozen=True, strict=True)

    field: str
    title: str


class RejectsHeader(BaseModel):
    """The header of a rejects file without its reason columns."""

    model_config = ConfigDict(frozen=True, strict=True)

    cells: tuple[_HeaderCell, ...] = Field(min_length=1)

    @classmethod
    def read(cls, source: str, header: Sequence[str]) -> Self:
        """Return the header that these cells describe; `source` is what errors call the file.

        Raises:
            InputFileError: two columns are mapped to one field, or there is no column of contacts.
        """
        split = (split_title(restored_cell(cell)) for cell in header)
        try:
            return cls(cells=tuple(_HeaderCell(field=field, title=title) for field, title in split))
        except ValidationError as error:
            raise _refusal(source, error) from error

    @model_validator(mode="after")
    def _check_fields(self) -> Self:
        fields = [cell.field for cell in self.cells if cell.field not in {"", IGNORED}]
        for field in dict.fromkeys(fields):
            if fields.count(field) > 1:
                columns = ", ".join(f'"{field}={each.title}"' for each in self.cells if each.field == field)
                raise PydanticCustomError(
                    "mapped_twice",
                    'the header maps {count} columns to "{field}": {columns}',
                    {"count": fields.count(field), "field": field, "columns": columns},
                )
        return self

    @property
    def titles(self) -> list[str]:
        """The titles of the original export."""
        return [cell.title for cell in self.cells]

    @property
    def mapping(self) -> dict[str, str]:
        """Field → column, as for `open_contacts`."""
        return {
            cell.field: self._column(i)
            for i, cell in enumerate(self.cells)
            if cell.field not in {"", IGNORED}
        }

    @property
    def ignored(self) -> list[str]:
        """The columns that the first import ignored."""
        return [self._column(i) for i, cell in enumerate(self.cells) if cell.field == IGNORED]

    def _column(self, index: int) -> str:
        """Return how an option names a column: by its title, or by number where an earlier column has that title."""
        title = self.cells[index].title.strip()
        is_first = all(each.title.strip() != title for each in self.cells[:index])
        return self.cells[index].title if title and is_first else str(index + 1)


def _refusal(source: str, error: ValidationError) -> InputFileError:
    (first, *_) = error.errors()
    if first["type"] == "mapped_twice":
        hint = f'Leave "{first["ctx"]["field"]}=" at one of them.'
        return InputFileError("mapped_twice", f"{source}: {first['msg']}", hint)
    message = f"{source} has the columns about rejections, but no column of the contacts"
    return InputFileError("no_address_column", message, "Add the columns of the original file.")
