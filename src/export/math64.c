//: bits
static inline uint64_t constrata_bits64(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
static inline double constrata_of_bits64(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
//: abs bits
static inline double constrata_abs64(double x) {
    return constrata_of_bits64(constrata_bits64(x) & 0x7fffffffffffffffu);
}
//: copysign bits
static inline double constrata_copysign64(double x, double sign) {
    const uint64_t top = 0x8000000000000000u;
    return constrata_of_bits64((constrata_bits64(x) & ~top) | (constrata_bits64(sign) & top));
}
//: split bits
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
//: exp_tail split bits
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
//: exp exp_tail
static inline double constrata_exp64(double x) {
    double tail;
    return constrata_exp_tail64(x, &tail);
}
//: parts split bits
/* 2^n is returned, and 2^n q left in *rest: their sum is e^x. */
static inline double constrata_parts64(double x, double *rest) {
    double q;
    const uint64_t n = constrata_split64(x, &q);
    const double power = constrata_of_bits64((n - (0x4338000000000000u - 1023)) << 52);
    *rest = power * q;
    return power;
}
//: exp_normal parts
static inline double constrata_exp_normal64(double x) {
    double rest;
    const double power = constrata_parts64(x, &rest);
    return power + rest;
}
//: tanh parts abs copysign
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
//: sigmoid exp_tail abs
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
//: erf exp_normal abs copysign
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
//: gelu split abs bits
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
//: ln_normal bits
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
static inline double constrata_ln64(double x) {
    const int below = x < 2.2250738585072014e-308;
    const double y = constrata_ln_normal64(below ? x * 18014398509481984.0 : x, 0.0, below ? -54.0 : 0.0);
    if (x == 0.0) return constrata_of_bits64(0xfff0000000000000u);
    if (x > 0.0 && x < constrata_of_bits64(0x7ff0000000000000u)) return y;
    return x < 0.0 ? constrata_of_bits64(0x7ff8000000000000u) : x;
}
//: ln_1p ln_normal
static inline double constrata_ln_1p64(double x) {
    const double u = 1.0 + x, back = u - 1.0, lost = (1.0 - (u - back)) + (x - back);
    const double y = constrata_ln_normal64(u, lost / u, 0.0);
    if (x == 0.0) return x;
    if (x == -1.0) return constrata_of_bits64(0xfff0000000000000u);
    if (x > -1.0 && x < constrata_of_bits64(0x7ff0000000000000u)) return y;
    return x < -1.0 ? constrata_of_bits64(0x7ff8000000000000u) : x;
}
//: sqrt bits
/* x = m 2^e; k makes e - k even, and the root of m 2^k, bit by bit, has one bit more than the result, which rounds it. */
static inline double constrata_sqrt64(double x) {
    const uint64_t u = constrata_bits64(x), hidden = 0x0010000000000000u;
    uint64_t m = u & (hidden - 1), root = 0, rest = 0;
    int e = (int)(u >> 52), k, i;
    if (!(x > 0.0 && x < constrata_of_bits64(0x7ff0000000000000u))) return x < 0.0 ? constrata_of_bits64(0x7ff8000000000000u) : x;
    if (e > 0) m |= hidden;
    else for (e = 1; m < hidden; e--) m <<= 1;
    k = 55 - (e & 1);
    for (i = 106; i >= 0; i -= 2) {
        const uint64_t two = (i >= k ? m >> (i - k) : i + 1 == k ? m << 1 : 0) & 3, next = 4 * root + 1;
        rest = 4 * rest + two;
        root = 2 * root + (rest >= next);
        rest -= rest >= next ? next : 0;
    }
    return constrata_of_bits64(((uint64_t)((e - k + 1077) / 2 - 1) << 52) + ((root + 1) >> 1));
}
