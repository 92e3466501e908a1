// One sample at a time. Every size is a constant, so the loops come out straight.
#include "peer.h"
#include "gemv.h"
#include "softmax.h"

// A turn: `calls` predictions, back to back, of an input and of weights that the compiler does not know.
#define TURN(name, ...)                                     \
    void NAME(name)(const float *x, float *y, long calls) { \
        const struct name *net = &name;                     \
        while (calls--) {                                   \
            BLACK_BOX(net);                                 \
            BLACK_BOX(x);                                   \
            __VA_ARGS__                                     \
            BLACK_BOX(y);                                   \
        }                                                   \
    }

// Copies a layer's weights (a row for each input) and bias, each row padded to `width`.
static const float *layer(const float *p, int in, int out, int width, float *w, float *b) {
    for (int i = 0; i < in; i++, p += out) memcpy(w + i * width, p, out * sizeof *p);
    memcpy(b, p, out * sizeof *p);
    return p + out;
}

// 3-2-1 sigmoid: two units in four lanes.
static struct i1 { v4 w1[3], b1, w2[2], b2; } i1;
void NAME(i1_load)(const float *p) {
    p = layer(p, 3, 2, 4, (float *)i1.w1, (float *)&i1.b1);
    layer(p, 2, 1, 4, (float *)i1.w2, (float *)&i1.b2);
}
TURN(i1, {
    v4 h = sigmoid4((net->b1 + net->w1[0] * x[0]) + (net->w1[1] * x[1] + net->w1[2] * x[2]));
    v4 o = __builtin_shufflevector(h, h, 1, 1, 1, 1);
    y[0] = sigmoid4(net->b2 + net->w2[0] * h + net->w2[1] * o)[0];
})

// 2-16-16-1 tanh: a layer is a vector.
static struct i2 { float w1[2][16], b1[16], w2[16][16], b2[16], w3[16], b3[1]; } __attribute__((aligned(64))) i2;
void NAME(i2_load)(const float *p) {
    p = layer(p, 2, 16, 16, i2.w1[0], i2.b1);
    p = layer(p, 16, 16, 16, i2.w2[0], i2.b2);
    layer(p, 16, 1, 1, i2.w3, i2.b3);
}
TURN(i2, {
    float h[16] __attribute__((aligned(64)));
    STORE(h, tanh16(LOAD(v16, net->b1) + x[0] * LOAD(v16, net->w1[0]) + x[1] * LOAD(v16, net->w1[1])));
    v16 z[4] = {LOAD(v16, net->b2)};
    for (int i = 0; i < 16; i++) z[i % 4] += h[i] * LOAD(v16, net->w2[i]);
    y[0] = net->b3[0] + sum16(tanh16((z[0] + z[1]) + (z[2] + z[3])) * LOAD(v16, net->w3));
})

// IN-HIDDEN-10 relu softmax.
#define CLASSIFIER(name, IN, HIDDEN)                                                         \
    static struct name { float w1[IN][HIDDEN], b1[HIDDEN], w2[HIDDEN][WIDTH], b2[WIDTH]; }   \
        __attribute__((aligned(64))) name;                                                   \
    void NAME(name##_load)(const float *p) {                                                 \
        p = layer(p, IN, HIDDEN, HIDDEN, name.w1[0], name.b1);                               \
        layer(p, HIDDEN, CLASSES, WIDTH, name.w2[0], name.b2);                               \
        for (int o = CLASSES; o < WIDTH; o++) name.b2[o] = UNUSED;                           \
    }                                                                                        \
    TURN(name, {                                                                             \
        float h[HIDDEN] __attribute__((aligned(64))), z[WIDTH] __attribute__((aligned(64))); \
        gemv(IN, HIDDEN, net->w1[0], net->b1, x, h, RELU);                                   \
        gemv(HIDDEN, WIDTH, net->w2[0], net->b2, h, z, NONE);                                \
        struct softmax p = softmax(z);                                                       \
        memcpy(y, &p.y, CLASSES * sizeof *y);                                                \
    })
CLASSIFIER(i3, 64, 32)
CLASSIFIER(i4, 784, 128)

// 13-64-64-4 tanh. The last layer is too narrow for a vector: four inputs at a time, four lanes each.
static struct i5 { float w1[13][64], b1[64], w2[64][64], b2[64], w3[64][4], b3[4]; } __attribute__((aligned(64))) i5;
void NAME(i5_load)(const float *p) {
    p = layer(p, 13, 64, 64, i5.w1[0], i5.b1);
    p = layer(p, 64, 64, 64, i5.w2[0], i5.b2);
    layer(p, 64, 4, 4, i5.w3[0], i5.b3);
}
TURN(i5, {
    float h1[64] __attribute__((aligned(64)));
    float h2[64] __attribute__((aligned(64)));
    gemv(13, 64, net->w1[0], net->b1, x, h1, TANH);
    gemv(64, 64, net->w2[0], net->b2, h1, h2, TANH);
    v16 z[4] = {0};
    for (int i = 0; i < 16; i++) {
        v4 q = LOAD(v4, h2 + 4 * i);
        v16 h = __builtin_shufflevector(q, q, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        z[i % 4] += h * LOAD(v16, net->w3[4 * i]);
    }
    v16 sum = (z[0] + z[1]) + (z[2] + z[3]);
    v8 half = LOW8(sum) + HIGH8(sum);
    STORE(y, LOAD(v4, net->b3) + (LOW4(half) + HIGH4(half)));
})
