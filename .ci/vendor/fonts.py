"""Cuts the typeface of printed reports down to the characters of GB 2312 and ordinary signs.

    python fonts.py NODE_MODULES FOLDER CATALOGUE

Every character of the catalogue is kept too: names of places are not all in GB 2312. The bold face has the more frequent
half of them; for the rest the regular one stands in. Needs fontTools.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

PACKAGE = "@expo-google-fonts/noto-serif-sc"
SIGNS = {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2030), 0x2190, 0x2192, 0x2212, 0x2713, 0x25CF, *range(0x2460, 0x2474)}
ALL, FREQUENT = 0xF7, 0xD7  # the last row of each level
FACES = {"400Regular": ("noto-serif-sc.ttf", ALL), "700Bold": ("noto-serif-sc-bold.ttf", FREQUENT)}


def characters(last: int) -> Iterator[int]:
    for row in range(0xA1, last + 1):
        for place in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, place)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def main(modules: Path, folder: Path, catalogue: Path) -> None:
    options = Options(hinting=False, layout_features=["kern", "locl", "ccmp"], name_IDs=["*"], notdef_outline=True)
    named = {ord(each) for path in sorted(catalogue.glob("*.csv")) for each in path.read_text(encoding="utf-8") if each >= " "}
    folder.mkdir(parents=True, exist_ok=True)
    for face, (name, last) in FACES.items():
        font = load_font(str(modules / PACKAGE / face / f"NotoSerifSC_{face}.ttf"), options)
        cutter = Subsetter(options)
        cutter.populate(unicodes={*SIGNS, *named, *characters(last)})
        cutter.subset(font)
        save_font(font, str(folder / name), options)
    shutil.copy(modules / PACKAGE / "LICENSE_FONT", folder / "LICENSE.txt")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
