// T1: 2-8-1 with tanh and sigmoid, the four samples of XOR, mean squared error, gradient descent. All of it stays in
// registers: a vector holds the eight units for one sample, then for the next.
#include "peer.h"
#include "lanes.h"

static const float RATE = 0.5f;

static struct xor { float w1[2][8], b1[8], w2[8], b2; } fresh, trained;
void NAME(t1_load)(const float *p) { memcpy(&fresh, p, sizeof fresh); }
void NAME(t1_learned)(float *p) { memcpy(p, &trained, sizeof trained); }

#define TWICE(v) __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7)
#define SWAPPED(v) __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)
// Eight times element a, eight times element b.
#define EACH(v, a, b) __builtin_shufflevector(v, v, a, a, a, a, a, a, a, a, b, b, b, b, b, b, b, b)
// w minus the step by a gradient whose halves come from different samples.
#define DESCEND(w, g) ({ v16 half = (g); (w) -= RATE * (half + SWAPPED(half)); })

// The sums of p's halves and of q's: four numbers.
INLINE v4 sums(v16 p, v16 q) {
    v16 a = __builtin_shufflevector(p, q, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
          + __builtin_shufflevector(p, q, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    v8 b = __builtin_shufflevector(a, a, 0, 1, 4, 5, 8, 9, 12, 13)
         + __builtin_shufflevector(a, a, 2, 3, 6, 7, 10, 11, 14, 15);
    return __builtin_shufflevector(b, b, 0, 2, 4, 6) + __builtin_shufflevector(b, b, 1, 3, 5, 7);
}

static float train(const float *x, const float *targets, int steps) {
    v8 inputs = LOAD(v8, x);
    v16 x0[2] = {EACH(inputs, 0, 2), EACH(inputs, 4, 6)}, x1[2] = {EACH(inputs, 1, 3), EACH(inputs, 5, 7)};
    v4 t = LOAD(v4, targets), e = {0};

    v8 w0 = LOAD(v8, fresh.w1[0]), w1 = LOAD(v8, fresh.w1[1]), b = LOAD(v8, fresh.b1), v = LOAD(v8, fresh.w2);
    v16 W0 = TWICE(w0), W1 = TWICE(w1), B = TWICE(b), V = TWICE(v);
    v4 C = SPLAT(v4, fresh.b2);
    for (int step = 0; step < steps; step++) {
        v16 h[2], dh[2];
        for (int i = 0; i < 2; i++) h[i] = tanh16((B + W0 * x0[i]) + W1 * x1[i]);
        v4 y = sigmoid4(C + sums(V * h[0], V * h[1]));
        e = y - t;
        v4 dz = 0.5f * e * (y * (1 - y));
        v16 spread[2] = {EACH(dz, 0, 1), EACH(dz, 2, 3)};
        for (int i = 0; i < 2; i++) dh[i] = spread[i] * V * (1 - h[i] * h[i]);
        DESCEND(V, spread[0] * h[0] + spread[1] * h[1]);
        DESCEND(W0, dh[0] * x0[0] + dh[1] * x0[1]);
        DESCEND(W1, dh[0] * x1[0] + dh[1] * x1[1]);
        DESCEND(B, dh[0] + dh[1]);
        v4 pairs = dz + __builtin_shufflevector(dz, dz, 2, 3, 0, 1);
        C -= RATE * (pairs + __builtin_shufflevector(pairs, pairs, 1, 0, 3, 2));
    }
    STORE(trained.w1[0], LOW8(W0));
    STORE(trained.w1[1], LOW8(W1));
    STORE(trained.b1, LOW8(B));
    STORE(trained.w2, LOW8(V));
    trained.b2 = C[0];
    return sum4(e * e) / 4;
}

float NAME(t1)(const float *x, const void *targets, int steps, long calls) {
    float last = 0;
    while (calls--) {
        BLACK_BOX(x);
        last = train(x, targets, steps);
        BLACK_BOX(targets);
    }
    return last;
}
