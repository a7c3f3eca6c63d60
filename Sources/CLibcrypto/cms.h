// CMS EnvelopedData (RFC 5652 section 6) and X.509 certificates. Here and not in Swift because stacks and most of their functions
// are macros.
#ifndef DCMVEIL_CLIBCRYPTO_CMS_H
#define DCMVEIL_CLIBCRYPTO_CMS_H

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Never asks at a terminal: without a passphrase there is none. */
static inline int dcmveil_no_passphrase(char *room, int size, int writes, void *data) {
    (void)room, (void)size, (void)writes, (void)data;
    return -1;
}

typedef struct {
    const unsigned char *bytes;
    size_t count;
    /* Was it asked for? */
    int asked;
} dcmveil_passphrase;

static inline int dcmveil_given_passphrase(char *room, int size, int writes, void *data) {
    dcmveil_passphrase *given = (dcmveil_passphrase *)data;
    (void)writes;
    given->asked = 1;
    if (given->bytes == NULL || given->count > (size_t)size) return -1;
    memcpy(room, given->bytes, given->count);
    return (int)given->count;
}

/* The certificate in PEM or DER, to be freed with X509_free; NULL when there is none. `*further` says whether a second one follows. */
static inline X509 *dcmveil_certificate(const unsigned char *bytes, size_t count, int *further) {
    *further = 0;
    if (count == 0 || count > 1 << 24) return NULL;
    BIO *text = BIO_new_mem_buf(bytes, (int)count);
    X509 *found = text ? PEM_read_bio_X509(text, NULL, dcmveil_no_passphrase, NULL) : NULL;
    if (found) {
        X509 *second = PEM_read_bio_X509(text, NULL, dcmveil_no_passphrase, NULL);
        *further = second != NULL;
        X509_free(second);
    } else {
        const unsigned char *next = bytes;
        found = d2i_X509(NULL, &next, (long)count);
        if (found && next != bytes + count) {
            X509_free(found);
            found = NULL;
        }
    }
    BIO_free(text);
    ERR_clear_error();
    return found;
}

/* The private key in PEM, to be freed with EVP_PKEY_free; NULL when there is none or the passphrase is wrong. */
static inline EVP_PKEY *dcmveil_private_key(const unsigned char *bytes, size_t count, dcmveil_passphrase *passphrase) {
    passphrase->asked = 0;
    if (count == 0 || count > 1 << 24) return NULL;
    BIO *text = BIO_new_mem_buf(bytes, (int)count);
    EVP_PKEY *key = text ? PEM_read_bio_PrivateKey(text, NULL, dcmveil_given_passphrase, passphrase) : NULL;
    BIO_free(text);
    ERR_clear_error();
    return key;
}

/* 0 valid now, -1 not yet, 1 no more, 2 a date that cannot be read. */
static inline int dcmveil_certificate_age(const X509 *certificate) {
    int start = X509_cmp_current_time(X509_get0_notBefore(certificate));
    int end = X509_cmp_current_time(X509_get0_notAfter(certificate));
    if (start == 0 || end == 0) return 2;
    return start > 0 ? -1 : end < 0 ? 1 : 0;
}

/* Whether its owner may be sent encrypted keys: no Key Usage, or one with keyEncipherment (RFC 5280 section 4.2.1.3). */
static inline int dcmveil_certificate_takes_keys(X509 *certificate) {
    uint32_t usage = X509_get_key_usage(certificate);
    return usage == UINT32_MAX || (usage & KU_KEY_ENCIPHERMENT) != 0;
}

/* The DER of EnvelopedData of `count` bytes for all `certificates`: RSA (PKCS #1 v1.5, as RFC 3370 section 4.2.1 has it) and
   AES-256-CBC (RFC 3565). To be freed with OPENSSL_free. Its length; less than 0 on failure. */
static inline int dcmveil_cms_seal(X509 *const *certificates, int certificates_count, const unsigned char *bytes, int count,
                                   unsigned char **der) {
    int length = -1, done = 1;
    *der = NULL;
    STACK_OF(X509) *stack = sk_X509_new_null();
    for (int i = 0; i < certificates_count && done; i++) done = stack != NULL && sk_X509_push(stack, certificates[i]) > 0;
    BIO *content = done ? BIO_new_mem_buf(bytes, count) : NULL;
    CMS_ContentInfo *cms = content && stack ? CMS_encrypt(stack, content, EVP_aes_256_cbc(), CMS_BINARY) : NULL;
    if (cms) length = i2d_CMS_ContentInfo(cms, der);
    CMS_ContentInfo_free(cms);
    BIO_free(content);
    sk_X509_free(stack);
    ERR_clear_error();
    return length;
}

enum {
    dcmveil_cms_opened = 1,
    /* Not for this key, or altered: where no certificate says which, nothing tells. */
    dcmveil_cms_closed = 0,
    dcmveil_cms_malformed = -1,
    /* None of its recipients is the certificate's owner. */
    dcmveil_cms_other = -2
};

/* Opens EnvelopedData. One zero byte may follow the DER, which makes an OB of even length. `*out` is to be freed with
   OPENSSL_clear_free. */
static inline int dcmveil_cms_open(const unsigned char *der, size_t count, EVP_PKEY *key, X509 *certificate, unsigned char **out,
                                   size_t *out_count) {
    *out = NULL;
    *out_count = 0;
    if (count == 0 || count > 1 << 30) return dcmveil_cms_malformed;
    const unsigned char *next = der;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &next, (long)count);
    ERR_clear_error();
    size_t rest = count - (size_t)(next - der);
    if (!cms || rest > 1 || (rest == 1 && *next != 0) || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_enveloped) {
        CMS_ContentInfo_free(cms);
        return dcmveil_cms_malformed;
    }
    STACK_OF(CMS_RecipientInfo) *recipients = CMS_get0_RecipientInfos(cms);
    int matching = 0;
    for (int i = 0; i < sk_CMS_RecipientInfo_num(recipients); i++) {
        CMS_RecipientInfo *recipient = sk_CMS_RecipientInfo_value(recipients, i);
        if (CMS_RecipientInfo_type(recipient) != CMS_RECIPINFO_TRANS) continue;
        if (certificate == NULL || CMS_RecipientInfo_ktri_cert_cmp(recipient, certificate) == 0) matching++;
    }
    int status = dcmveil_cms_other;
    /* Each costs an operation of the private key. */
    if (matching > 64) {
        status = dcmveil_cms_malformed;
    } else if (matching > 0) {
        status = dcmveil_cms_closed;
        BIO *plain = BIO_new(BIO_s_secmem());
        if (plain && CMS_decrypt(cms, key, certificate, NULL, plain, CMS_BINARY) == 1) {
            char *data = NULL;
            long length = BIO_get_mem_data(plain, &data);
            if (length > 0 && (*out = (unsigned char *)OPENSSL_malloc((size_t)length)) != NULL) {
                memcpy(*out, data, (size_t)length);
                *out_count = (size_t)length;
                status = dcmveil_cms_opened;
            }
        }
        BIO_free(plain);
    }
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return status;
}

#endif
