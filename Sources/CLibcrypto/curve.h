// From an Ed25519 public key to the X25519 one: arithmetic modulo 2^255 - 19 with libcrypto's numbers, all of them public.
#ifndef DCMVEIL_CLIBCRYPTO_CURVE_H
#define DCMVEIL_CLIBCRYPTO_CURVE_H

#include <openssl/bn.h>

/* u = (1 + y) / (1 - y) (RFC 7748 section 4.1) of a point whose encoding is `key` (RFC 8032 section 5.1.2). 1 on success; 0 when no
   point has this encoding. */
static inline int dcmveil_montgomery(unsigned char u[32], const unsigned char key[32]) {
    unsigned char bytes[32];
    memcpy(bytes, key, 32);
    int sign = bytes[31] >> 7;
    bytes[31] &= 0x7F;
    BN_CTX *context = BN_CTX_new();
    if (!context) return 0;
    BN_CTX_start(context);
    BIGNUM *p = BN_CTX_get(context), *y = BN_CTX_get(context), *yy = BN_CTX_get(context), *d = BN_CTX_get(context);
    BIGNUM *one = BN_CTX_get(context), *a = BN_CTX_get(context), *b = BN_CTX_get(context), *x = BN_CTX_get(context);
    int done = x != NULL && BN_one(one) && BN_set_bit(p, 255) && BN_sub_word(p, 19) && BN_lebin2bn(bytes, 32, y)
        && BN_cmp(y, p) < 0
        /* d = -121665 / 121666 */
        && BN_set_word(a, 121666) && BN_mod_inverse(b, a, p, context) != NULL && BN_set_word(a, 121665)
        && BN_mod_mul(d, a, b, p, context) && BN_mod_sub(d, p, d, p, context)
        /* x^2 = (y^2 - 1) / (d y^2 + 1) must have a root, and no sign when it is 0 */
        && BN_mod_sqr(yy, y, p, context) && BN_mod_mul(b, d, yy, p, context) && BN_mod_add(b, b, one, p, context)
        && BN_mod_inverse(b, b, p, context) != NULL && BN_mod_sub(a, yy, one, p, context)
        && BN_mod_mul(x, a, b, p, context);
    if (done && BN_is_zero(x)) {
        done = !sign;
    } else if (done) {
        /* Euler: x^((p - 1) / 2) is 1 for a square */
        done = BN_sub(a, p, one) && BN_rshift1(a, a) && BN_mod_exp(b, x, a, p, context) && BN_is_one(b);
    }
    /* y = 1, the neutral element, has no u: the map sends it to 0. */
    done = done && BN_mod_sub(a, one, y, p, context) && BN_mod_add(b, one, y, p, context);
    if (done && BN_is_zero(a)) {
        memset(u, 0, 32);
    } else if (done) {
        done = BN_mod_inverse(a, a, p, context) != NULL && BN_mod_mul(a, a, b, p, context) && BN_bn2lebinpad(a, u, 32) == 32;
    }
    BN_CTX_end(context);
    BN_CTX_free(context);
    return done;
}

#endif
