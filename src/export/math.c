//: bits
static inline UINT constrata_bits##(REAL x) {
    UINT bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
static inline REAL constrata_of_bits##(UINT bits) {
    REAL x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
//: abs bits
static inline REAL constrata_abs##(REAL x) {
    return constrata_of_bits##(constrata_bits##(x) & ONES);
}
//: copysign bits
static inline REAL constrata_copysign##(REAL x, REAL sign) {
    return constrata_of_bits##((constrata_bits##(x) & ONES) | (constrata_bits##(sign) & ~ONES));
}
//: reduce bits | 32
/* x = n ln 2 + r; n is returned, and r left in *r. */
static inline uint32_t constrata_reduce32(float x, float *r) {
    const float shifted = x * 1.44269504f + 12582912.0f;
    const float n = shifted - 12582912.0f;
    *r = x - n * 0.69317627f - n * -2.9088971e-5f;
    return constrata_bits32(shifted) - 0x4b400000u;
}
//: split reduce | 32
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
//: exp split bits | 32
static inline float constrata_exp32(float x) {
    float q;
    uint32_t n, half;
    x = x > 89.0f ? 89.0f : x;
    x = x < -104.0f ? -104.0f : x;
    n = constrata_split32(x, &q) + 2 * 127;
    half = n >> 1;
    return (1.0f + q) * constrata_of_bits32(half << 23) * constrata_of_bits32((n - half) << 23);
}
//: exp_normal reduce bits | 32
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
//: tanh bits abs copysign | 32
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
//: sigmoid reduce abs bits | 32
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
//: erf exp_normal abs copysign | 32
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
//: gelu split abs bits | 32
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
//: ln_normal bits | 32
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
//: split bits | 64
/* x = n ln 2 + r; e^r - 1 is left in *q, and bits whose low ones are n are returned. */
static inline uint64_t constrata_split64(double x, double *q) {
    const double shifted = x * 1.4426950408889634 + 6755399441055744.0;
    const double n = shifted - 6755399441055744.0;
    const double r = x - n * 0.6931471804855391 - n * 7.440617110012397e-11;
    double p = 2.0927197814536703e-9;
    p = p * r + 2.511258989041731e-8;
    p = p * r + 2.7557232488959327e-7;
    p = p * r + 2.755723324479399e-6;
    p = p * r + 2.480158737483819e-5;
    p = p * r + 1.9841269898038363e-4;
    p = p * r + 1.3888888888857825e-3;
    p = p * r + 8.333333333316349e-3;
    p = p * r + 4.166666666666673e-2;
    p = p * r + 0.16666666666666685;
    p = p * r + 0.5;
    *q = p * (r * r) + r;
    return constrata_bits64(shifted);
}
//: exp_tail split bits | 64
/* e^x; what its last rounding lost is left in *tail. */
static inline double constrata_exp_tail64(double x, double *tail) {
    double q, p, low, high;
    uint64_t n, half;
    x = x > 710.0 ? 710.0 : x;
    x = x < -746.0 ? -746.0 : x;
    n = constrata_split64(x, &q) - (0x4338000000000000u - 2 * 1023);
    half = n >> 1;
    low = constrata_of_bits64(half << 52);
    high = constrata_of_bits64((n - half) << 52);
    p = 1.0 + q;
    *tail = (q - (p - 1.0)) * low * high;
    return p * low * high;
}
//: exp exp_tail | 64
static inline double constrata_exp64(double x) {
    double tail;
    return constrata_exp_tail64(x, &tail);
}
//: parts split bits | 64
/* 2^n is returned, and 2^n q left in *rest: their sum is e^x. */
static inline double constrata_parts64(double x, double *rest) {
    double q;
    const uint64_t n = constrata_split64(x, &q);
    const double power = constrata_of_bits64((n - (0x4338000000000000u - 1023)) << 52);
    *rest = power * q;
    return power;
}
//: exp_normal parts | 64
static inline double constrata_exp_normal64(double x) {
    double rest;
    const double power = constrata_parts64(x, &rest);
    return power + rest;
}
//: tanh parts abs copysign | 64
static inline double constrata_tanh64(double x) {
    const double a = constrata_abs64(x), z = a * a, t = a > 20.0 ? 20.0 : a;
    double p = 6.055659207865712e-6, small, large, power, rest;
    p = p * z - 3.021802315499366e-5;
    p = p * z + 9.158985668463428e-5;
    p = p * z - 2.3703015174777068e-4;
    p = p * z + 5.89458633201253e-4;
    p = p * z - 1.4557276193843584e-3;
    p = p * z + 3.59211427172183e-3;
    p = p * z - 8.863234341550333e-3;
    p = p * z + 2.1869488470657318e-2;
    p = p * z - 5.396825396613455e-2;
    p = p * z + 0.1333333333332989;
    p = p * z - 0.33333333333333315;
    small = a + a * (z * p);
    power = constrata_parts64(t + t, &rest);
    large = 1.0 - 2.0 / ((power + 1.0) + rest);
    return constrata_copysign64(a < 0.625 ? small : large, x);
}
//: sigmoid exp_tail abs | 64
static inline double constrata_sigmoid64(double x) {
    double e_lost, d, d_lost, n, n_lost, inverse;
    const double e = constrata_exp_tail64(-constrata_abs64(x), &e_lost);
    d = 1.0 + e;
    d_lost = e - (d - 1.0) + e_lost;
    n = x < 0.0 ? e : 1.0;
    n_lost = x < 0.0 ? e_lost : 0.0;
    inverse = 1.457 - 0.4857 * d;
    return (n + (n_lost - n * d_lost * inverse)) / d;
}
//: erf exp_normal abs copysign | 64
static inline double constrata_erf64(double x) {
    static const double q[12] = {
        -1.1374960859212245e-9, 1.4660329934243189e-8, -1.6350396383911513e-7, 1.6461008490952578e-6,
        -1.4925595772854553e-5, 1.2055331132976754e-4, -8.548326981425884e-4, 5.2239776248284315e-3,
        -2.6866170645077875e-2, 0.11283791670954885, -0.3761263890318375, 0.1283791670955126
    };
    static const double g[17] = {
        6.701191883565733e-11, -1.39440642469259e-9, 1.803990255784557e-8, -1.6231367676182193e-7,
        1.0740626383959051e-6, -5.367602787175687e-6, 2.029211548036989e-5, -5.588261220052349e-5,
        9.51632636767684e-5, -4.4667017831419123e-7, -5.753347901320128e-4, 1.693277789143737e-3,
        -2.1253947541974383e-4, -1.912468811196365e-2, 0.10277072217003573, 0.6366202771986569,
        1.1283791081989745
    };
    const double z = x * x;
    double small = 5.960694668779614e-11, large = -1.5078666231757806e-12, t = constrata_abs64(x);
    for (int i = 0; i < 12; i++) small = small * z + q[i];
    small = x + x * small;
    t = t > 6.0 ? 6.0 : t;
    for (int i = 0; i < 17; i++) large = large * t + g[i];
    large = constrata_copysign64(1.0 - constrata_exp_normal64(-t * large), x);
    return t < 1.0 ? small : large;
}
//: gelu split abs bits | 64
static inline double constrata_gelu64(double z) {
    static const double c[28] = {
        2.618516344824623e-8, 4.440169787211722e-8, -1.567629905219498e-7, -3.644642404552754e-7,
        2.0032265241815938e-7, 1.0618756263859788e-6, 6.50999702730603e-7, -7.080374675917139e-7,
        -1.6977456115728533e-6, -2.5899115825144055e-6, -2.628432864886154e-6, 1.847308286601684e-6,
        1.2468146091995431e-5, 2.1765849724393152e-5, 9.714096956636607e-6, -4.606911816827584e-5,
        -1.2855890760383903e-4, -1.1569069122368873e-4, 2.0699272205705472e-4, 8.27198730104122e-4,
        7.851180697022541e-4, -1.9511241465033928e-3, -6.724907073900043e-3, -4.6959683490496094e-4,
        0.0367183609688259, 0.028797360345370233, -0.3314044423887804, 0.6724080048926824
    };
    double a = constrata_abs64(z), head, high, low, sum, lost, q, e, r, v, p = c[0], tail;
    uint64_t n, half;
    int i;
    a = a > 38.7 ? 38.7 : a;
    head = constrata_of_bits64(constrata_bits64(a) & 0xfffffffff8000000u);
    high = -0.5 * head * head;
    low = -0.5 * (a - head) * (a + head);
    sum = high + low;
    lost = low - (sum - high);
    n = constrata_split64(sum, &q) - (0x4338000000000000u - 2 * 1023);
    e = 1.0 + (q + (lost + lost * q));
    r = 1.0 / (a + 2.0);
    v = (a - 2.0) * r;
    for (i = 1; i < 28; i++) p = p * v + c[i];
    half = n >> 1;
    tail = a * (r * p) * e * constrata_of_bits64(half << 52) * constrata_of_bits64((n - half) << 52);
    return z >= 0.0 ? z - tail : -tail;
}
//: ln_normal bits | 64
/* ln(x + x relative) + scale ln 2 for a normal x. */
static inline double constrata_ln_normal64(double x, double relative, double scale) {
    const uint64_t root = 0x3fe6a09e667f3bcdu, bits = constrata_bits64(x) + (0x3ff0000000000000u - root);
    const double n = constrata_of_bits64((bits >> 52) | 0x4330000000000000u) - (4503599627370496.0 + 1023.0) + scale;
    const double f = constrata_of_bits64((bits & 0x000fffffffffffffu) + root) - 1.0;
    const double s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
    double r = 0.14811540318218017, low;
    r = r * z + 0.15312569877120394;
    r = r * z + 0.1818361898776568;
    r = r * z + 0.22222197587368206;
    r = r * z + 0.2857142875120256;
    r = r * z + 0.39999999999377983;
    r = z * (r * z + 0.666666666666674);
    low = s * (half + r) + (n * 7.440617110012397e-11 + relative);
    return n * 0.6931471804855391 + (f - (half - low));
}
//: ln ln_normal
static inline REAL constrata_ln##(REAL x) {
    const int below = x < SMALLEST@;
    const REAL y = constrata_ln_normal##(below ? x * UP@ : x, 0.0@, below ? -BACK@ : 0.0@);
    if (x == 0.0@) return constrata_of_bits##(MINUS_INFINITY);
    if (x > 0.0@ && x < constrata_of_bits##(INFINITY)) return y;
    return x < 0.0@ ? constrata_of_bits##(NAN) : x;
}
//: ln_1p ln_normal
static inline REAL constrata_ln_1p##(REAL x) {
    const REAL u = 1.0@ + x, back = u - 1.0@, lost = (1.0@ - (u - back)) + (x - back);
    const REAL y = constrata_ln_normal##(u, lost / u, 0.0@);
    if (x == 0.0@) return x;
    if (x == -1.0@) return constrata_of_bits##(MINUS_INFINITY);
    if (x > -1.0@ && x < constrata_of_bits##(INFINITY)) return y;
    return x < -1.0@ ? constrata_of_bits##(NAN) : x;
}
//: sqrt bits
/* x = m 2^e; k makes e - k even, and the root of m 2^k, bit by bit, has one bit more than the result, which rounds it. */
static inline REAL constrata_sqrt##(REAL x) {
    const UINT u = constrata_bits##(x), hidden = HIDDEN;
    UINT m = u & (hidden - 1), root = 0, rest = 0;
    int e = (int)(u >> MANTISSA), k, i;
    if (!(x > 0.0@ && x < constrata_of_bits##(INFINITY))) return x < 0.0@ ? constrata_of_bits##(NAN) : x;
    if (e > 0) m |= hidden;
    else for (e = 1; m < hidden; e--) m <<= 1;
    k = ODD - (e & 1);
    for (i = STEPS; i >= 0; i -= 2) {
        const UINT two = (i >= k ? m >> (i - k) : i + 1 == k ? m << 1 : 0) & 3, next = 4 * root + 1;
        rest = 4 * rest + two;
        root = 2 * root + (rest >= next);
        rest -= rest >= next ? next : 0;
    }
    return constrata_of_bits##(((UINT)((e - k + BIAS) / 2 - 1) << MANTISSA) + ((root + 1) >> 1));
}
