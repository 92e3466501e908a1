#include "peer.h"

#define PREDICTS(id, name) {id, NAME(name##_load), NAME(name), 0, 0}
#define LEARNS(id, name) {id, NAME(name##_load), 0, NAME(name), NAME(name##_learned)}

const struct peer *NAME(peers)(void) {
    static const struct peer peers[] = {
#ifndef BLAS
        PREDICTS("I1", i1), PREDICTS("I2", i2), PREDICTS("I3", i3), PREDICTS("I4", i4), PREDICTS("I5", i5),
        LEARNS("T1", t1),
#endif
        PREDICTS("B4", b4), LEARNS("T3", t3), LEARNS("T4s", t4s), LEARNS("T4a", t4a), {0, 0, 0, 0, 0},
    };
    return peers;
}
