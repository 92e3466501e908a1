"""The workloads: what is measured, in which unit, and what constrata wants to reach against its best peer."""

from dataclasses import dataclass


@dataclass
class Workload:
    id: str
    title: str
    unit: str
    # Of the peer's: at most this much of its time, or at least this many times its throughput.
    wanted: float
    samples: int = 1
    # Floating-point operations for a sample, where the part of the peak is of interest.
    operations: int = 0

    @property
    def throughput(self):
        return self.unit == "samples/s"

    def show(self, seconds):
        if seconds is None:
            return ""
        if self.throughput:
            return f"{self.samples / seconds / 1e3:,.0f} k".replace(",", " ")
        if self.unit == "ms":
            return f"{seconds * 1e3:.2f}"
        return f"{seconds * 1e9:,.{1 if seconds < 1e-6 else 0}f}".replace(",", " ")

    def ratio(self, ours, theirs):
        return theirs / ours if self.throughput else ours / theirs

    def reached(self, ratio):
        return ratio >= self.wanted if self.throughput else ratio <= self.wanted

    def bound(self):
        return f">= {self.wanted:.2f}" if self.throughput else f"<= {self.wanted:.2f}"

    def of_peak(self, seconds, peak):
        return self.samples * self.operations / seconds / peak


# A layer of 784 x 128 and one of 128 x 10: a multiply-add is two operations; the first layer has no input gradient.
FIRST, SECOND = 784 * 128, 128 * 10
FORWARD, TRAINING = 2 * (FIRST + SECOND), 4 * FIRST + 6 * SECOND
# LeNet-5: windows of 25 numbers on 24 x 24 places for 6 channels, of 6 x 25 on 8 x 8 for 16, then 256 x 120, 120 x 84, 84 x 10.
IMAGE, REST = 6 * 24 * 24 * 25, 16 * 8 * 8 * 150 + 256 * 120 + 120 * 84 + 84 * 10

WORKLOADS = [
    Workload("I1", "3-2-1 sigmoid", "ns", 1.0),
    Workload("I2", "2-16-16-1 tanh", "ns", 0.85),
    Workload("I3", "64-32-10 relu softmax", "ns", 0.85),
    Workload("I4", "784-128-10 relu softmax", "ns", 1.03),
    Workload("I5", "13-64-64-4 tanh", "ns", 0.9),
    Workload("B4", "784-128-10, batch 64", "samples/s", 1.05, 64, FORWARD),
    Workload("T1", "XOR 2-8-1, 10 000 steps", "ms", 0.9),
    Workload("T3", "64-32-10, batch 32, Adam", "samples/s", 1.2, 56 * 32),
    Workload("T4s", "784-128-10, batch 64, SGD", "samples/s", 1.15, 4096, TRAINING),
    Workload("T4a", "784-128-10, batch 64, Adam", "samples/s", 1.15, 4096, TRAINING),
    Workload("C1f", "LeNet-5", "ns", 0.6, 1, 2 * (IMAGE + REST)),
    Workload("C1", "LeNet-5, batch 64, SGD", "samples/s", 2.0, 1024, 4 * IMAGE + 6 * REST),
]
OF_PEAK = {"B4": 0.85, "T4s": 0.85}
# What a default build may lose against a native one: time on these, throughput on those.
DEFAULT_TIME, DEFAULT_THROUGHPUT = 1.3, 0.9
DEFAULT = {id: DEFAULT_TIME for id in ("I2", "I3", "I4", "I5", "C1f")} | {
    id: DEFAULT_THROUGHPUT for id in ("B4", "T3", "T4s", "T4a", "C1")
}
