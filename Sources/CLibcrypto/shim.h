// OpenSSL 3 libcrypto. Macros that Swift cannot import become inline functions here.
#ifndef DCMVEIL_CLIBCRYPTO_SHIM_H
#define DCMVEIL_CLIBCRYPTO_SHIM_H

// Blowfish has no other way in than the old one; see bcrypt.h.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <string.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "bcrypt.h"
#include "cms.h"
#include "curve.h"
#include "rsa.h"

/* HKDF-SHA-256 (RFC 5869), extract and expand, through EVP_KDF. An empty salt stands for 32 zero bytes (RFC 5869 section 2.2).
   Here and not in Swift because OSSL_PARAM is an array of pointers that must all outlive the call. `kdf` is HKDF, which is looked up
   once. Returns 1 on success. */
static inline int dcmveil_hkdf_sha256(EVP_KDF *kdf, unsigned char *out, size_t out_count, const void *key, size_t key_count,
                                      const void *salt, size_t salt_count, const void *info, size_t info_count) {
    EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    if (!context) return 0;
    OSSL_PARAM params[5], *next = params;
    *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0);
    *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_count);
    *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_count);
    if (salt_count != 0) *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
    *next = OSSL_PARAM_construct_end();
    int done = EVP_KDF_derive(context, out, out_count, params) > 0;
    EVP_KDF_CTX_free(context);
    return done;
}

/* HMAC-SHA-256 (RFC 2104) of one message, through EVP_MAC. `out` holds 32 bytes. Returns 1 on success. */
static inline int dcmveil_hmac_sha256(unsigned char *out, const void *key, size_t key_count, const unsigned char *message,
                                      size_t message_count) {
    size_t written = 0;
    return EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key, key_count, message, message_count, out, 32, &written) != NULL
        && written == 32;
}

/* Keys `context`, an EVP_MAC_CTX of HMAC, for HMAC-SHA-256. Here for the same reason as HKDF. Returns 1 on success. */
static inline int dcmveil_hmac_sha256_init(EVP_MAC_CTX *context, const unsigned char *key, size_t key_count) {
    OSSL_PARAM params[2] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
                            OSSL_PARAM_construct_end()};
    return EVP_MAC_init(context, key, key_count, params);
}

#endif
