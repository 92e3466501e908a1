"""On what it was measured, and with what."""

import json
import re
import subprocess
from pathlib import Path

PEERS = Path(__file__).parent.parent


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine():
    cpu = dict(re.findall(r"(model name|cpu family|model|flags)\s*: (.*)", Path("/proc/cpuinfo").read_text()))
    sets = [name for name in ("avx512f", "avx2", "fma", "neon") if name in cpu.get("flags", "").split()]
    caches = re.findall(r"(L\w+) cache:\s+(.*)", output("lscpu"))
    name = f"{cpu.get('model name', 'unknown')} (family {cpu.get('cpu family')}, model {cpu.get('model')})"
    return f"{name}; {', '.join(sets)}; caches {', '.join(f'{c} {size}' for c, size in caches)}"


def versions(out):
    """Name and version of every compiler, library and rival."""
    found = {"rustc": output("rustc", "--version").split(" ")[1]}
    for compiler in ("gcc", output("bash", "-c", "compgen -c clang- | grep -xE 'clang-[0-9]+' | sort -t- -k2n | tail -1")):
        found[compiler] = output(compiler, "-dumpfullversion") or output(compiler, "-dumpversion")
    found["OpenBLAS"] = output("dpkg-query", "-W", "-f", "${Version}", "libopenblas0")
    lock = (PEERS / "Cargo.lock").read_text()
    for crate in ("constrata", "nalgebra", "burn", "candle-core", "dfdx"):
        version = re.search(rf'name = "{crate}"\nversion = "(.*)"', lock)
        found[crate] = version.group(1) if version else "?"
    found["constrata"] += f" ({output('git', '-C', str(PEERS), 'describe', '--always', '--dirty')})"
    python = out / "venv/bin/python"
    if python.exists():
        found["Python"] = output(str(python), "-c", "import platform; print(platform.python_version())")
        for package in json.loads(output(str(python), "-m", "pip", "list", "--format", "json") or "[]"):
            if package["name"] in ("torch", "jax", "onnxruntime", "onnx", "numpy"):
                found[package["name"]] = package["version"]
    return found
