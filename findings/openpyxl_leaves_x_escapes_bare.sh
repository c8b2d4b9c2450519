#!/bin/sh
# openpyxl 3.1.5 and python-calamine 0.9.1: an address with `_x0020_` in it, written by the one, is another when read by the other.
#
# In a cell of XLSX `_xHHHH_` is an escape for the character HHHH (ECMA-376, part 1, 22.9.2.19, ST_Xstring), so a text that
# holds these letters itself has to be written as `_x005F_x0020_`. XlsxWriter 3.3.1 does so. openpyxl writes the letters
# as they are, and reads them back as they are: its own round trip hides it. calamine (and polars, which stands on it)
# reads an escape, as the standard has it: the address comes back with a blank in it, and nothing warns.
# Such names are common in addresses of document stores that were filled from Office.
# Why it matters here: a list made with openpyxl or pandas' default engine can name a page that does not exist. Exports
# are written with XlsxWriter, so that every address comes back.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1
cat > "$folder/see.py" <<'PYTHON'
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

ADDRESS = "https://firm.example/files/price_x0020_list.pdf"


def by_openpyxl(path):
    book = openpyxl.Workbook()
    book.active.append([ADDRESS])
    book.save(path)


def by_xlsxwriter(path):
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_string(0, 0, ADDRESS)
    book.close()


def with_openpyxl(path):
    return openpyxl.load_workbook(path).active["A1"].value


def with_calamine(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0][0]


seen = {}
for write in (by_openpyxl, by_xlsxwriter):
    path = f"{sys.argv[1]}/{write.__name__}.xlsx"
    write(path)
    for read in (with_openpyxl, with_calamine):
        seen[write.__name__, read.__name__] = read(path)
        print(f"written {write.__name__}, read {read.__name__}: {seen[write.__name__, read.__name__]}")
assert seen.pop(("by_openpyxl", "with_calamine")) == ADDRESS.replace("_x0020_", " ")
assert set(seen.values()) == {ADDRESS}
PYTHON
"$folder/venv/bin/python" "$folder/see.py" "$folder"
# Seen:
#   written by_openpyxl, read with_openpyxl: https://firm.example/files/price_x0020_list.pdf
#   written by_openpyxl, read with_calamine: https://firm.example/files/price list.pdf
#   written by_xlsxwriter, read with_openpyxl: https://firm.example/files/price_x0020_list.pdf
#   written by_xlsxwriter, read with_calamine: https://firm.example/files/price_x0020_list.pdf
