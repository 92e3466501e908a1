"""Rivals from PyPI, in turns, over the problems of a folder; prints what `peers race` prints.

    race.py TURNS FOLDER
"""

import os
import sys
import time

for variable in ("OMP", "MKL", "OPENBLAS"):
    os.environ[f"{variable}_NUM_THREADS"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ["JAX_PLATFORMS"] = "cpu"

import problem as problems  # noqa: E402
import rival_jax  # noqa: E402
import rival_onnx  # noqa: E402
import rival_torch  # noqa: E402

TURN = 3e-3
RIVALS = {
    "PyTorch": rival_torch.solve,
    "JAX": rival_jax.solve,
    "ONNX Runtime": rival_onnx.solve,
}


def main(turns, folder):
    for problem in problems.read(folder):
        contestants = {}
        for name, solve in RIVALS.items():
            error = problems.error(problem, solve)
            if error is None:
                continue
            right = error <= 1
            print(problem.id, name, "right" if right else "wrong", f"{error:.3f}", sep="\t", flush=True)
            if right:
                contestants[name] = solve(problem)
        calls = {name: enough(contestant) for name, contestant in contestants.items()}
        for _ in range(turns):
            for name, contestant in contestants.items():
                print(problem.id, name, f"{seconds(contestant, calls[name]):e}", sep="\t", flush=True)


def enough(contestant):
    """How many calls make a turn."""
    contestant.run()
    calls = 1
    while seconds(contestant, calls) * calls < TURN:
        calls *= 2
    return calls


def seconds(contestant, calls):
    """For one call."""
    start = time.perf_counter()
    for _ in range(calls):
        contestant.run()
    return (time.perf_counter() - start) / calls


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
