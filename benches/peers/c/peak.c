// How many multiply-adds the processor can do: many of them, none waiting for another.
#include "peer.h"
#include "lanes.h"

// Enough for two multipliers of latency four or five, and few enough to be unrolled and stay in registers.
enum { INDEPENDENT = LANES == 16 ? 16 : 12 };

void NAME(peak)(long operations) {
    vec sum[INDEPENDENT], factor = SPLAT(vec, 0.5f), term = SPLAT(vec, 1.0f);
    for (int i = 0; i < INDEPENDENT; i++) sum[i] = SPLAT(vec, (float)i);
    const vec *known = &factor, *used = sum;
    BLACK_BOX(known);
    for (long left = operations / (2 * LANES * INDEPENDENT); left > 0; left--)
        for (int i = 0; i < INDEPENDENT; i++) sum[i] = sum[i] * factor + term;
    BLACK_BOX(used);
}
