// RSA keys from their numbers, and RSAES-OAEP. Here and not in Swift because OSSL_PARAM keeps the pointers it is given.
#ifndef DCMVEIL_CLIBCRYPTO_RSA_H
#define DCMVEIL_CLIBCRYPTO_RSA_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

/* A number as big-endian bytes, which the caller owns. */
typedef struct {
    const unsigned char *bytes;
    size_t count;
} dcmveil_number;

/* The RSA key with these numbers, to be freed with EVP_PKEY_free; NULL when libcrypto refuses them. Public when d has no bytes.
   The exponents of the CRT are computed here: OpenSSH files do not have them. */
static inline EVP_PKEY *dcmveil_rsa_key(dcmveil_number n, dcmveil_number e, dcmveil_number d, dcmveil_number p, dcmveil_number q,
                                        dcmveil_number iqmp) {
    dcmveil_number given[6] = {n, e, d, p, q, iqmp};
    static const char *const names[8] = {OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D,
        OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
        OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2};
    BIGNUM *numbers[8] = {NULL};
    int count = d.count == 0 ? 2 : 8, done = 1;
    for (int i = 0; i < count && done; i++) {
        numbers[i] = i < 6 ? BN_bin2bn(given[i].bytes, (int)given[i].count, NULL) : BN_new();
        done = numbers[i] != NULL;
        if (done && i >= 2) BN_set_flags(numbers[i], BN_FLG_CONSTTIME);
    }
    BN_CTX *context = BN_CTX_new();
    for (int i = 0; i < 2 && done && count == 8; i++) {
        BIGNUM *less = BN_dup(numbers[3 + i]);
        done = context && less && BN_sub_word(less, 1) && BN_mod(numbers[6 + i], numbers[2], less, context);
        BN_clear_free(less);
    }
    BN_CTX_free(context);
    OSSL_PARAM_BLD *build = done ? OSSL_PARAM_BLD_new() : NULL;
    done = build != NULL;
    for (int i = 0; i < count && done; i++) done = OSSL_PARAM_BLD_push_BN(build, names[i], numbers[i]);
    OSSL_PARAM *params = done ? OSSL_PARAM_BLD_to_param(build) : NULL;
    EVP_PKEY_CTX *maker = params ? EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL) : NULL;
    EVP_PKEY *key = NULL;
    if (maker && EVP_PKEY_fromdata_init(maker) == 1
        && EVP_PKEY_fromdata(maker, &key, count == 2 ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, params) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(maker);
    if (params) {
        for (OSSL_PARAM *param = params; param->key; param++) OPENSSL_cleanse(param->data, param->data_size);
    }
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    for (int i = 0; i < 8; i++) BN_clear_free(numbers[i]);
    return key;
}

/* RSAES-OAEP with SHA-256 and MGF1 of SHA-256 (RFC 8017 section 7.1). `*out_count` is the room, then what was written. 1 on success. */
static inline int dcmveil_rsa_oaep(EVP_PKEY *key, int encrypts, const char *label, unsigned char *out, size_t *out_count,
                                   const unsigned char *in, size_t in_count) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    if (!context) return 0;
    /* libcrypto takes the label over and frees it. */
    unsigned char *copy = (unsigned char *)OPENSSL_strdup(label);
    int done = (encrypts ? EVP_PKEY_encrypt_init(context) : EVP_PKEY_decrypt_init(context)) == 1
        && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1
        && copy != NULL;
    if (done && EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, (int)strlen(label)) == 1) {
        copy = NULL;
    } else {
        done = 0;
    }
    OPENSSL_free(copy);
    if (done) {
        done = (encrypts ? EVP_PKEY_encrypt(context, out, out_count, in, in_count)
                         : EVP_PKEY_decrypt(context, out, out_count, in, in_count)) == 1;
    }
    EVP_PKEY_CTX_free(context);
    return done;
}

#endif
