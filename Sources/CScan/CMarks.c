#include "CScan.h"
#include "Processor.h"

/// Whether four hexadecimal digits stand somewhere.
static int has_code(const uint8_t *text) {
  for (int digit = 0; digit < 4; digit++) if (!cscan_is_hexadecimal(text[digit])) return 0;
  return 1;
}

/// How many bytes the escape has that begins with a backslash, as far as they could be taken for something else; 0 where RFC
/// 8259 allows none such.
static ptrdiff_t escape(const uint8_t *text) {
  switch (text[1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
    case 'u': return has_code(text + 2) ? 2 : 0;
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

/// What is known of the bytes before a block, and whether anything so far breaks a rule.
struct seen {
  /// Not zero where a character breaks off, or is none.
  __m256i wrong;
  /// Bytes that can't stand behind a backslash.
  uint64_t misplaced;
  /// 1 where the block's first byte belongs to an escape.
  uint64_t is_escaped;
};

AVX2 static inline __m256i sixteen(const uint8_t values[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)values));
}

AVX2 static inline __m256i high4(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

AVX2 static inline __m256i low4(__m256i bytes) { return _mm256_and_si256(bytes, _mm256_set1_epi8(0x0F)); }

// What two bytes in a row can't be, a bit each: it is wrong where three tables agree on it, which know the first byte's upper
// four bits, its lower four, and the second byte's upper four.
enum {
  BREAKS_OFF = 1,    // a first byte without a byte that goes on
  GOES_ON = 2,       // a byte that goes on, behind ASCII
  LONG3 = 4,         // E0 80 to 9F: fewer bytes would do
  BEYOND = 8,        // F4 90 and on: no such character
  SURROGATE = 16,    // ED A0 and on
  LONG2 = 32,        // C0 and C1
  LONG4 = 64,        // F0 80 to 8F; F5 80 and on
  TWO = 128,         // two that go on: right where the byte two or three before wants that many
  ANY = BREAKS_OFF | GOES_ON | TWO,
};
static const uint8_t first_high[16] = {
    GOES_ON, GOES_ON, GOES_ON, GOES_ON, GOES_ON, GOES_ON, GOES_ON, GOES_ON, TWO, TWO, TWO, TWO, BREAKS_OFF | LONG2, BREAKS_OFF,
    BREAKS_OFF | LONG3 | SURROGATE, BREAKS_OFF | BEYOND | LONG4};
static const uint8_t first_low[16] = {
    ANY | LONG3 | LONG2 | LONG4, ANY | LONG2, ANY, ANY, ANY | BEYOND, ANY | BEYOND | LONG4, ANY | BEYOND | LONG4,
    ANY | BEYOND | LONG4, ANY | BEYOND | LONG4, ANY | BEYOND | LONG4, ANY | BEYOND | LONG4, ANY | BEYOND | LONG4,
    ANY | BEYOND | LONG4, ANY | BEYOND | LONG4 | SURROGATE, ANY | BEYOND | LONG4, ANY | BEYOND | LONG4};
static const uint8_t second_high[16] = {
    BREAKS_OFF, BREAKS_OFF, BREAKS_OFF, BREAKS_OFF, BREAKS_OFF, BREAKS_OFF, BREAKS_OFF, BREAKS_OFF,
    GOES_ON | LONG2 | TWO | LONG3 | LONG4, GOES_ON | LONG2 | TWO | LONG3 | BEYOND,
    GOES_ON | LONG2 | TWO | SURROGATE | BEYOND, GOES_ON | LONG2 | TWO | SURROGATE | BEYOND, BREAKS_OFF, BREAKS_OFF, BREAKS_OFF,
    BREAKS_OFF};

/// Not zero where characters are wrong that end in these bytes, or break off in them; three bytes before are looked at.
AVX2 static inline __m256i wrong32(const uint8_t *text) {
  const __m256i bytes = _mm256_loadu_si256((const __m256i *)text);
  const __m256i one = _mm256_loadu_si256((const __m256i *)(text - 1)), two = _mm256_loadu_si256((const __m256i *)(text - 2));
  const __m256i three = _mm256_loadu_si256((const __m256i *)(text - 3));
  const __m256i pairs = _mm256_and_si256(
      _mm256_and_si256(_mm256_shuffle_epi8(sixteen(first_high), high4(one)), _mm256_shuffle_epi8(sixteen(first_low), low4(one))),
      _mm256_shuffle_epi8(sixteen(second_high), high4(bytes)));
  const __m256i wanted = _mm256_or_si256(
      _mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80)), _mm256_subs_epu8(three, _mm256_set1_epi8(0xF0 - 0x80)));
  return _mm256_xor_si256(_mm256_and_si256(wanted, _mm256_set1_epi8((char)0x80)), pairs);
}

/// The bytes that may stand behind a backslash, but for `u`: a bit each where two tables agree on it.
AVX2 static inline __m256i escaped32(__m256i bytes) {
  static const uint8_t high[16] = {[2] = 1, [5] = 2, [6] = 4, [7] = 8};
  static const uint8_t low[16] = {[2] = 1 | 4 | 8, [4] = 8, [6] = 4, [0xC] = 2, [0xE] = 4, [0xF] = 1};
  return _mm256_and_si256(_mm256_shuffle_epi8(sixteen(high), high4(bytes)), _mm256_shuffle_epi8(sixteen(low), low4(bytes)));
}

/// Looks at a block as if nothing in it was an escape or not ASCII, and says whether anything is.
AVX2 static inline int look_first(const uint8_t *text, uint64_t *stops) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)text), b = _mm256_loadu_si256((const __m256i *)(text + 32));
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\'), last = _mm256_set1_epi8(0x1F);
  *stops = bits32(
      _mm256_or_si256(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(_mm256_min_epu8(a, last), a)),
      _mm256_or_si256(_mm256_cmpeq_epi8(b, quote), _mm256_cmpeq_epi8(_mm256_min_epu8(b, last), b)));
  const __m256i backslashes = _mm256_or_si256(_mm256_cmpeq_epi8(a, backslash), _mm256_cmpeq_epi8(b, backslash));
  return _mm256_movemask_epi8(_mm256_or_si256(backslashes, _mm256_or_si256(a, b))) != 0;
}

/// Looks at a block again that has escapes or is not ASCII, or behind which one ends; three bytes before it are looked at.
/// `behind` is the same text where it goes on behind the block.
/// Returns whether what begins in it may end in the next.
AVX2 static inline int look_again(
    const uint8_t *text, const uint8_t *behind, struct seen *seen, uint64_t *stops, uint64_t *escapes) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)text), b = _mm256_loadu_si256((const __m256i *)(text + 32));
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
  const __m256i zero = _mm256_setzero_si256();
  seen->wrong = _mm256_or_si256(seen->wrong, _mm256_or_si256(wrong32(text), wrong32(text + 32)));
  const uint64_t quotes = bits32(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(b, quote));
  const uint64_t backslashes = bits32(_mm256_cmpeq_epi8(a, backslash), _mm256_cmpeq_epi8(b, backslash));
  // Of backslashes in a row every other one begins an escape, from the first on: a subtraction carries through the row from
  // its second place on, and where that is an odd place, the odd ones are found, otherwise the even ones.
  const uint64_t odd = 0xAAAAAAAAAAAAAAAA;
  const uint64_t first = backslashes & ~seen->is_escaped;
  const uint64_t row = ((first << 1 | odd) - first) ^ odd;
  const uint64_t escaped = row ^ (backslashes | seen->is_escaped);
  *escapes = row & backslashes;
  *stops &= ~(quotes & escaped);
  seen->is_escaped = *escapes >> 63;
  uint64_t others = escaped & bits32(_mm256_cmpeq_epi8(escaped32(a), zero), _mm256_cmpeq_epi8(escaped32(b), zero));
  for (; others; others &= others - 1) {
    const ptrdiff_t place = __builtin_ctzll(others);
    seen->misplaced |= (uint64_t)(behind[place] != 'u' || !has_code(behind + place + 1));
  }
  return (seen->is_escaped != 0) | (text[63] >= 0xC0) | (text[62] >= 0xE0) | (text[61] >= 0xF0);
}

/// Marks a text without a branch for what its blocks hold: some have escapes or are not ASCII, and nobody can know which. So
/// all are looked at as if none had, 64 of them, and then those that have are looked at again.
///
/// Returns 0 where something is wrong, or may be; the marks are then none.
AVX2 static int mark_evenly(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) {
  struct seen seen = {.wrong = _mm256_setzero_si256()};
  uint64_t is_open = 0;
  for (ptrdiff_t start = 0; start < count; start += 64 * 64) {
    uint64_t rest = is_open;
    is_open = 0;
    uint64_t bit = 1;
    for (ptrdiff_t place = start; bit != 0 && place < count; place += 64, bit <<= 1) {
      uint64_t stop;
      rest |= look_first(text + place, &stop) ? bit : 0;
      put(stops, place, stop);
      put(escapes, place, 0);
    }
    while (rest) {
      const int number = __builtin_ctzll(rest);
      const ptrdiff_t place = start + 64 * number, left = count - place;
      uint64_t stop = cscan_marks(stops, place), escape;
      rest &= rest - 1;
      if (left <= 0) break;
      int goes_on;
      if (__builtin_expect((place == 0) | (left < 64), 0)) {
        // Nothing before the text or behind it counts.
        uint8_t copy[3 + 64] = {0};
        const ptrdiff_t before = place == 0 ? 0 : 3;
        __builtin_memcpy(copy + 3 - before, text + place - before, (size_t)(before + (left < 64 ? left : 64)));
        goes_on = look_again(copy + 3, text + place, &seen, &stop, &escape);
      } else {
        goes_on = look_again(text + place, text + place, &seen, &stop, &escape);
      }
      if (goes_on && number < 63) rest |= (uint64_t)2 << number;
      if (goes_on && number == 63) is_open = 1;
      put(stops, place, stop);
      put(escapes, place, escape);
    }
  }
  put(stops, (count + 63) / 64 * 64, 0);
  put(escapes, (count + 63) / 64 * 64, 0);
  return seen.misplaced == 0 && _mm256_testz_si256(seen.wrong, seen.wrong);
}

void cscan_mark(const uint8_t *text, ptrdiff_t count, uint8_t *stops, uint8_t *escapes) {
  if (!has_avx2() || !mark_evenly(text, count, stops, escapes)) mark16(text, count, stops, escapes);
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
