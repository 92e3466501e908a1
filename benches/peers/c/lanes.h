// Vectors by the compilers' own extension (gcc, clang), and the functions on them. Any width compiles for any target.
#pragma once
#include <string.h>
#ifdef __AVX__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

#define VECTORS(N)                                          \
    typedef float v##N __attribute__((vector_size(4 * N))); \
    typedef int int##N __attribute__((vector_size(4 * N)));
VECTORS(4)
VECTORS(8)
VECTORS(16)

// The widest that the processor has.
#if defined(__AVX512F__)
#define LANES 16
typedef v16 vec;
#elif defined(__AVX__)
#define LANES 8
typedef v8 vec;
#else
#define LANES 4
typedef v4 vec;
#endif

// VEC(tanh) is the tanh of a vec.
#define JOINED(name, lanes) name##lanes
#define JOIN(name, lanes) JOINED(name, lanes)
#define VEC(name) JOIN(name, LANES)

#define LOAD(V, p) ({ V loaded; memcpy(&loaded, (p), sizeof loaded); loaded; })
#define STORE(p, v) ({ __typeof__(v) stored = (v); memcpy((p), &stored, sizeof stored); })
#define SPLAT(V, s) ((V){0} + (s))

// The pointer comes out unknown, and what is in memory may have been read and written.
#define BLACK_BOX(p) __asm__ volatile("" : "+r"(p) : : "memory")

#define BY_LANE(N)                                                    \
    INLINE v##N max##N(v##N x, v##N y) {                              \
        for (int i = 0; i < N; i++) x[i] = x[i] > y[i] ? x[i] : y[i]; \
        return x;                                                     \
    }                                                                 \
    INLINE v##N min##N(v##N x, v##N y) { return -max##N(-x, -y); }
#define BY_INTRINSIC(N, R, P)                                                   \
    INLINE v##N max##N(v##N x, v##N y) { return (v##N)P##_max_ps((R)x, (R)y); } \
    INLINE v##N min##N(v##N x, v##N y) { return (v##N)P##_min_ps((R)x, (R)y); }
#ifdef __AVX512F__
BY_INTRINSIC(16, __m512, _mm512)
#else
BY_LANE(16)
#endif
#ifdef __AVX__
BY_INTRINSIC(8, __m256, _mm256)
BY_INTRINSIC(4, __m128, _mm)
#else
BY_LANE(8)
BY_LANE(4)
#endif

// tanh x = x P(x^2) / Q(x^2), fitted for |x| <= 7.8 (beyond, it is 1) to 4.6e-7, as near as vector libraries come.
// e^x = 2^n e^r, the latter by a polynomial.
#define FUNCTIONS(N)                                                                                           \
    INLINE v##N tanh##N(v##N x) {                                                                              \
        x = max##N(min##N(x, SPLAT(v##N, 7.8f)), SPLAT(v##N, -7.8f));                                          \
        v##N z = x * x, zz = z * z;                                                                            \
        v##N p = (0.999999883f + z * 0.129431227f) + zz * (2.96989594e-3f + z * 1.16357861e-5f);               \
        v##N q = (1.0f + z * 0.462763597f) + zz * (2.38924268e-2f + z * 2.41355541e-4f + zz * 2.52625629e-7f); \
        return x * p / q;                                                                                      \
    }                                                                                                          \
    INLINE v##N sigmoid##N(v##N x) { return 0.5f + 0.5f * tanh##N(0.5f * x); }                                 \
    INLINE v##N exp##N(v##N x) {                                                                               \
        x = max##N(min##N(x, SPLAT(v##N, 88.0f)), SPLAT(v##N, -87.0f));                                        \
        int##N n = __builtin_convertvector(x * 1.44269504f + 126.5f, int##N) - 126;                            \
        v##N r = x - __builtin_convertvector(n, v##N) * 0.693147182f, rr = r * r;                              \
        v##N low = (1.0f + r) + rr * (0.5f + r * 0.166666667f);                                                \
        v##N high = 4.16666667e-2f + r * 8.33333333e-3f + rr * 1.38888889e-3f;                                 \
        return (low + rr * rr * high) * (v##N)((n + 127) << 23);                                               \
    }
FUNCTIONS(4)
FUNCTIONS(8)
FUNCTIONS(16)

// Sums and the largest of a vector, by halves.
#define LOW8(x) __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7)
#define HIGH8(x) __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15)
#define LOW4(x) __builtin_shufflevector(x, x, 0, 1, 2, 3)
#define HIGH4(x) __builtin_shufflevector(x, x, 4, 5, 6, 7)
INLINE float sum4(v4 x) { return (x[0] + x[2]) + (x[1] + x[3]); }
INLINE float sum8(v8 x) { return sum4(LOW4(x) + HIGH4(x)); }
INLINE float sum16(v16 x) { return sum8(LOW8(x) + HIGH8(x)); }
INLINE float largest16(v16 x) {
    v8 y = max8(LOW8(x), HIGH8(x));
    v4 z = max4(LOW4(y), HIGH4(y));
    z = max4(z, __builtin_shufflevector(z, z, 2, 3, 0, 1));
    return z[0] > z[1] ? z[0] : z[1];
}
