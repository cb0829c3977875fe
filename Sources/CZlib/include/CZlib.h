/// The system's zlib, as its own header declares it; opened at the first call.
#include <zlib.h>
