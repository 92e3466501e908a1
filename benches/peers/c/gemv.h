// A layer on one sample. The weights have a row for each input; outputs stay in registers.
#pragma once
#include "lanes.h"

enum activation { NONE, RELU, TANH };

// Eight sums at a time keep two multipliers of latency four busy; inputs take turns where the outputs are fewer.
#define CHAINS 8

INLINE void gemv(int in, int out, const float *w, const float *b, const float *x, float *y, enum activation f) {
    for (int start = 0; start < out; start += CHAINS * LANES) {
        int vectors = (out - start) / LANES < CHAINS ? (out - start) / LANES : CHAINS;
        int turns = vectors >= CHAINS ? 1 : vectors >= CHAINS / 2 ? 2 : vectors >= CHAINS / 4 ? 4 : 8;
        vec z[CHAINS] = {0};
        for (int v = 0; v < vectors; v++) z[v] = LOAD(vec, b + start + v * LANES);
        for (int i = 0; i + turns <= in; i += turns)
            for (int t = 0; t < turns; t++)
                for (int v = 0; v < vectors; v++)
                    z[t * vectors + v] += x[i + t] * LOAD(vec, w + (i + t) * out + start + v * LANES);
        for (int i = in - in % turns; i < in; i++)
            for (int v = 0; v < vectors; v++) z[v] += x[i] * LOAD(vec, w + i * out + start + v * LANES);
        for (int half = turns / 2; half; half /= 2)
            for (int v = 0; v < half * vectors; v++) z[v] += z[v + half * vectors];
        for (int v = 0; v < vectors; v++) {
            vec r = f == TANH ? VEC(tanh)(z[v]) : f == RELU ? VEC(max)(z[v], (vec){0}) : z[v];
            STORE(y + start + v * LANES, r);
        }
    }
}

