// T3: 64-32-10, batches of 32.
#define IN 64
#define HIDDEN 32
#define BATCH 32
#include "classifier.h"

EPOCHS(t3, epoch_adam(x, classes, steps, 1e-3f))
