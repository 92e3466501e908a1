"""What was measured against what may be: budgets.toml, the table in docs/EMBEDDED.md, and the one in the README."""

import re
import tomllib
from pathlib import Path

from boards import MEASURED

BUDGETS = Path(__file__).parent / "budgets.toml"
TABLE = Path(__file__).parent.parent.parent / "docs/EMBEDDED.md"
README = Path(__file__).parent.parent.parent / "README.md"
IN_README = ("worked", "digits", "digits_cnn", "policy", "naive", "autoencoder")
BEGIN, END = "<!-- figures: written by firmware/measure/run -->\n", "<!-- end of the figures -->\n"
HEAD = """# What firmware may take: bytes of flash, of RAM and of stack are upper bounds, instructions are exact for this compiler.
# `BLESS=1 firmware/measure/run` writes this file anew; a number that grew needs a reason in the change that raises it.
"""
BYTES = ("code", "stack")


def budgets(measured, rustc):
    lines = [HEAD, f'rustc = "{rustc}"']
    for (board, program), row in measured.items():
        lines += ["", f"[{board}.{program}]", f"flash = {row['flash']}", f"ram = {row['ram']}"]
        for name in MEASURED:
            if name in row:
                figures = ", ".join(f"{key} = {row[name][key]}" for key in (*BYTES, "instructions", "most"))
                lines.append(f"{name} = {{ {figures} }}")
    return "\n".join(lines) + "\n"


def compare(measured, rustc, bless):
    """What is over budget, as texts."""
    if bless:
        BUDGETS.write_text(budgets(measured, rustc))
        write(table(measured, rustc))
    allowed = tomllib.loads(BUDGETS.read_text())
    same = allowed["rustc"] == rustc
    if not same:
        print(f"skipped: instructions and the table are those of {allowed['rustc']}, this is {rustc}")
    for (board, program), row in measured.items():
        budget = allowed.get(board, {}).get(program)
        if budget is None:
            yield f"{board} {program} has no budget"
            continue
        for key in ("flash", "ram"):
            # another compiler's code is of another size
            if row[key] > budget[key] * (1 if same else 1.1):
                yield f"{board} {program}: {row[key]} bytes of {key}, budget {budget[key]}"
        for name in MEASURED:
            if name not in row or not same:
                continue
            for key in BYTES:
                if row[name][key] > budget[name][key]:
                    yield f"{board} {program} {name}: {row[name][key]} bytes of {key}, budget {budget[name][key]}"
            for key in ("instructions", "most"):
                if row[name][key] != budget[name][key]:
                    yield f"{board} {program} {name}: {row[name][key]} instructions, expected {budget[name][key]}"
    if same and table(measured, rustc) not in TABLE.read_text():
        yield "the table in docs/EMBEDDED.md is not what was measured: BLESS=1 firmware/measure/run writes it"
    if same:
        for program in IN_README:
            figures = readme_row(measured["M4F", program])
            if figures not in README.read_text():
                yield f"README.md has no row for {program} that ends in {figures}"


def readme_row(row):
    """Flash, RAM, stack and instructions of a prediction."""
    forward = row["forward"]
    figures = (forward["code"] + row["weights"], row["ram"], forward["stack"], forward["instructions"])
    return "".join(f"| {figure:,} ".replace(",", " ") for figure in figures) + "|"


def table(measured, rustc):
    lines = [
        f"Compiler: {rustc}, `opt-level = 3`, fat LTO.",
        "",
        "| board | program | flash, all | of it weights | RAM, statics | function | code | stack | instructions | each multiply-add |",
        "|---|---|--:|--:|--:|---|--:|--:|--:|--:|",
    ]
    for (board, program), row in measured.items():
        first = f"{board} | {program} | {row['flash']} | {row['weights']} | {row['ram']}"
        for name in MEASURED:
            if name in row:
                figures = row[name]
                count = str(figures["instructions"])
                if figures["most"] != figures["instructions"]:
                    count += f" to {figures['most']}"
                stack = figures["stack"] or "?"
                each = f"{figures['instructions'] / figures['products']:.2f}" if figures["products"] else ""
                lines.append(f"| {first} | {name} | {figures['code']} | {stack} | {count} | {each} |")
                first = " | | | | "
    return BEGIN + "\n" + "\n".join(lines) + "\n\n" + END


def write(text):
    page = TABLE.read_text()
    TABLE.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: text, page, flags=re.S))
