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

/// How many of the bytes from `start` up to `end` are line feeds.
ptrdiff_t cscan_newlines(const uint8_t *_Nonnull bytes, ptrdiff_t start, ptrdiff_t end);

// The functions below look for no end: they stop at a control character. Whoever calls them has one standing behind the text,
// the line feed of a line at the latest or the zeros behind a buffer, and 64 bytes behind that may be read.

/// How many bytes the character has that begins with a byte that is not ASCII; 0 where it is not UTF-8 (RFC 3629).
static inline ptrdiff_t cscan_character(const uint8_t *_Nonnull text) {
  const uint8_t first = text[0];
  if (first < 0xC2 || first > 0xF4) return 0;
  const uint8_t least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const uint8_t most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (text[1] < least || text[1] > most) return 0;
  if (first < 0xE0) return 2;
  if ((text[2] & 0xC0) != 0x80) return 0;
  if (first < 0xF0) return 3;
  return (text[3] & 0xC0) == 0x80 ? 4 : 0;
}

static inline int cscan_is_hexadecimal(uint8_t byte) {
  return (uint8_t)(byte - '0') <= 9 || (uint8_t)((byte | 0x20) - 'a') < 6;
}

static inline int cscan_is_digit(uint8_t byte) { return (uint8_t)(byte - '0') <= 9; }

/// The place behind a number that begins with a minus or a digit; NULL where RFC 8259 allows none such.
static inline const uint8_t *_Nullable cscan_number(const uint8_t *_Nonnull text) {
  if (*text == '-') text++;
  const uint8_t *const first = text;
  while (cscan_is_digit(*text)) text++;
  if (text == first || (*first == '0' && text - first > 1)) return NULL;
  if (*text == '.') {
    const uint8_t *const point = text++;
    while (cscan_is_digit(*text)) text++;
    if (text - point == 1) return NULL;
  }
  if ((*text | 0x20) == 'e') {
    text++;
    if (*text == '+' || *text == '-') text++;
    const uint8_t *const digits = text;
    while (cscan_is_digit(*text)) text++;
    if (text == digits) return NULL;
  }
  return text;
}

/// Eight bytes as one number.
static inline uint64_t cscan_word(const uint8_t *_Nonnull text) {
  uint64_t word;
  __builtin_memcpy(&word, text, sizeof word);
  return word;
}

/// Seen from one of its first nine bytes on, lets that many fewer of eight bytes through.
static const uint8_t cscan_lets[16] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

/// The first `count` of eight bytes as one number, the others zero. Texts come in all lengths, so nothing branches here.
static inline uint64_t cscan_part_of_word(const uint8_t *_Nonnull text, ptrdiff_t count) {
  return cscan_word(text) & cscan_word(cscan_lets + (count < 8 ? 8 - count : 0));
}

/// The last eight bytes of a text that has more than eight; otherwise zero.
static inline uint64_t cscan_last_word(const uint8_t *_Nonnull text, ptrdiff_t count) {
  return cscan_word(text + (count > 8 ? count - 8 : 0)) & ((uint64_t)0 - (uint64_t)(count > 8));
}

/// Whether a condition holds, asked by a branch: what comes next then need not wait for the answer, where it is as expected.
static inline int cscan_branch(int condition) {
  if (condition) {
    __asm__ volatile("");
    return 1;
  }
  return 0;
}

/// Asks for the `count` bytes from a place on to be brought near; reads none of them.
static inline void cscan_bring(const void *_Nonnull place, ptrdiff_t count) {
  for (ptrdiff_t byte = 0; byte < count; byte += 64) __builtin_prefetch((const char *)place + byte);
}

/// Copies `count` bytes and up to fifteen behind them; both ends have room for that.
static inline void cscan_copy(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, ptrdiff_t count) {
  for (ptrdiff_t place = 0; place < count; place += 16) __builtin_memcpy(to + place, from + place, 16);
}

/// As `cscan_copy`, with up to 63 bytes behind.
static inline void cscan_copy_far(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, ptrdiff_t count) {
  for (ptrdiff_t place = 0; place < count; place += 64) __builtin_memcpy(to + place, from + place, 64);
}

/// Where the last `@` of a text stands; -1 where none does, or where a blank stands in the text. 48 bytes of it may be looked
/// at.
static inline ptrdiff_t cscan_at(const uint8_t *_Nonnull text, ptrdiff_t count) {
  ptrdiff_t found = -1;
#if defined(__SSE2__)
  if (count <= 48) {
    // Most addresses are this short, and how many blocks they take is hard to foresee.
    uint64_t blanks = 0, ats = 0;
    for (int place = 0; place < 48; place += 16) {
      const __m128i block = _mm_loadu_si128((const __m128i *)(text + place));
      blanks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(' '))) << place;
      ats |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('@'))) << place;
    }
    const uint64_t within = ((uint64_t)1 << count) - 1;
    if (blanks & within || !(ats & within)) return -1;
    return 63 - __builtin_clzll(ats & within);
  }
  for (ptrdiff_t place = 0; place < count; place += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(text + place));
    const uint32_t within = count - place >= 16 ? 0xFFFF : ((uint32_t)1 << (count - place)) - 1;
    const uint32_t blanks = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(' ')));
    if (blanks & within) return -1;
    const uint32_t bits = within & (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('@')));
    if (bits) found = place + 31 - __builtin_clz(bits);
  }
#else
  for (ptrdiff_t place = 0; place < count; place++) {
    if (text[place] == ' ') return -1;
    if (text[place] == '@') found = place;
  }
#endif
  return found;
}

/// The last place of a byte among `count`; -1 where it is not there.
static inline ptrdiff_t cscan_last(const uint8_t *_Nonnull text, ptrdiff_t count, uint8_t byte) {
  ptrdiff_t found = -1;
#if defined(__SSE2__)
  for (ptrdiff_t place = 0; place < count; place += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(text + place));
    const uint32_t within = count - place >= 16 ? 0xFFFF : ((uint32_t)1 << (count - place)) - 1;
    const uint32_t bits = within & (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8((char)byte)));
    if (bits) found = place + 31 - __builtin_clz(bits);
  }
#else
  for (ptrdiff_t place = 0; place < count; place++) if (text[place] == byte) found = place;
#endif
  return found;
}

/// Whether any of `count` bytes is a capital letter of ASCII.
static inline int cscan_has_capitals(const uint8_t *_Nonnull text, ptrdiff_t count) {
#if defined(__SSE2__)
  for (ptrdiff_t place = 0; place < count; place += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(text + place));
    const uint32_t within = count - place >= 16 ? 0xFFFF : ((uint32_t)1 << (count - place)) - 1;
    const __m128i above = _mm_cmpgt_epi8(block, _mm_set1_epi8('A' - 1));
    const __m128i below = _mm_cmplt_epi8(block, _mm_set1_epi8('Z' + 1));
    if (within & (uint32_t)_mm_movemask_epi8(_mm_and_si128(above, below))) return 1;
  }
#else
  for (ptrdiff_t place = 0; place < count; place++) if ((uint8_t)(text[place] - 'A') < 26) return 1;
#endif
  return 0;
}

#include "CMarks.h"

#endif
