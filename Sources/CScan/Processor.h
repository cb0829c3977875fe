/// What the processor at hand can do besides what every one of its kind can.
///
/// The C library asked it when it was loaded. The compiler's own way asks once more at every start, even of a command that reads
/// no feed, and a virtual machine takes a long time to answer.
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
static inline int has_avx2(void) { return CPU_FEATURE_ACTIVE(AVX2); }
#elif defined(__SSE2__)
static inline int has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#endif
