#include "CZlib.h"
#include "CLibrary.h"

#define FUNCTIONS(F, G) \
  F(inflate, int, (z_streamp stream, int flush), (stream, flush)) \
  F(inflateEnd, int, (z_streamp stream), (stream)) \
  F(inflateInit2_, int, (z_streamp stream, int bits, const char *version, int size), (stream, bits, version, size)) \
  F(inflateReset, int, (z_streamp stream), (stream))

CLIBRARY(FUNCTIONS, "libz.so.1", "compressed feeds need it", "zlib1g")
