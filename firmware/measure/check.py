"""The gates that look at an image or run it: `firmware/measure/run` builds them and calls this.

    check.py IMAGES DESKTOP PLUGIN RUSTC        BLESS=1 writes budgets.toml and the table anew
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import report
from boards import BOARDS, MEASURED, run
from image import Image

# names of the compiler's run-time library that compute with f64, and conversions to and from it
DOUBLES = re.compile(r"^(__aeabi_(d|cd|f2d|i2d|ui2d|l2d|ul2d)\w*|__\w*df[23]?|__\w*df(si|di|sf)\w*)$")
PANICS = re.compile(r"panic|unwrap_failed|expect_failed|bounds_check|slice_\w*_fail|a_panic_is_left")
HEAP = re.compile(r"__rust_alloc|__rg_alloc|alloc::alloc|alloc5alloc")

failures = []


def gate(holds, *text):
    if not holds:
        failures.append(" ".join(str(part) for part in text))
        print("FAILED:", failures[-1])


def doubles(image):
    """What an image has that computes with f64."""
    return sorted(name for name in image.symbols if DOUBLES.match(name))


def look(where, image, ours):
    """What must not be in an image."""
    gate(not doubles(image), where, "computes with f64:", doubles(image))
    if ours:
        found = sorted(name for name in image.symbols if PANICS.search(name))
        gate(not found, where, "can panic:", found)
    found = sorted(name for name in image.symbols if HEAP.search(name))
    gate(not found, where, "has a heap:", found)
    gate(image.sections.get(".data", 0) == 0, where, "has .data, which lies in flash and in RAM")


def measure(board, program, image, desktop, plugin):
    """One row of the table for each measured function; checks what can be checked without a budget."""
    where, ours = f"{board} {program}:", program != "naive"
    look(where, image, ours)
    symbols = {}
    for name, pattern in MEASURED.items():
        found = image.find(pattern)
        gate(len(found) < 2, where, "several functions", found)
        if found:
            symbols[name] = found[0]
    lines, counts = run(board, image, symbols.items(), plugin)
    said = [line for line in lines if not line.startswith("stack ")]
    if ours:
        gate(said == desktop, where, "other numbers than the desktop's:\n", "\n".join(said), "\n", "\n".join(desktop))
    painted = dict(re.findall(r"^stack (\w+) (\d+)$", "\n".join(lines), re.M))
    bounds = dict(re.findall(r"^bound (\w+) (\d+)$", "\n".join(lines), re.M))
    products = dict(re.findall(r"^multiply-adds (\w+) (\d+)$", "\n".join(lines), re.M))

    rows = {}
    for name, symbol in symbols.items():
        try:
            stack = image.stack(symbol)
        except ValueError as unknown:
            stack = 0
            gate(not ours, where, name, "static stack:", unknown)
        calls, fewest, most = counts[name]
        gate(calls > 0, where, name, "was never called")
        if ours:
            gate(name in painted and int(painted[name]) <= stack, where, name, "wrote", painted.get(name), "of", stack)
            if name in bounds:
                gate(stack <= int(bounds[name]), where, name, "takes", stack, "bytes of stack, bound", bounds[name])
        # the policy's inputs are any bits at all: NaN, infinities, denormals
        if program == "policy" and name == "forward" and board in ("M4F", "M7", "M33"):
            gate(calls >= 1000 and fewest == most, where, calls, "calls took from", fewest, "to", most, "instructions")
        rows[name] = {"code": image.code(symbol), "stack": stack, "instructions": fewest, "most": most}
        rows[name]["products"] = int(products.get(name, 0))
    flash = sum(image.sections.get(name, 0) for name in (".vector_table", ".text", ".rodata", ".data"))
    ram = sum(image.sections.get(name, 0) for name in (".data", ".bss", ".uninit"))
    weights = re.findall(r"^weights in flash (\d+)$", "\n".join(lines), re.M)
    return {"flash": flash, "weights": int(weights[0]) if weights else 0, "ram": ram, **rows}


def faults(images):
    """A stack overflow is a fault, and the statics are what they were."""
    for board, (target, processor, *_) in BOARDS.items():
        lines, _ = run(board, Image(Path(images) / target / "release/overflow", processor))
        gate(lines == ["overflowing the stack", "a fault", "the statics are intact"], board, "stack overflow:", lines)


def counts_right(images, plugin):
    """The plugin on a function whose instructions can be counted by hand: eleven `nop` and the return."""
    image = Image(images / "counted", "cortex-m33")
    symbol = image.find("^counted$")[0]
    _, counts = run("M33", image, [("counted", symbol)], plugin)
    gate(counts["counted"] == (3, 12, 12), "the plugin counts", counts["counted"], "for 3 calls of 12 instructions")


def main(images, desktop, plugin, rustc):
    measured = {}
    for board, (target, processor, _, programs) in BOARDS.items():
        for program in programs:
            image = Image(Path(images) / target / "release" / program, processor)
            host = subprocess.run([Path(desktop) / program], capture_output=True, text=True, check=True)
            measured[board, program] = measure(board, program, image, host.stdout.splitlines(), plugin)
        print(f"{board}: {len(programs)} programs looked at, run, and compared with the desktop")
    mistakes = Path(images) / "thumbv8m.main-none-eabihf/release"
    faults(images)
    gate(doubles(Image(mistakes / "injected_double", "cortex-m33")), "an injected f64 was not found")
    counts_right(mistakes, plugin)
    bless = bool(os.environ.get("BLESS"))
    for failure in report.compare(measured, rustc, bless):
        gate(False, failure)
    if failures:
        sys.exit(f"{len(failures)} gates failed")
    print("all gates hold")


if __name__ == "__main__":
    main(*sys.argv[1:])
