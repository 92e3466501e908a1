// What each copy of this library offers. The names carry the copy's: `gcc_t1`, `clang_blas_b4`.
//
// Parameters come and go as one row of numbers: layer by layer, the weights (a row for each input), then the bias.
#pragma once

#define JOINED_NAME(copy, name) copy##_##name
#define JOIN_NAME(copy, name) JOINED_NAME(copy, name)
#define NAME(name) JOIN_NAME(COPY, name)

// One workload. What does not apply is null.
struct peer {
    const char *id;
    void (*load)(const float *parameters);
    // Any number of predictions, back to back, of one input or batch.
    void (*predict)(const float *x, float *y, long calls);
    // Training from the loaded parameters, over and over; the last loss. Targets are classes (int), for T1 values (float).
    float (*learn)(const float *x, const void *targets, int steps, long calls);
    // What was learned.
    void (*learned)(float *parameters);
};

#define PREDICTION(name)                             \
    void NAME(name##_load)(const float *parameters); \
    void NAME(name)(const float *x, float *y, long calls);
#define TRAINING(name)                                                            \
    void NAME(name##_load)(const float *parameters);                              \
    float NAME(name)(const float *x, const void *targets, int steps, long calls); \
    void NAME(name##_learned)(float *parameters);
PREDICTION(i1)
PREDICTION(i2)
PREDICTION(i3)
PREDICTION(i4)
PREDICTION(i5)
PREDICTION(b4)
TRAINING(t1)
TRAINING(t3)
TRAINING(t4s)
TRAINING(t4a)

// All workloads; the last has no id.
const struct peer *NAME(peers)(void);

// So many floating-point operations, by fused multiply-adds that wait for nothing.
void NAME(peak)(long operations);
