"""What the races printed: medians, spreads, who was wrong."""

import statistics
from collections import defaultdict


# Not a rival: so many operations by multiply-adds.
PEAK, PEAK_OPERATIONS = "peak", 1e9


class Results:
    """Of one process."""

    def __init__(self, path):
        turns = defaultdict(list)
        self.wrong = {}
        lines = path.read_text().splitlines() if path.exists() else []
        for fields in (line.split("\t") for line in lines):
            if len(fields) == 3:
                turns[fields[0], fields[1]].append(float(fields[2]))
            elif fields[2] == "wrong":
                self.wrong[fields[0], fields[1]] = float(fields[3])
        self.turns = dict(turns)

    def median(self, id, rival):
        turns = self.turns.get((id, rival))
        return statistics.median(turns) if turns else None

    def spread(self, id, rival):
        """How wide the middle half of the turns is, as a part of the median."""
        low, middle, high = statistics.quantiles(self.turns[id, rival], n=4)
        return (high - low) / middle

    def rivals(self):
        """In the order of the workload with most of them."""
        ids = dict.fromkeys(id for id, _ in [*self.wrong, *self.turns])
        of = [list(dict.fromkeys(r for i, r in [*self.turns, *self.wrong] if i == id and r != PEAK)) for id in ids]
        return max(of, key=len, default=[])

    def peak(self, id):
        """Floating-point operations a second."""
        return PEAK_OPERATIONS / self.median(id, PEAK)

    def best(self, id):
        """The fastest but for constrata: its name and seconds."""
        others = [(r, self.median(id, r)) for r in self.rivals() if r != "constrata"]
        return min((o for o in others if o[1]), key=lambda o: o[1], default=(None, None))
