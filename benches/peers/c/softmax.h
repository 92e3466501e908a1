// Softmax of ten numbers in sixteen lanes, of which the rest hold UNUSED.
#pragma once
#include "lanes.h"

#define CLASSES 10
#define WIDTH 16
#define UNUSED -1e30f

struct softmax { v16 y; float largest, sum; };

INLINE struct softmax softmax(const float *z) {
    v16 x = LOAD(v16, z);
    const v16 used = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    float largest = largest16(x);
    v16 e = exp16(x - largest) * used;
    float sum = sum16(e);
    return (struct softmax){e * (1 / sum), largest, sum};
}
