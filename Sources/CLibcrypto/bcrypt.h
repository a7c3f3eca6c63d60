// bcrypt_pbkdf, by which OpenSSH encrypts private keys (its PROTOCOL.key): of the Blowfish and SHA-512 of libcrypto, which has no
// bcrypt. Here and not in Swift because the inner loop is 100,000 calls a round. Blowfish protects nothing but such key files.
#ifndef DCMVEIL_CLIBCRYPTO_BCRYPT_H
#define DCMVEIL_CLIBCRYPTO_BCRYPT_H

#include <openssl/blowfish.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>

/* The next four bytes of a text of 64, which is begun again at its end. */
static inline BF_LONG dcmveil_bcrypt_word(const unsigned char text[64], unsigned *position) {
    const unsigned char *at = text + *position;
    *position = (*position + 4) % 64;
    return (BF_LONG)at[0] << 24 | (BF_LONG)at[1] << 16 | (BF_LONG)at[2] << 8 | at[3];
}

/* One expansion of the key schedule: by `key`, and by `salt` unless that is NULL. */
static inline void dcmveil_bcrypt_expand(BF_KEY *state, const unsigned char key[64], const unsigned char *salt) {
    unsigned position = 0;
    for (int i = 0; i < BF_ROUNDS + 2; i++) state->P[i] ^= dcmveil_bcrypt_word(key, &position);
    BF_LONG block[2] = {0, 0};
    position = 0;
    for (int i = 0; i < BF_ROUNDS + 2 + 4 * 256; i += 2) {
        if (salt) {
            block[0] ^= dcmveil_bcrypt_word(salt, &position);
            block[1] ^= dcmveil_bcrypt_word(salt, &position);
        }
        BF_encrypt(block, state);
        BF_LONG *into = i < BF_ROUNDS + 2 ? state->P + i : state->S + (i - BF_ROUNDS - 2);
        into[0] = block[0];
        into[1] = block[1];
    }
}

/* bcrypt of two hashes of 64 bytes. `pi` are the 1042 words that Blowfish begins with. */
static inline void dcmveil_bcrypt_hash(unsigned char out[32], const unsigned char pass[64], const unsigned char salt[64],
                                       const unsigned int pi[1042]) {
    BF_KEY state;
    memcpy(state.P, pi, sizeof state.P);
    memcpy(state.S, pi + BF_ROUNDS + 2, sizeof state.S);
    dcmveil_bcrypt_expand(&state, pass, salt);
    for (int i = 0; i < 64; i++) {
        dcmveil_bcrypt_expand(&state, salt, NULL);
        dcmveil_bcrypt_expand(&state, pass, NULL);
    }
    static const char text[] = "OxychromaticBlowfishSwatDynamite";
    for (int i = 0; i < 8; i += 2) {
        BF_LONG block[2];
        for (int k = 0; k < 2; k++) {
            const unsigned char *at = (const unsigned char *)text + 4 * (i + k);
            block[k] = (BF_LONG)at[0] << 24 | (BF_LONG)at[1] << 16 | (BF_LONG)at[2] << 8 | at[3];
        }
        for (int k = 0; k < 64; k++) BF_encrypt(block, &state);
        for (int k = 0; k < 8; k++) out[4 * i + k] = (unsigned char)(block[k / 4] >> 8 * (k % 4));
    }
    OPENSSL_cleanse(&state, sizeof state);
}

/* `out_count` bytes, at most 1024, from a passphrase and at most 256 bytes of salt. 1 on success. */
static inline int dcmveil_bcrypt_pbkdf(unsigned char *out, size_t out_count, const unsigned char *pass, size_t pass_count,
                                       const unsigned char *salt, size_t salt_count, unsigned rounds, const unsigned int pi[1042]) {
    unsigned char hashed_pass[64], hashed_salt[64], counted[256 + 4], block[32], sum[32];
    if (out_count == 0 || out_count > 1024 || salt_count > 256 || rounds == 0) return 0;
    size_t blocks = (out_count + 31) / 32, each = (out_count + blocks - 1) / blocks;
    SHA512(pass, pass_count, hashed_pass);
    memcpy(counted, salt, salt_count);
    for (size_t count = 0; count < blocks; count++) {
        for (int i = 0; i < 4; i++) counted[salt_count + i] = (unsigned char)((count + 1) >> 8 * (3 - i));
        SHA512(counted, salt_count + 4, hashed_salt);
        dcmveil_bcrypt_hash(block, hashed_pass, hashed_salt, pi);
        memcpy(sum, block, 32);
        for (unsigned round = 1; round < rounds; round++) {
            SHA512(block, 32, hashed_salt);
            dcmveil_bcrypt_hash(block, hashed_pass, hashed_salt, pi);
            for (int i = 0; i < 32; i++) sum[i] ^= block[i];
        }
        /* The blocks are dealt out like cards, so that none can be left out. */
        for (size_t i = 0; i < each && i * blocks + count < out_count; i++) out[i * blocks + count] = sum[i];
    }
    OPENSSL_cleanse(hashed_pass, sizeof hashed_pass);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(sum, sizeof sum);
    return 1;
}

#endif
