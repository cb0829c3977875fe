/// Looks at sixteen bytes at once: what the reader of feeds does with every byte, and Swift has no instruction for.
#ifndef CSCAN_H
#define CSCAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__SSE2__)
/// One bit for each byte that is `"`, `\`, a control character or not ASCII.
static inline uint64_t cscan_special_bits(const uint8_t *_Nonnull bytes) {
  const __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  // Bytes from 0x80 on are negative here, so that one comparison finds them and the control characters.
  const __m128i other = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), other));
}

/// One bit for each byte that is a line feed.
static inline uint64_t cscan_newline_bits(const uint8_t *_Nonnull bytes) {
  const __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('\n')));
}

#define CSCAN_BITS_PER_BYTE 1
#elif defined(__ARM_NEON) && defined(__aarch64__)
/// Four bits for each byte of a comparison's result.
static inline uint64_t cscan_bits(uint8x16_t result) {
  return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(result), 4)), 0);
}

/// Four bits for each byte that is `"`, `\`, a control character or not ASCII.
static inline uint64_t cscan_special_bits(const uint8_t *_Nonnull bytes) {
  const uint8x16_t block = vld1q_u8(bytes);
  const uint8x16_t quote = vceqq_u8(block, vdupq_n_u8('"'));
  const uint8x16_t backslash = vceqq_u8(block, vdupq_n_u8('\\'));
  const uint8x16_t other = vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(0x20));
  return cscan_bits(vorrq_u8(vorrq_u8(quote, backslash), other));
}

/// Four bits for each byte that is a line feed.
static inline uint64_t cscan_newline_bits(const uint8_t *_Nonnull bytes) {
  return cscan_bits(vceqq_u8(vld1q_u8(bytes), vdupq_n_u8('\n')));
}

#define CSCAN_BITS_PER_BYTE 4
#else
/// One bit for each byte that is `"`, `\`, a control character or not ASCII.
static inline uint64_t cscan_special_bits(const uint8_t *_Nonnull bytes) {
  uint64_t bits = 0;
  for (int index = 0; index < 16; index++) {
    const uint8_t byte = bytes[index];
    bits |= (uint64_t)(byte == '"' || byte == '\\' || byte < 0x20 || byte >= 0x80) << index;
  }
  return bits;
}

/// One bit for each byte that is a line feed.
static inline uint64_t cscan_newline_bits(const uint8_t *_Nonnull bytes) {
  uint64_t bits = 0;
  for (int index = 0; index < 16; index++) bits |= (uint64_t)(bytes[index] == '\n') << index;
  return bits;
}

#define CSCAN_BITS_PER_BYTE 1
#endif

/// The first place from `start` on that holds `"`, `\`, a control character or a byte that is not ASCII; `readable` where
/// none before that does.
///
/// Bytes up to `readable` are looked at, and none behind it.
static inline ptrdiff_t cscan_special(const uint8_t *_Nonnull bytes, ptrdiff_t start, ptrdiff_t readable) {
  while (readable - start >= 16) {
    const uint64_t bits = cscan_special_bits(bytes + start);
    if (bits) return start + __builtin_ctzll(bits) / CSCAN_BITS_PER_BYTE;
    start += 16;
  }
  for (; start < readable; start++) {
    const uint8_t byte = bytes[start];
    if (byte == '"' || byte == '\\' || byte < 0x20 || byte >= 0x80) break;
  }
  return start;
}

/// The first place from `start` on that holds a line feed; `end` where none before that does. Looks at no byte behind `end`.
static inline ptrdiff_t cscan_newline(const uint8_t *_Nonnull bytes, ptrdiff_t start, ptrdiff_t end) {
  while (end - start >= 16) {
    const uint64_t bits = cscan_newline_bits(bytes + start);
    if (bits) return start + __builtin_ctzll(bits) / CSCAN_BITS_PER_BYTE;
    start += 16;
  }
  while (start < end && bytes[start] != '\n') start++;
  return start;
}

/// Sets `count` bytes to zero: in a build for debugging a thousand times as fast as a loop over them.
static inline void cscan_clear(uint8_t *_Nonnull bytes, size_t count) { __builtin_memset(bytes, 0, count); }

/// How many of the bytes from `start` up to `end` are line feeds.
static inline ptrdiff_t cscan_newlines(const uint8_t *_Nonnull bytes, ptrdiff_t start, ptrdiff_t end) {
  ptrdiff_t count = 0;
  for (; end - start >= 16; start += 16) {
    count += __builtin_popcountll(cscan_newline_bits(bytes + start)) / CSCAN_BITS_PER_BYTE;
  }
  for (; start < end; start++) count += bytes[start] == '\n';
  return count;
}

#endif
