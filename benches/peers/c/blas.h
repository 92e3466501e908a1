// The products of product.h by OpenBLAS, whose weights are one panel.
#pragma once
#include <cblas.h>
#include "lanes.h"

#define PANEL_OF(out) (out)
enum start { ZERO, ADD };

INLINE void affine(int batch, int in, int out, const float *w, const float *b, const float *x, float *z) {
    for (int s = 0; s < batch; s++) memcpy(z + s * out, b, out * sizeof *b);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, batch, out, in, 1, x, in, w, out, 1, z, out);
}

INLINE void outer(int batch, int in, int out, const float *x, const float *dz, float factor, float *w, enum start start) {
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, in, out, batch, factor, x, in, dz, out, start == ADD, w, out);
}

INLINE void back(int batch, int in, int out, const float *w, const float *dz, float *dx) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, batch, in, out, 1, dz, out, w, out, 0, dx, in);
}
