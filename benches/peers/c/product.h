// Products of matrices with constant sizes: a tile of the result stays in registers, a panel of the right side in cache.
#pragma once
#include "lanes.h"

#if LANES == 16
#define ROWS 8
#else
#define ROWS 4
#endif
// Columns of a panel. Weights are kept panel by panel, each with a row for every input.
#define PANEL (2 * LANES)
#define PANEL_OF(out) ((out) < PANEL ? (out) : PANEL)
// This many rows of a panel fit the first-level cache beside what meets them.
#define DEPTH 196

enum start { ZERO, ADD };

// c[ROWS][n] = (c or 0) + factor a b, where a's element (m, k) is a[m * am + k * ak].
INLINE void tile(int n, int depth, const float *a, long am, long ak, const float *b, long bk, float *c, long cm,
                 float factor, enum start start) {
    const int vectors = n / LANES;
    vec sum[ROWS][2] = {{{0}}};
    for (int k = 0; k < depth; k++) {
        vec right[2] = {{0}};
        for (int v = 0; v < vectors; v++) right[v] = LOAD(vec, b + k * bk + v * LANES);
        for (int m = 0; m < ROWS; m++)
            for (int v = 0; v < vectors; v++) sum[m][v] += a[m * am + k * ak] * right[v];
    }
    for (int m = 0; m < ROWS; m++)
        for (int v = 0; v < vectors; v++) {
            float *to = c + m * cm + v * LANES;
            vec scaled = factor == 1 ? sum[m][v] : factor * sum[m][v];
            STORE(to, start == ADD ? LOAD(vec, to) + scaled : scaled);
        }
}

// z = x w + b for a batch.
INLINE void affine(int batch, int in, int out, const float *w, const float *b, const float *x, float *z) {
    const int panel = PANEL_OF(out);
    for (int s = 0; s < batch; s++) memcpy(z + s * out, b, out * sizeof *b);
    for (int o = 0; o < out; o += panel)
        for (int i = 0; i < in; i += DEPTH) {
            const int depth = in - i < DEPTH ? in - i : DEPTH;
            for (int s = 0; s < batch; s += ROWS)
                tile(panel, depth, x + s * in + i, in, 1, w + o * in + i * panel, panel, z + s * out + o, out, 1, ADD);
        }
}

// w = (w or 0) + factor xT dz
INLINE void outer(int batch, int in, int out, const float *x, const float *dz, float factor, float *w, enum start start) {
    const int panel = PANEL_OF(out);
    for (int i = 0; i < in; i += ROWS)
        for (int o = 0; o < out; o += panel)
            tile(panel, batch, x + i, 1, in, dz + o, out, w + o * in + i * panel, panel, factor, start);
}

// dx = dz wT, for a layer of one panel.
INLINE void back(int batch, int in, int out, const float *w, const float *dz, float *dx) {
    float turned[out][in] __attribute__((aligned(64)));
    for (int o = 0; o < out; o++)
        for (int i = 0; i < in; i++) turned[o][i] = w[i * out + o];
    for (int s = 0; s < batch; s += ROWS)
        for (int i = 0; i < in; i += PANEL_OF(in))
            tile(PANEL_OF(in), out, dz + s * out, out, 1, turned[0] + i, in, dx + s * in + i, in, 1, ZERO);
}
