#include "CScan.h"
#include "Processor.h"

ptrdiff_t cscan_lines(const uint8_t *text, ptrdiff_t count) {
  for (; count >= 16; count -= 16) {
    const uint64_t bits = cscan_newline_bits(text + count - 16);
    if (bits) return count - __builtin_clzll(bits << (64 - 16 * CSCAN_BITS_PER_BYTE) % 64) / CSCAN_BITS_PER_BYTE;
  }
  while (count > 0 && text[count - 1] != '\n') count--;
  return count;
}

#if defined(__SSE2__)
#include <immintrin.h>

/// The line feeds in blocks of 128 bytes.
__attribute__((target("avx2"))) static ptrdiff_t newlines128(const uint8_t *bytes, ptrdiff_t blocks) {
  const __m256i newline = _mm256_set1_epi8('\n'), zero = _mm256_setzero_si256();
  __m256i sums = zero;
  while (blocks > 0) {
    // Each byte counts its own, up to 255 of them.
    __m256i a = zero, b = zero, c = zero, d = zero;
    for (int round = 0; round < 255 && blocks > 0; round++, blocks--, bytes += 128) {
      const __m256i *const block = (const __m256i *)bytes;
      a = _mm256_sub_epi8(a, _mm256_cmpeq_epi8(_mm256_loadu_si256(block), newline));
      b = _mm256_sub_epi8(b, _mm256_cmpeq_epi8(_mm256_loadu_si256(block + 1), newline));
      c = _mm256_sub_epi8(c, _mm256_cmpeq_epi8(_mm256_loadu_si256(block + 2), newline));
      d = _mm256_sub_epi8(d, _mm256_cmpeq_epi8(_mm256_loadu_si256(block + 3), newline));
    }
    sums = _mm256_add_epi64(sums, _mm256_add_epi64(_mm256_sad_epu8(a, zero), _mm256_sad_epu8(b, zero)));
    sums = _mm256_add_epi64(sums, _mm256_add_epi64(_mm256_sad_epu8(c, zero), _mm256_sad_epu8(d, zero)));
  }
  uint64_t parts[4];
  _mm256_storeu_si256((__m256i *)parts, sums);
  return (ptrdiff_t)(parts[0] + parts[1] + parts[2] + parts[3]);
}
#endif

ptrdiff_t cscan_newlines(const uint8_t *bytes, ptrdiff_t start, ptrdiff_t end) {
  ptrdiff_t count = 0;
#if defined(__SSE2__)
  if (end - start >= 128 && has_avx2()) {
    count = newlines128(bytes + start, (end - start) / 128);
    start += (end - start) / 128 * 128;
  }
#endif
  for (; end - start >= 16; start += 16) {
    count += __builtin_popcountll(cscan_newline_bits(bytes + start)) / CSCAN_BITS_PER_BYTE;
  }
  for (; start < end; start++) count += bytes[start] == '\n';
  return count;
}
