#!/usr/bin/env python3
"""Writes the data sets beside this script from the copies of scikit-learn and mlxtend: `pip install scikit-learn mlxtend`, then run it.

`export.py --check` compares without writing.
"""

import pathlib
import sys

from mlxtend.data import autompg_data
from sklearn import datasets

FOLDER = pathlib.Path(__file__).parent


def number(value):
    """The shortest decimal that is the same number: 5.1, 14, 0.00643."""
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def table(data, label, values):
    lines = [",".join([*data.feature_names, label])]
    for row, value in zip(data.data, values):
        lines.append(",".join([*map(number, row), value]))
    return lines


def classes(load, label):
    data = load()
    return table(data, label, [str(data.target_names[target]) for target in data.target])


def auto_mpg():
    names = ["cylinders", "displacement", "horsepower", "weight", "acceleration", "year", "origin", "mpg"]
    origins = {1: "usa", 2: "europe", 3: "japan"}
    lines = [",".join(names)]
    for (*numbers, origin, _name), mpg in zip(*autompg_data()):
        lines.append(",".join([*map(number, numbers), origins[int(origin)], number(mpg)]))
    return lines


def digits():
    data = datasets.load_digits()
    return [",".join(map(number, [*row, target])) for row, target in zip(data.data, data.target)]


SETS = {
    "digits": digits,
    "iris": lambda: classes(datasets.load_iris, "species"),
    "wine": lambda: classes(datasets.load_wine, "cultivar"),
    "breast_cancer": lambda: classes(datasets.load_breast_cancer, "diagnosis"),
    "auto_mpg": auto_mpg,
}

for name, lines in SETS.items():
    path, text = FOLDER / f"{name}.csv", "".join(line + "\n" for line in lines())
    if "--check" in sys.argv:
        if path.read_text() != text:
            sys.exit(f"{path.name} is not what its source has")
    else:
        path.write_text(text)
    print(f"{path.name}: {text.count(chr(10))} lines, {len(text)} bytes")
