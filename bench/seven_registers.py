"""The newest edition of each of the seven registers, loaded by one command, and by seven: how long each way takes.

    python bench/seven_registers.py FOLDER

FOLDER holds fictional registers, such as `irhub demo --scale england --no-serve` leaves in the folder `fictional/england/registers` of
its data folder. Each way begins with an empty data folder. Seconds on the clock, and of processors without the database's.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from timed import empty_place, timed


def newest(folder: Path) -> list[Path]:
    """The newest file of each register, in the order in which a load of the folder takes them."""
    from irhub.registers.finding import find

    found = [file for file in find([folder]) if file.source]
    last = {file.source.name: file for file in sorted(found, key=lambda file: str(file.on))}
    return [file.path for file in found if file is last[file.source.name]]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    files = newest(Path(sys.argv[1]))
    took = {"one command": (0.0, 0.0), "one by one": (0.0, 0.0)}
    for way, commands in (("one command", [files]), ("one by one", [[file] for file in files])):
        with empty_place() as environment:
            for command in commands:
                told = timed(command, environment)
                what = command[0].name if len(command) == 1 else f"{len(command)} files"
                print(f"{way}: {what}: {told}", flush=True)
                clock, work = took[way]
                took[way] = clock + told["seconds"], work + told["processor seconds"]
    for way, (clock, work) in took.items():
        print(f"{way}: {clock:.1f} s, {work:.1f} s of processors")
    shares = (one / many for one, many in zip(took["one command"], took["one by one"], strict=True))
    print("one command takes {:.0%} of the time, and {:.0%} of the work, of one by one".format(*shares))


if __name__ == "__main__":
    main()
