"""The boards that QEMU plays, and what runs on each."""

import os
import re
import subprocess

SMALL = ["worked", "digits", "iris", "digits_cnn", "xor", "sine", "settings", "policy"]
# 256 KB of flash and 16 KB of RAM hold none of these
ALL = [*SMALL, "policy_learns", "autoencoder", "naive", "convolutions", "cnn_learns", "blocks"]

# name: (target, processor, QEMU's machine, programs)
BOARDS = {
    "M0": ("thumbv6m-none-eabi", "cortex-m0", ["-machine", "microbit"], SMALL),
    "M3": ("thumbv7m-none-eabi", "cortex-m3", ["-machine", "mps2-an385"], ALL),
    "M4F": ("thumbv7em-none-eabihf", "cortex-m4", ["-machine", "mps2-an386"], ALL),
    "M7": ("thumbv7em-none-eabihf", "cortex-m7", ["-machine", "mps2-an500"], ALL),
    "M33": ("thumbv8m.main-none-eabihf", "cortex-m33", ["-machine", "mps2-an505"], ALL),
}
# what the programs call the functions that are looked at: thumb/src/measured.rs
FUNCTIONS = ("forward", "3x3", "1x1", "depthwise", "class", "value", "backward", "step", "read")
MEASURED = {name: f"measured_{name}" for name in FUNCTIONS}


def run(board, image, functions=(), plugin=None):
    """The lines an image prints, and {function: (calls, fewest, most)} instructions."""
    command = ["qemu-system-arm", "-cpu", BOARDS[board][1], *BOARDS[board][2], "-nographic", "-semihosting-config", "enable=on,target=native"]
    log = f"{image.path}.{os.getpid()}.count"
    if plugin:
        arguments = []
        for name, symbol in functions:
            addresses = [image.sizes[symbol][0], *image.returns.get(symbol, [])]
            arguments.append(f"{name}=" + ":".join(f"{address:x}" for address in addresses))
        command += ["-plugin", ",".join([plugin, *arguments]), "-d", "plugin", "-D", log]
    done = subprocess.run(
        [*command, "-kernel", image.path], capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"{image.path} on {board}: QEMU ended with {done.returncode}\n{done.stdout}{done.stderr}")
    counts = {}
    if plugin:
        with open(log) as lines:
            for line in lines:
                if found := re.match(r"count (\S+) (\d+) (\d+) (\d+) \d+", line):
                    counts[found[1]] = tuple(int(number) for number in found.groups()[1:])
        os.remove(log)
    return (done.stdout + done.stderr).splitlines(), counts
