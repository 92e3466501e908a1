// B4, T4s and T4a: 784-128-10, batches of 64.
#define IN 784
#define HIDDEN 128
#define BATCH 64
#include "classifier.h"

EPOCHS(t4s, epoch_sgd(x, classes, steps, 0.01f))
EPOCHS(t4a, epoch_adam(x, classes, steps, 1e-3f))

void NAME(b4_load)(const float *parameters) { load(parameters); }
void NAME(b4)(const float *x, float *y, long calls) {
    const struct parameters *weights = &net;
    while (calls--) {
        BLACK_BOX(weights);
        BLACK_BOX(x);
        predict(weights, x, y);
        BLACK_BOX(y);
    }
}
