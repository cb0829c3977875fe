#include "CScan.h"

/// How many bytes the escape has that begins with a backslash, as far as they could be taken for something else; 0 where RFC
/// 8259 allows none such.
static ptrdiff_t escape(const uint8_t *text) {
  switch (text[1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
    case 'u':
      for (int digit = 2; digit < 6; digit++) if (!cscan_is_hexadecimal(text[digit])) return 0;
      return 2;
    default: return 0;
  }
}

/// What 64 bytes hold.
struct block {
  /// Quotes and control characters.
  uint64_t stops;
  uint64_t backslashes;
  uint64_t others;
};

static inline void put(uint8_t *marks, ptrdiff_t place, uint64_t bits) {
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
  bits = __builtin_bswap64(bits);
#endif
  __builtin_memcpy(marks + (place >> 3), &bits, sizeof bits);
}

/// Looks at the escapes and the characters that are not ASCII of a block.
/// `taken` is how many of its bytes belong to what began before.
/// Returns how many bytes of the next block belong to what begins in this one.
static int look_closely(const uint8_t *text, struct block *block, uint64_t *escapes, int taken) {
  uint64_t special = (block->backslashes | block->others) & ~(uint64_t)0 << taken;
  uint64_t stops = block->stops & ~(uint64_t)0 << taken;
  taken = 0;
  *escapes = 0;
  while (special) {
    const int place = __builtin_ctzll(special);
    const uint64_t bit = special & -special;
    ptrdiff_t length;
    if (text[place] == '\\') {
      *escapes |= bit;
      length = escape(text + place);
    } else {
      length = cscan_character(text + place);
    }
    if (length == 0) {
      stops |= bit;
      special ^= bit;
      continue;
    }
    const uint64_t whole = (((uint64_t)1 << length) - 1) << place;
    special &= ~whole;
    stops &= ~whole;
    if (place + length > 64) taken = (int)(place + length) - 64;
  }
  block->stops = stops;
  return taken;
}

/// Marks the blocks of a text that `LOOK` looks at: it fills a block, and says whether anything in it is an escape or not
/// ASCII; otherwise only the stops are asked for.
#define MARK(LOOK)                                                                                        \
  int taken = 0;                                                                                          \
  for (ptrdiff_t place = 0; place < count; place += 64) {                                                 \
    struct block block = {0};                                                                             \
    uint64_t bits = 0;                                                                                    \
    if (__builtin_expect(LOOK(text + place, &block) | (taken != 0), 0)) {                                 \
      taken = look_closely(text + place, &block, &bits, taken);                                           \
    }                                                                                                     \
    put(stops, place, block.stops);                                                                       \
    put(escapes, place, bits);                                                                            \
  }                                                                                                       \
  put(stops, (count + 63) / 64 * 64, 0);                                                                  \
  put(escapes, (count + 63) / 64 * 64, 0);

static inline int look_plainly(const uint8_t *text, struct block *block) {
  uint64_t stops = 0, backslashes = 0, others = 0;
  for (int index = 0; index < 64; index++) {
    const uint8_t byte = text[index];
    stops |= (uint64_t)(byte == '"' || byte < 0x20) << index;
    backslashes |= (uint64_t)(byte == '\\') << index;
    others |= (uint64_t)(byte >= 0x80) << index;
  }
  *block = (struct block){stops, backslashes, others};
  return (backslashes | others) != 0;
}

void cscan_mark_plainly(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) { MARK(look_plainly) }

#if defined(__SSE2__)
#include <immintrin.h>

static inline uint64_t bits16(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

// Bytes from 0x80 on are negative here: one comparison finds them and the control characters.
static inline __m128i stops16(__m128i bytes) {
  return _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)));
}

static inline int look16(const uint8_t *text, struct block *block) {
  const __m128i a = _mm_loadu_si128((const __m128i *)text), b = _mm_loadu_si128((const __m128i *)(text + 16));
  const __m128i c = _mm_loadu_si128((const __m128i *)(text + 32)), d = _mm_loadu_si128((const __m128i *)(text + 48));
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i e = _mm_cmpeq_epi8(a, backslash), f = _mm_cmpeq_epi8(b, backslash);
  const __m128i g = _mm_cmpeq_epi8(c, backslash), h = _mm_cmpeq_epi8(d, backslash);
  block->stops = bits16(stops16(a), stops16(b), stops16(c), stops16(d));
  const __m128i any = _mm_or_si128(
      _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d)), _mm_or_si128(_mm_or_si128(e, f), _mm_or_si128(g, h)));
  if (__builtin_expect(_mm_movemask_epi8(any) == 0, 1)) return 0;
  block->backslashes = bits16(e, f, g, h);
  block->others = bits16(a, b, c, d);
  block->stops &= ~block->others;
  return 1;
}

static void mark16(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) { MARK(look16) }

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline uint64_t bits32(__m256i a, __m256i b) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

AVX2 static inline __m256i stops32(__m256i bytes) {
  return _mm256_or_si256(
      _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')), _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), bytes));
}

AVX2 static inline int look32(const uint8_t *text, struct block *block) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)text), b = _mm256_loadu_si256((const __m256i *)(text + 32));
  const __m256i e = _mm256_cmpeq_epi8(a, _mm256_set1_epi8('\\')), f = _mm256_cmpeq_epi8(b, _mm256_set1_epi8('\\'));
  block->stops = bits32(stops32(a), stops32(b));
  if (__builtin_expect(_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(e, f))) == 0, 1)) return 0;
  block->backslashes = bits32(e, f);
  block->others = bits32(a, b);
  block->stops &= ~block->others;
  return 1;
}

AVX2 static void mark32(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) { MARK(look32) }

void cscan_mark(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) {
  if (__builtin_cpu_supports("avx2")) mark32(text, count, stops, escapes); else mark16(text, count, stops, escapes);
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

static inline uint64_t bits16(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t first = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
  const uint8x16_t second = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
  const uint8x16_t sum = vpaddq_u8(first, second);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline uint8x16_t stops16(uint8x16_t bytes) {
  return vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vcltq_u8(bytes, vdupq_n_u8(0x20)));
}

static inline uint8x16_t others16(uint8x16_t bytes) { return vcgeq_u8(bytes, vdupq_n_u8(0x80)); }

static inline int look16(const uint8_t *text, struct block *block) {
  const uint8x16_t a = vld1q_u8(text), b = vld1q_u8(text + 16), c = vld1q_u8(text + 32), d = vld1q_u8(text + 48);
  const uint8x16_t backslash = vdupq_n_u8('\\');
  const uint8x16_t e = vceqq_u8(a, backslash), f = vceqq_u8(b, backslash);
  const uint8x16_t g = vceqq_u8(c, backslash), h = vceqq_u8(d, backslash);
  block->stops = bits16(stops16(a), stops16(b), stops16(c), stops16(d));
  const uint8x16_t any =
      vorrq_u8(vorrq_u8(vorrq_u8(a, b), vorrq_u8(c, d)), vorrq_u8(vorrq_u8(e, f), vorrq_u8(g, h)));
  if (__builtin_expect(vmaxvq_u8(any) < 0x80, 1)) return 0;
  block->backslashes = bits16(e, f, g, h);
  block->others = bits16(others16(a), others16(b), others16(c), others16(d));
  return 1;
}

void cscan_mark(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) { MARK(look16) }

#else

void cscan_mark(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) {
  cscan_mark_plainly(text, count, stops, escapes);
}

#endif

const uint8_t *cscan_far_stop(const uint8_t *stops, const uint8_t *origin, const uint8_t *text) {
  for (;; text += 56) {
    const uint64_t bits = cscan_marks(stops, text - origin);
    if (bits) return text + __builtin_ctzll(bits);
  }
}

ptrdiff_t cscan_lines(const uint8_t *text, ptrdiff_t count) {
  for (; count >= 16; count -= 16) {
    const uint64_t bits = cscan_newline_bits(text + count - 16);
    if (bits) return count - __builtin_clzll(bits << (64 - 16 * CSCAN_BITS_PER_BYTE) % 64) / CSCAN_BITS_PER_BYTE;
  }
  while (count > 0 && text[count - 1] != '\n') count--;
  return count;
}
