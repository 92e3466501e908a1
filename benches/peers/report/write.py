"""Writes the benchmarks' page from what the races printed: `write.py FOLDER PAGE`."""

import datetime
import re
import sys
from pathlib import Path

from machine import PEERS, machine, versions
from results import Results
from workloads import DEFAULT, OF_PEAK, WORKLOADS

HEAD = """# Benchmarks

Written by `benches/peers/run`, which installs and runs everything named here; do not edit.

{date}, one core of: {machine}.
Its fused multiply-adds, which took turns with the rivals: {peak:.0f} GFLOP/s (f32).

All rivals have the same weights, inputs and targets, one thread, and the same core. Each was held against a plain f64
reference first: outputs to 2e-6; of a training, loss and parameters after its first eighth, and the loss at its end. They
take turns of at least 3 ms; the figures are medians of {turns} turns. Inputs and weights are unknown to the compilers (black
boxes). Inference of one sample is back to back calls.

C is of our own (`benches/peers/c`), `{c_flags}`, once with
products of its own and once with OpenBLAS's; it is always built for this processor. The other crates are built with
`-C target-cpu=native`; constrata with it and, in another process, without any flag. Cargo's release profile is as it comes.
Functions differ: constrata's exp, tanh and sigmoid are within 2 ulp, C's within 5e-7, as `-ffast-math` would have it.
Why it falls short where it does, and what was tried: [SPEED.md](SPEED.md).

{versions}
"""


def table(head, rows):
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def yes(reached):
    return "yes" if reached else "**no**"


def summary(native, default, python):
    rows = []
    for workload in WORKLOADS:
        id, ours = workload.id, {"native": native.median(workload.id, "constrata"), "default": default.median(workload.id, "constrata")}
        row = [f"{id} {workload.title}", workload.unit, workload.show(ours["native"]), workload.show(ours["default"])]
        peers = [peer for peer in (native.best(id), python.best(id)) if peer[1]]
        if not peers:  # a quick run, and a workload that has rivals in full runs only
            continue
        who, best = min(peers, key=lambda p: p[1])
        row += [f"{who}: {workload.show(best)}", workload.bound()]
        for build, here in (("native", best), ("default", min(filter(None, (best, default.best(id)[1]))))):
            if ours[build]:
                ratio = workload.ratio(ours[build], here)
                row += [f"{ratio:.2f}", yes(workload.reached(ratio))]
            else:
                row += ["wrong", yes(False)]
        rows.append(row)
    head = ["workload", "unit", "constrata, native", "constrata, default", "best peer", "wanted", "native / peer", "reached", "default / peer", "reached"]
    return table(head, rows)


def of_peak(native, default):
    rows = []
    for workload in (w for w in WORKLOADS if w.operations):
        wanted, row = OF_PEAK.get(workload.id), [workload.id]
        for results, rival in ((native, "constrata"), (default, "constrata"), (native, native.best(workload.id)[0])):
            if rival is None:
                row.append("")
                continue
            seconds = results.median(workload.id, rival)
            part = workload.of_peak(seconds, results.peak(workload.id)) if seconds else 0
            note = f" {yes(part >= wanted)}" if wanted and rival == "constrata" else f" ({rival})" if rival != "constrata" else ""
            row.append(f"{part:.0%}{note}")
        rows.append([*row, f">= {wanted:.0%}" if wanted else ""])
    return table(["of the peak", "constrata, native", "constrata, default", "best peer", "wanted"], rows)


def builds(native, default):
    rows = []
    for workload in (w for w in WORKLOADS if w.id in DEFAULT):
        ours = native.median(workload.id, "constrata"), default.median(workload.id, "constrata")
        if not all(ours):
            continue
        ratio, wanted = (ours[0] / ours[1] if workload.throughput else ours[1] / ours[0]), DEFAULT[workload.id]
        reached = ratio >= wanted if workload.throughput else ratio <= wanted
        what = "throughput" if workload.throughput else "time"
        bound = f"{'>=' if workload.throughput else '<='} {wanted}"
        rows.append([workload.id, what, f"{ratio:.2f}", bound, yes(reached)])
    return table(["default / native", "of", "ratio", "wanted", "reached"], rows)


def measured(results):
    rivals, rows = results.rivals(), []
    for workload in WORKLOADS:
        row = [f"{workload.id} {workload.title}", workload.unit]
        for rival in rivals:
            error = results.wrong.get((workload.id, rival))
            row.append(f"wrong ({error:.1f}x)" if error else workload.show(results.median(workload.id, rival)))
        if (workload.id, "constrata") in results.turns:
            row.append(f"{results.spread(workload.id, 'constrata'):.0%}")
        rows.append(row)
    return table(["workload", "unit", *rivals, *(["spread of constrata"] if "constrata" in rivals else [])], rows)


def page(out):
    native, default, python = (Results(out / f"{name}.tsv") for name in ("native", "default", "python"))
    flags = re.search(r'"(.*)"', (PEERS / "flags.rs").read_text()).group(1)
    parts = [
        HEAD.format(
            date=datetime.date.today(),
            machine=machine(),
            peak=native.peak("B4") / 1e9,
            turns=len(native.turns["I1", "constrata"]),
            c_flags=flags,
            versions="Versions: " + ", ".join(f"{name} {version}" for name, version in versions(out).items()) + ".",
        ),
        "## Summary\n",
        "Ratios of time (I, T1, C1f: less is better) or throughput (B, T3, T4, C1: more is better) to the fastest peer.\n",
        summary(native, default, python),
        "Of the peak: two operations for a multiply-add; a training step of two layers needs 4 IH + 6 HO of them for a sample. LeNet-5 (C1f, C1) takes 28 x 28 pixels: 6 convolutions of 5 x 5, relu, the largest of 2 x 2, 16 convolutions of 5 x 5, the same again, 120, 84 and 10 units; C has no row; dfdx has convolutions with a compiler of the nightly channel only.\n",
        of_peak(native, default),
        builds(native, default),
        "## One process, `target-cpu=native`\n",
        "The spread is how wide the middle half of constrata's turns is.\n",
        measured(native),
        "## One process, constrata and nalgebra without flags\n",
        measured(default),
    ]
    missing = out / "missing"
    if missing.exists():
        parts += ["Left out, for they did not build here:\n", f"```text\n{missing.read_text()}```\n"]
    if python.turns:
        parts += ["## Python, another process\n", "JAX trains in one jitted scan over all steps; C1 by a jitted call for each, which is quicker there.\n", measured(python)]
    return "\n".join(parts)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(page(Path(sys.argv[1])))
