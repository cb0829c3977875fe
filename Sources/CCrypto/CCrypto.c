#include "CCrypto.h"
#include "CLibrary.h"

// The version that belongs to the headers, since a library of another one lays things out in another way.
#ifdef OPENSSL_SHLIB_VERSION
#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)
#define VERSION TEXT(OPENSSL_SHLIB_VERSION)
#else
#define VERSION SHLIB_VERSION_NUMBER
#endif

#define FUNCTIONS(F, G) \
  F(EVP_CIPHER_CTX_ctrl, int, (EVP_CIPHER_CTX *context, int type, int number, void *bytes), (context, type, number, bytes)) \
  F(EVP_CIPHER_CTX_free, void, (EVP_CIPHER_CTX *context), (context)) \
  F(EVP_CIPHER_CTX_new, EVP_CIPHER_CTX *, (void), ()) \
  F(EVP_DecodeBlock, int, (unsigned char *to, const unsigned char *from, int count), (to, from, count)) \
  F(EVP_DecryptFinal_ex, int, (EVP_CIPHER_CTX *context, unsigned char *to, int *length), (context, to, length)) \
  F(EVP_DecryptInit_ex, int, \
    (EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher, ENGINE *engine, const unsigned char *key, const unsigned char *nonce), \
    (context, cipher, engine, key, nonce)) \
  F(EVP_DecryptUpdate, int, \
    (EVP_CIPHER_CTX *context, unsigned char *to, int *length, const unsigned char *from, int count), \
    (context, to, length, from, count)) \
  F(EVP_Digest, int, \
    (const void *bytes, size_t count, unsigned char *hash, unsigned int *length, const EVP_MD *type, ENGINE *engine), \
    (bytes, count, hash, length, type, engine)) \
  F(EVP_DigestFinal_ex, int, (EVP_MD_CTX *context, unsigned char *hash, unsigned int *length), (context, hash, length)) \
  F(EVP_DigestInit_ex, int, (EVP_MD_CTX *context, const EVP_MD *type, ENGINE *engine), (context, type, engine)) \
  F(EVP_DigestUpdate, int, (EVP_MD_CTX *context, const void *bytes, size_t count), (context, bytes, count)) \
  F(EVP_EncodeBlock, int, (unsigned char *to, const unsigned char *from, int count), (to, from, count)) \
  F(EVP_EncryptFinal_ex, int, (EVP_CIPHER_CTX *context, unsigned char *to, int *length), (context, to, length)) \
  F(EVP_EncryptInit_ex, int, \
    (EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher, ENGINE *engine, const unsigned char *key, const unsigned char *nonce), \
    (context, cipher, engine, key, nonce)) \
  F(EVP_EncryptUpdate, int, \
    (EVP_CIPHER_CTX *context, unsigned char *to, int *length, const unsigned char *from, int count), \
    (context, to, length, from, count)) \
  F(EVP_MD_CTX_free, void, (EVP_MD_CTX *context), (context)) \
  F(EVP_MD_CTX_new, EVP_MD_CTX *, (void), ()) \
  F(EVP_aes_256_gcm, const EVP_CIPHER *, (void), ()) \
  F(EVP_sha256, const EVP_MD *, (void), ()) \
  F(HMAC, unsigned char *, \
    (const EVP_MD *type, const void *key, int key_length, const unsigned char *bytes, size_t count, unsigned char *code, \
      unsigned int *length), \
    (type, key, key_length, bytes, count, code, length)) \
  F(RAND_bytes, int, (unsigned char *bytes, int count), (bytes, count))

CLIBRARY(FUNCTIONS, "libcrypto.so." VERSION, "hashes, keys and tokens need it", "libssl" VERSION)
