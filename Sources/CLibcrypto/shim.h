// OpenSSL 3 libcrypto. Macros that Swift cannot import become inline functions here.
#ifndef DCMVEIL_CLIBCRYPTO_SHIM_H
#define DCMVEIL_CLIBCRYPTO_SHIM_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#endif
