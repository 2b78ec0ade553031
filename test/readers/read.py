"""Reads workbooks with python-calamine and openpyxl, for test/readers/run.ts.

Input: a JSON list of paths. Output: one JSON line for each path and reader: the sheets with what their cells say (test/readers/README.md).
Rows without content are left out, and so are empty cells at the end of a row.
"""

import datetime
import json
import sys
import warnings

import openpyxl
from python_calamine import CalamineWorkbook

EPOCH = datetime.datetime(1899, 12, 30)


def moment_text(value):
    value = (value + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
    return value.strftime("%Y-%m-%d") if value.time() == datetime.time(0) else value.strftime("%Y-%m-%d %H:%M:%S")


def cell_text(value):
    """What a cell says: days, moments and times of day in ISO form, truth values in words, numbers as numbers, texts as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return moment_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return moment_text(datetime.datetime.combine(datetime.date(2000, 1, 1), value)).partition(" ")[2] or "00:00:00"
    if isinstance(value, datetime.timedelta):
        if datetime.timedelta(0) <= value < datetime.timedelta(days=1):
            return cell_text((EPOCH + value).time())
        return value / datetime.timedelta(days=1)
    if isinstance(value, (int, float)):
        return value
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def rows_of(cells):
    """Rows from {(row, column): text}, without empty rows and trailing empty cells."""
    rows = {}
    for (row, column), text in sorted(cells.items()):
        if text == "":
            continue
        found = rows.setdefault(row, [])
        found.extend([""] * (column - len(found)))
        found.append(text)
    return [rows[row] for row in sorted(rows)]


def filled_down(cells, merged, formulas):
    """Gives the cells below the first of a merged range its text, as people read them."""
    for first_row, first_column, last_row in sorted(merged):
        text = cells.get((first_row, first_column), "")
        for row in range(first_row + 1, last_row + 1):
            if cells.get((row, first_column), "") == "" and (row, first_column) not in formulas:
                cells[(row, first_column)] = text
    return cells


def with_openpyxl(path):
    """The sheets, and what calamine does not say: which cells hold formulas, and which are merged."""
    book = openpyxl.load_workbook(path, data_only=False)
    sheets, formulas, merged = {}, {}, {}
    for sheet in book.worksheets:
        cells, own = {}, set()
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    own.add((cell.row - 1, cell.column - 1))
                elif cell.value is not None:
                    cells[(cell.row - 1, cell.column - 1)] = cell_text(cell.value)
        formulas[sheet.title] = own
        merged[sheet.title] = [(one.min_row - 1, one.min_col - 1, one.max_row - 1) for one in sheet.merged_cells.ranges]
        sheets[sheet.title] = rows_of(filled_down(cells, merged[sheet.title], own))
    return sheets, formulas, merged


def with_calamine(path, formulas, merged):
    sheets = {}
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        cells = {}
        for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                if (row, column) not in formulas.get(name, ()) and value != "":
                    cells[(row, column)] = cell_text(value)
        sheets[name] = rows_of(filled_down(cells, merged.get(name, []), formulas.get(name, set())))
    return sheets


def main():
    warnings.simplefilter("ignore")
    for path in json.load(sys.stdin):
        formulas, merged = {}, {}
        try:
            sheets, formulas, merged = with_openpyxl(path)
            print(json.dumps({"path": path, "reader": "openpyxl", "sheets": sheets}))
        except Exception as error:  # Whatever the reader does not read is an answer of its own.
            print(json.dumps({"path": path, "reader": "openpyxl", "refused": f"{type(error).__name__}: {error}"}))
        try:
            print(json.dumps({"path": path, "reader": "calamine", "sheets": with_calamine(path, formulas, merged)}))
        except BaseException as error:  # A panic of the Rust library is no Exception.
            print(json.dumps({"path": path, "reader": "calamine", "refused": f"{type(error).__name__}: {error}"}))


main()
