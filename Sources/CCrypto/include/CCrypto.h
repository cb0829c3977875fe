/// The system's libcrypto, as its own headers declare it; opened at the first call.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
