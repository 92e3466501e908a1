//: bits
static inline uint32_t constrata_bits32(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
static inline float constrata_of_bits32(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
//: abs bits
static inline float constrata_abs32(float x) {
    return constrata_of_bits32(constrata_bits32(x) & 0x7fffffffu);
}
//: copysign bits
static inline float constrata_copysign32(float x, float sign) {
    return constrata_of_bits32((constrata_bits32(x) & 0x7fffffffu) | (constrata_bits32(sign) & 0x80000000u));
}
//: reduce bits
/* x = n ln 2 + r; n is returned, and r left in *r. */
static inline uint32_t constrata_reduce32(float x, float *r) {
    const float shifted = x * 1.44269504f + 12582912.0f;
    const float n = shifted - 12582912.0f;
    *r = x - n * 0.69317627f - n * -2.9088971e-5f;
    return constrata_bits32(shifted) - 0x4b400000u;
}
//: split reduce
/* e^r - 1 is left in *q. */
static inline uint32_t constrata_split32(float x, float *q) {
    float r, p = 1.9918825e-4f;
    const uint32_t n = constrata_reduce32(x, &r);
    p = p * r + 1.3946405e-3f;
    p = p * r + 8.333264e-3f;
    p = p * r + 4.1666266e-2f;
    p = p * r + 0.16666667f;
    p = p * r + 0.5f;
    *q = p * (r * r) + r;
    return n;
}
//: exp split bits
static inline float constrata_exp32(float x) {
    float q;
    uint32_t n, half;
    x = x > 89.0f ? 89.0f : x;
    x = x < -104.0f ? -104.0f : x;
    n = constrata_split32(x, &q) + 2 * 127;
    half = n >> 1;
    return (1.0f + q) * constrata_of_bits32(half << 23) * constrata_of_bits32((n - half) << 23);
}
//: exp_normal reduce bits
static inline float constrata_exp_normal32(float x) {
    float r, z, p, power;
    const uint32_t n = constrata_reduce32(x, &r);
    z = r * r;
    p = r * 1.9918825e-4f + 1.3946405e-3f;
    p = z * p + (r * 8.333264e-3f + 4.1666266e-2f);
    p = z * p + (r * 0.16666667f + 0.5f);
    power = constrata_of_bits32((n + 127) << 23);
    return power + power * (z * p + r);
}
//: tanh bits abs copysign
static inline float constrata_tanh32(float x) {
    const float low = constrata_abs32(x), a = low > 10.0f ? 10.0f : low;
    const float shifted = a * (2.0f * 1.44269504f) + 12583039.0f, n = shifted - 12583039.0f;
    const float h = a - n * (0.5f * 0.69317627f) - n * (0.5f * -2.9088971e-5f);
    const float power = constrata_of_bits32(constrata_bits32(shifted) << 23);
    float p = 4.4629194e-2f, w;
    p = p * h + 0.13386697f;
    p = p * h + 0.33333024f;
    p = p * h + 0.6666617f;
    p = p * h + 1.0f;
    w = power * h + (power * 0.5f + -0.5f);
    w = power * (h * h) * p + w;
    return constrata_copysign32((a < 0.35f ? w : 0.0f) + w * (a < 0.35f ? -w : 1.0f) / (w + 1.0f), x);
}
//: sigmoid reduce abs bits
static inline float constrata_sigmoid32(float x) {
    const float below = -constrata_abs32(x), a = below < -104.0f ? -104.0f : below;
    float r, z, p, s, e_small, e_large, whole, part, d, d_lost, n, n_lost, inverse;
    const uint32_t k = constrata_reduce32(a, &r);
    z = r * r;
    p = z * (z * -2.7660717e-3f + 0.1666662f);
    s = constrata_of_bits32((k + (127 + 64)) << 23) * constrata_of_bits32((uint32_t)(127 - 64) << 23);
    e_small = (p + r) * s;
    e_large = p - r;
    whole = 2.0f + 2.0f * s;
    part = e_small + e_large;
    d = whole + part;
    d_lost = whole - d + part;
    whole = x < 0.0f ? 2.0f * s : 2.0f;
    part = x < 0.0f ? e_small : e_large;
    n = whole + part;
    n_lost = whole - n + part;
    inverse = 0.7285f - 0.121425f * d;
    return (n + (n_lost - n * d_lost * inverse)) / d;
}
//: erf exp_normal abs copysign
static inline float constrata_erf32(float x) {
    const float z = x * x;
    float q = 7.8891324e-5f, g = 1.0763566e-5f, t = constrata_abs32(x), small, large;
    q = q * z - 8.020845e-4f;
    q = q * z + 5.1895357e-3f;
    q = q * z - 2.6854444e-2f;
    q = q * z + 0.112836f;
    q = q * z - 0.37612626f;
    q = q * z + 0.12837917f;
    small = x + x * q;
    t = t > 4.0f ? 4.0f : t;
    g = g * t - 3.1806325e-4f;
    g = g * t + 3.6229317e-3f;
    g = g * t - 2.372021e-2f;
    g = g * t + 0.106187634f;
    g = g * t + 0.6351815f;
    g = g * t + 1.128641f;
    large = constrata_copysign32(1.0f - constrata_exp_normal32(-t * g), x);
    return t < 0.92f ? small : large;
}
//: gelu split abs bits
static inline float constrata_gelu32(float z) {
    static const float c[12] = {
        -6.617851e-5f, -1.4913853e-4f, 1.347471e-4f, 8.3659997e-4f, 8.219175e-4f, -1.9516462e-3f,
        -6.7338385e-3f, -4.6971955e-4f, 0.03671929f, 0.028797368f, -0.33140448f, 0.672408f
    };
    float a = constrata_abs32(z), head, high, low, sum, lost, q, e, r, v, p = c[0], tail;
    uint32_t n, half;
    int i;
    a = a > 14.6f ? 14.6f : a;
    head = constrata_of_bits32(constrata_bits32(a) & 0xfffff000u);
    high = -0.5f * head * head;
    low = -0.5f * (a - head) * (a + head);
    sum = high + low;
    lost = low - (sum - high);
    n = constrata_split32(sum, &q) + 2 * 127;
    e = 1.0f + (q + (lost + lost * q));
    r = 1.0f / (a + 2.0f);
    v = (a - 2.0f) * r;
    for (i = 1; i < 12; i++) p = p * v + c[i];
    half = n >> 1;
    tail = a * (r * p) * e * constrata_of_bits32(half << 23) * constrata_of_bits32((n - half) << 23);
    return z >= 0.0f ? z - tail : -tail;
}
//: ln_normal bits
/* ln(x + x relative) + scale ln 2 for a normal x. */
static inline float constrata_ln_normal32(float x, float relative, float scale) {
    const uint32_t bits = constrata_bits32(x) + (0x3f800000u - 0x3f3504f3u);
    const float n = constrata_of_bits32((bits >> 23) | 0x4b000000u) - (8388608.0f + 127.0f) + scale;
    const float f = constrata_of_bits32((bits & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
    const float s = f / (2.0f + f), z = s * s;
    const float r = z * (0.6666678f + z * (0.3997708f + z * 0.29885185f));
    const float half = 0.5f * f * f;
    const float low = s * (half + r) + (n * -2.9088971e-5f + relative);
    return n * 0.69317627f + (f - (half - low));
}
//: ln ln_normal
static inline float constrata_ln32(float x) {
    const int below = x < 1.17549435e-38f;
    const float y = constrata_ln_normal32(below ? x * 33554432.0f : x, 0.0f, below ? -25.0f : 0.0f);
    if (x == 0.0f) return constrata_of_bits32(0xff800000u);
    if (x > 0.0f && x < constrata_of_bits32(0x7f800000u)) return y;
    return x < 0.0f ? constrata_of_bits32(0x7fc00000u) : x;
}
//: ln_1p ln_normal
static inline float constrata_ln_1p32(float x) {
    const float u = 1.0f + x, back = u - 1.0f, lost = (1.0f - (u - back)) + (x - back);
    const float y = constrata_ln_normal32(u, lost / u, 0.0f);
    if (x == 0.0f) return x;
    if (x == -1.0f) return constrata_of_bits32(0xff800000u);
    if (x > -1.0f && x < constrata_of_bits32(0x7f800000u)) return y;
    return x < -1.0f ? constrata_of_bits32(0x7fc00000u) : x;
}
//: sqrt bits
/* x = m 2^e; k makes e - k even, and the root of m 2^k, bit by bit, has one bit more than the result, which rounds it. */
static inline float constrata_sqrt32(float x) {
    const uint32_t u = constrata_bits32(x), hidden = 0x00800000u;
    uint32_t m = u & (hidden - 1), root = 0, rest = 0;
    int e = (int)(u >> 23), k, i;
    if (!(x > 0.0f && x < constrata_of_bits32(0x7f800000u))) return x < 0.0f ? constrata_of_bits32(0x7fc00000u) : x;
    if (e > 0) m |= hidden;
    else for (e = 1; m < hidden; e--) m <<= 1;
    k = 26 - (e & 1);
    for (i = 48; i >= 0; i -= 2) {
        const uint32_t two = (i >= k ? m >> (i - k) : i + 1 == k ? m << 1 : 0) & 3, next = 4 * root + 1;
        rest = 4 * rest + two;
        root = 2 * root + (rest >= next);
        rest -= rest >= next ? next : 0;
    }
    return constrata_of_bits32(((uint32_t)((e - k + 152) / 2 - 1) << 23) + ((root + 1) >> 1));
}
