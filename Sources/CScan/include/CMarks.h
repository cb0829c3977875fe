/// Marks on lines of JSON: one pass over their bytes checks everything that a string may hold, so that whoever walks over the
/// lines need not look into strings, and finds where one ends from one word of marks.
#ifndef CMARKS_H
#define CMARKS_H

#include "CScan.h"

/// How many bytes the marks on so many bytes take, one bit each, and room for looking at a word from any of them on.
static inline ptrdiff_t cscan_marks_size(ptrdiff_t count) { return (count + 63) / 64 * 8 + 8; }

/// Marks whole lines.
///
/// `stops` gets a bit for each byte at which a string ends or breaks off: quotes that are not escaped, control characters, the
/// first bytes of characters that are not UTF-8, and backslashes that begin no escape of RFC 8259. `escapes` gets a bit for
/// each backslash that begins an escape. Both have `cscan_marks_size` bytes; the last of the text's bytes is a line feed, and
/// 64 bytes behind it may be read.
void cscan_mark(const uint8_t *_Nonnull text, ptrdiff_t count, uint8_t *_Nonnull stops, uint8_t *_Nonnull escapes);

/// The same as `cscan_mark` with nothing that a machine may lack; for tests of what makes use of more.
void cscan_mark_plainly(const uint8_t *_Nonnull text, ptrdiff_t count, uint8_t *_Nonnull stops, uint8_t *_Nonnull escapes);

/// The marks from a place on, the first in the lowest bit: 57 of them at least.
static inline uint64_t cscan_marks(const uint8_t *_Nonnull marks, ptrdiff_t place) {
  uint64_t word;
  __builtin_memcpy(&word, marks + (place >> 3), sizeof word);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word >> (place & 7);
}

/// The first stop of a long string.
const uint8_t *_Nonnull cscan_far_stop(
    const uint8_t *_Nonnull stops, const uint8_t *_Nonnull origin, const uint8_t *_Nonnull text);

/// The first stop from `text` on, which stands before the end of a line among those marked, as does `origin` at their front.
static inline const uint8_t *_Nonnull cscan_stop(
    const uint8_t *_Nonnull stops, const uint8_t *_Nonnull origin, const uint8_t *_Nonnull text) {
  const uint64_t bits = cscan_marks(stops, text - origin);
  if (__builtin_expect(bits != 0, 1)) return text + __builtin_ctzll(bits);
  return cscan_far_stop(stops, origin, text);
}

/// How many of `count` bytes stand before the end of their last line feed; 0 where there is none.
ptrdiff_t cscan_lines(const uint8_t *_Nonnull text, ptrdiff_t count);

/// Whether any of `count` bytes from `text` on has a mark.
static inline int cscan_has_marks(
    const uint8_t *_Nonnull marks, const uint8_t *_Nonnull origin, const uint8_t *_Nonnull text, ptrdiff_t count) {
  const uint8_t *const end = text + count;
  for (; end - text > 56; text += 56) if (cscan_marks(marks, text - origin) & (((uint64_t)1 << 56) - 1)) return 1;
  return (cscan_marks(marks, text - origin) & (((uint64_t)1 << (end - text)) - 1)) != 0;
}

/// Up to eight digits.
struct cscan_digit_run {
  /// What they say.
  uint64_t value;
  /// How many there are: 8 where there may be more.
  int32_t count;
};

/// The digits from `text` on, of which eight bytes are looked at.
static inline struct cscan_digit_run cscan_digits(const uint8_t *_Nonnull text) {
  uint64_t word = cscan_word(text);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  word ^= 0x3030303030303030;
  // The first byte above nine is found; those behind it may be taken for others.
  const uint64_t others = ((word + 0x7676767676767676) | word) & 0x8080808080808080;
  const int32_t count = others ? __builtin_ctzll(others) >> 3 : 8;
  struct cscan_digit_run digits = {0, count};
  if (count == 0) return digits;
  // Leading zeros fill the word up, then pairs, fours and eights are put together.
  word <<= 64 - 8 * count;
  word = word * 10 + (word >> 8);
  digits.value = ((word & 0x000000FF000000FF) * 0x000F424000000064 + (word >> 16 & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
  return digits;
}

/// The seconds of a day that `hh:mm:ss` says; -1 where the eight bytes say none.
static inline int64_t cscan_clock(const uint8_t *_Nonnull text) {
  uint64_t word = cscan_word(text);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  word ^= 0x30303A30303A3030;
  // A byte above the most that may stand at its place gets its highest bit: 2, 9, a colon, 5, 9, a colon, 5, 9.
  if (((word + 0x767A7F767A7F767D) | word) & 0x8080808080808080) return -1;
  // Every first digit and the one behind it are put together.
  const uint64_t pairs = word * 10 + (word >> 8);
  const int64_t hours = pairs & 0xFF;
  return hours < 24 ? hours * 3600 + (int64_t)(pairs >> 24 & 0xFF) * 60 + (int64_t)(pairs >> 48 & 0xFF) : -1;
}

/// A power of ten, from 0 to 8.
static inline uint64_t cscan_power_of_ten(int32_t exponent) {
  static const uint64_t powers[16] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  return powers[exponent & 15];
}

#endif
