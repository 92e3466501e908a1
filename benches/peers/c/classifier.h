// IN => HIDDEN with relu => 10 with softmax, in batches. Included with IN, HIDDEN and BATCH defined.
#include <math.h>
#include "peer.h"
#include "softmax.h"
#ifdef BLAS
#include "blas.h"
#else
#include "product.h"
#endif

struct parameters {
    float w1[IN * HIDDEN], b1[HIDDEN], w2[HIDDEN * WIDTH], b2[WIDTH];
} __attribute__((aligned(64)));
#define NUMBERS (sizeof(struct parameters) / sizeof(float))

static struct parameters fresh, net, gradient, mean, square;
static float h[BATCH * HIDDEN] __attribute__((aligned(64))), dh[BATCH * HIDDEN] __attribute__((aligned(64)));
static float z[BATCH * WIDTH] __attribute__((aligned(64)));

// Where a weight lies: panel by panel, a row for each input.
INLINE int place(int i, int o, int in, int out) {
    int panel = PANEL_OF(out);
    return o / panel * panel * in + i * panel + o % panel;
}

static void load(const float *p) {
    for (int i = 0; i < IN; i++)
        for (int o = 0; o < HIDDEN; o++) fresh.w1[place(i, o, IN, HIDDEN)] = *p++;
    for (int o = 0; o < HIDDEN; o++) fresh.b1[o] = *p++;
    for (int i = 0; i < HIDDEN; i++)
        for (int o = 0; o < CLASSES; o++) fresh.w2[place(i, o, HIDDEN, WIDTH)] = *p++;
    for (int o = 0; o < WIDTH; o++) fresh.b2[o] = o < CLASSES ? *p++ : UNUSED;
    net = fresh;
}

static void store(float *p) {
    for (int i = 0; i < IN; i++)
        for (int o = 0; o < HIDDEN; o++) *p++ = net.w1[place(i, o, IN, HIDDEN)];
    for (int o = 0; o < HIDDEN; o++) *p++ = net.b1[o];
    for (int i = 0; i < HIDDEN; i++)
        for (int o = 0; o < CLASSES; o++) *p++ = net.w2[place(i, o, HIDDEN, WIDTH)];
    for (int o = 0; o < CLASSES; o++) *p++ = net.b2[o];
}

static void logits(const struct parameters *net, const float *x) {
    affine(BATCH, IN, HIDDEN, net->w1, net->b1, x, h);
    for (int i = 0; i < BATCH * HIDDEN; i++) h[i] = h[i] > 0 ? h[i] : 0;
    affine(BATCH, HIDDEN, WIDTH, net->w2, net->b2, h, z);
}

__attribute__((unused)) static void predict(const struct parameters *net, const float *x, float *y) {
    logits(net, x);
    for (int s = 0; s < BATCH; s++) {
        struct softmax p = softmax(z + s * WIDTH);
        memcpy(y + s * CLASSES, &p.y, CLASSES * sizeof *y);
    }
}

// The mean cross-entropy; leaves its derivative in z.
static float loss(const int *classes) {
    float sums[BATCH], loss = 0;
    for (int s = 0; s < BATCH; s++) {
        struct softmax p = softmax(z + s * WIDTH);
        sums[s] = p.sum;
        loss += p.largest - z[s * WIDTH + classes[s]];
        STORE(z + s * WIDTH, p.y * (1.0f / BATCH));
        z[s * WIDTH + classes[s]] -= 1.0f / BATCH;
    }
    for (int s = 0; s < BATCH; s++) loss += logf(sums[s]);
    return loss / BATCH;
}

// to = (to or 0) + factor (sum over the batch)
INLINE void columns(int out, const float *dz, float factor, float *to, enum start start) {
    float sum[out];
    memset(sum, 0, sizeof sum);
    for (int s = 0; s < BATCH; s++)
        for (int o = 0; o < out; o++) sum[o] += dz[s * out + o];
    for (int o = 0; o < out; o++) to[o] = (start == ADD ? to[o] : 0) + factor * sum[o];
}

INLINE void backward(const float *x, float factor, struct parameters *to, enum start start) {
    back(BATCH, HIDDEN, WIDTH, net.w2, z, dh);
    for (int i = 0; i < BATCH * HIDDEN; i++) dh[i] = h[i] > 0 ? dh[i] : 0;
    outer(BATCH, HIDDEN, WIDTH, h, z, factor, to->w2, start);
    columns(WIDTH, z, factor, to->b2, start);
    outer(BATCH, IN, HIDDEN, x, dh, factor, to->w1, start);
    columns(HIDDEN, dh, factor, to->b1, start);
}

static void adam(float rate, int step) {
    const float size = rate / (1 - pow(0.9, step)), scale = 1 / sqrt(1 - pow(0.999, step));
    float *w = (float *)&net, *m = (float *)&mean, *v = (float *)&square;
    const float *g = (const float *)&gradient;
    for (size_t i = 0; i < NUMBERS; i++) {
        m[i] += 0.1f * (g[i] - m[i]);
        v[i] += 0.001f * (g[i] * g[i] - v[i]);
        w[i] -= size * m[i] / (sqrtf(v[i]) * scale + 1e-8f);
    }
}

__attribute__((unused)) static float epoch_adam(const float *x, const int *classes, int steps, float rate) {
    float last = 0;
    net = fresh;
    memset(&mean, 0, sizeof mean);
    memset(&square, 0, sizeof square);
    for (int t = 1; t <= steps; t++, x += BATCH * IN, classes += BATCH) {
        logits(&net, x);
        last = loss(classes);
        backward(x, 1, &gradient, ZERO);
        adam(rate, t);
    }
    return last;
}

// The step is the product's own: w += -rate xT dz.
__attribute__((unused)) static float epoch_sgd(const float *x, const int *classes, int steps, float rate) {
    float last = 0;
    net = fresh;
    for (int t = 0; t < steps; t++, x += BATCH * IN, classes += BATCH) {
        logits(&net, x);
        last = loss(classes);
        backward(x, -rate, &net, ADD);
    }
    return last;
}

#define EPOCHS(name, epoch)                                                        \
    void NAME(name##_load)(const float *parameters) { load(parameters); }          \
    void NAME(name##_learned)(float *parameters) { store(parameters); }            \
    float NAME(name)(const float *x, const void *targets, int steps, long calls) { \
        const int *classes = targets;                                              \
        float last = 0;                                                            \
        while (calls--) {                                                          \
            BLACK_BOX(x);                                                          \
            last = epoch;                                                          \
            BLACK_BOX(classes);                                                    \
        }                                                                          \
        return last;                                                               \
    }
