// How many multiply-adds the processor can do: many of them, none waiting for another.
#include <time.h>
#include "peer.h"
#include "lanes.h"

enum { INDEPENDENT = LANES == 4 ? 12 : LANES == 8 ? 12 : 24 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

double NAME(peak)(void) {
    const long rounds = 1000000;
    vec sum[INDEPENDENT], factor = SPLAT(vec, 0.5f), term = SPLAT(vec, 1.0f);
    for (int i = 0; i < INDEPENDENT; i++) sum[i] = SPLAT(vec, (float)i);
    const vec *known = &factor;
    BLACK_BOX(known);
    double start = now();
    for (long r = 0; r < rounds; r++) {
        for (int i = 0; i < INDEPENDENT; i++) sum[i] = sum[i] * factor + term;
    }
    double seconds = now() - start;
    const vec *used = sum;
    BLACK_BOX(used);
    return 2.0 * LANES * INDEPENDENT * rounds / seconds;
}
