"""An image taken apart: its symbols, who calls whom, how much stack each function takes."""

import bisect
import functools
import re
import subprocess
from pathlib import Path


def tool(name):
    """LLVM's `name`: with or without a version, Debian's or that of rustup's component llvm-tools."""
    found = sorted(Path("/usr/bin").glob(f"llvm-{name}*"), key=lambda path: len(path.name))
    if found:
        return str(found[0])
    root = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip()
    found = list(Path(root).glob(f"lib/rustlib/*/bin/llvm-{name}"))
    if not found:
        raise SystemExit(f"there is no llvm-{name}: install Debian's package llvm, or rustup component add llvm-tools")
    return str(found[0])


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# what compiler_builtins has in assembly: registers pushed and room made, as its source says
ASSEMBLY = {"__aeabi_uldivmod": 24, "__aeabi_ldivmod": 24, "__aeabi_uidivmod": 8, "__aeabi_idivmod": 8}


class Image:
    def __init__(self, path, processor):
        self.path, self.processor = str(path), processor
        self.sizes = {}  # symbol: (address, bytes)
        for line in output(tool("nm"), "-S", self.path).splitlines():
            fields = line.split()
            if len(fields) == 4 and fields[2] in "tTwW":
                self.sizes[fields[3]] = (int(fields[0], 16) & ~1, int(fields[1], 16))
        self.names = {address: name for name, (address, _) in self.sizes.items()}
        self.starts = sorted(self.names)
        self.symbols = {line.split()[-1] for line in output(tool("nm"), self.path).splitlines()}
        self.sections = {}
        for line in output(tool("size"), "-A", self.path).splitlines():
            fields = line.split()
            if len(fields) == 3 and fields[1].isdigit():
                self.sections[fields[0]] = int(fields[1])

    def at(self, address):
        """The function that the byte at `address` belongs to: one name, where it has several."""
        place = bisect.bisect_right(self.starts, address) - 1
        if place < 0:
            return None
        start = self.starts[place]
        return self.names[start] if address < start + max(self.sizes[self.names[start]][1], 1) else None

    @functools.cached_property
    def calls(self):
        """Caller: {callee}. A jump into another function counts as a call."""
        calls, self.returns, self.indirect = {}, {}, set()
        code = []
        for line in output(tool("objdump"), "-d", f"--mcpu={self.processor}", "--no-show-raw-insn", self.path).splitlines():
            if found := re.match(r"\s*([0-9a-f]+):\s+(\S+)\s*(.*)", line):
                code.append((int(found[1], 16), found[2], found[3]))
        for (address, operation, operands), (following, *_) in zip(code, [*code[1:], (None,)]):
            caller = self.at(address)
            if not re.match(r"(b|bl|blx|bx|b[a-z]{2}|cbn?z)(\.w|\.n)?$", operation):
                continue
            if re.match(r"bl?x$", operation) and re.match(r"(r\d+|r1[0-2]|ip)\b", operands):
                self.indirect.add(caller)
            target = re.search(r"0x([0-9a-f]+) <", operands)
            if target is None:
                continue
            callee = self.at(int(target[1], 16))
            # what is no function of a known size, such as an entry in assembly, calls none of the measured ones
            if callee is not None and callee != caller:
                calls.setdefault(caller, set()).add(callee)
                if re.match(r"blx?$", operation):
                    self.returns.setdefault(callee, []).append(following)
        return calls

    @functools.cached_property
    def frames(self):
        """Function: bytes of stack, as the compiler says (-Zemit-stack-sizes)."""
        frames = dict(ASSEMBLY)
        for line in output(tool("readelf"), "--stack-sizes", self.path).splitlines():
            fields = line.split(maxsplit=1)
            if len(fields) == 2 and fields[0].isdigit():
                for name in fields[1].split(", "):
                    if name.strip() in self.sizes:
                        frames[self.names[self.sizes[name.strip()][0]]] = int(fields[0])
        return frames

    def find(self, pattern):
        """The functions whose names contain `pattern`."""
        self.calls
        return sorted(name for name in self.names.values() if re.search(pattern, name))

    def reached(self, function):
        """`function` and all that it calls, and what these call."""
        found, waiting = set(), [function]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.calls.get(name, ()))
        return found

    def code(self, function):
        """Bytes of code of `function` with all that it calls."""
        return sum(self.sizes.get(name, (0, 0))[1] for name in self.reached(function))

    def stack(self, function, above=()):
        """The most stack that `function` takes with all that it calls; an error where that cannot be known."""
        if function in above:
            raise ValueError(f"{function} calls itself")
        if function in self.indirect:
            raise ValueError(f"{function} calls through a pointer")
        if function not in self.frames:
            raise ValueError(f"the compiler says no stack size of {function}")
        below = [self.stack(name, (*above, function)) for name in self.calls.get(function, ())]
        return self.frames[function] + max(below, default=0)
