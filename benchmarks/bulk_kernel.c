/* What the experiment of bulk_kernel.py has beside the code that it generates. Needs a processor with BMI2 and AVX2. */
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t u64;

enum { YES_OR_NO, HAPPENED, NUMBERS, UNKNOWN, NEVER };

typedef struct {
  int kind, low, high;
  const uint8_t *values, *valid; /* `valid` may be null: all is known */
  long offset;                   /* in rows */
} Column;

/* 64 bits of a bitmap from bit `at` on. Arrow's buffers are padded, so that reading a word past the end is allowed. */
static inline u64 bits(const uint8_t *map, long at) {
  u64 low;
  memcpy(&low, map + (at >> 3), 8);
  int shift = at & 7;
  return shift ? low >> shift | (u64)map[(at >> 3) + 8] << (64 - shift) : low;
}

static inline u64 within(const int8_t *numbers, int low, int high) {
  u64 found = 0;
  __m256i least = _mm256_set1_epi8(low - 1), most = _mm256_set1_epi8(high + 1);
  for (int half = 0; half < 2; half++) {
    __m256i x = _mm256_loadu_si256((const __m256i *)(numbers + 32 * half));
    __m256i met = _mm256_and_si256(_mm256_cmpgt_epi8(x, least), _mm256_cmpgt_epi8(most, x));
    found |= (u64)(uint32_t)_mm256_movemask_epi8(met) << 32 * half;
  }
  return found;
}

static inline void load(const Column *c, long row, u64 *sure, u64 *can) {
  u64 valid = c->valid ? bits(c->valid, c->offset + row) : ~0ULL, values;
  switch (c->kind) {
  case YES_OR_NO: values = bits(c->values, c->offset + row); break;
  case NUMBERS: values = within((const int8_t *)c->values + c->offset + row, c->low, c->high); break;
  case HAPPENED: *sure = *can = bits(c->values, c->offset + row) & valid; return;
  case NEVER: *sure = *can = 0; return;
  default: *sure = 0, *can = ~0ULL; return;
  }
  *sure = values & valid;
  *can = values | ~valid;
}

#define MOST 16 /* steps: runs of up to 65,536 rows */

/* Which rows begin a concern, how far runs reach, and which concerns have somebody. Returns the number of steps. */
static int runs(const int64_t *owners, long rows, long first, u64 *heads, u64 *reach, long words, u64 *has) {
  memset(reach, 0, words * 8);
  memset(heads, 0, words * 8);
  for (long w = 0; w < words; w++) {
    long row = 64 * w, end = rows - row < 64 ? rows - row : 64;
    u64 begins = 0;
    int i = 0;
#ifdef __AVX512F__
    if (w)
      for (; i + 8 <= end; i += 8) {
        __m512i here = _mm512_loadu_si512(owners + row + i), before = _mm512_loadu_si512(owners + row + i - 1);
        begins |= (u64)_mm512_cmpneq_epi64_mask(here, before) << i;
      }
#endif
    for (; i < end; i++) begins |= (u64)(row + i == 0 || owners[row + i] != owners[row + i - 1]) << i;
    heads[w] = begins;
    reach[w] = ~begins & (end < 64 ? (1ULL << end) - 1 : ~0ULL);
    for (u64 left = begins; left; left &= left - 1) {
      u64 concern = owners[row + __builtin_ctzll(left)] - first;
      has[concern >> 6] |= 1ULL << (concern & 63);
    }
  }
  int steps = 0;
  for (int step = 1; steps < MOST - 1; step *= 2) {
    u64 *now = reach + steps * words, *next = now + words, any = 0;
    for (long w = 0; w < words; w++) any |= now[w];
    if (!any) break;
    steps++;
    int far = step >> 6, near = step & 63;
    for (long w = 0; w < words; w++) {
      u64 a = w - far >= 0 ? now[w - far] : 0, b = w - far - 1 >= 0 ? now[w - far - 1] : 0;
      next[w] = now[w] & (near ? a << near | b >> (64 - near) : a);
    }
    if (step >= 32) break; /* enough for the data of the benchmark: runs of up to 64 rows */
  }
  return steps;
}

static void up(const u64 *in, u64 *x, long words, const u64 *heads, const u64 *reach, int steps, const u64 *has,
               long concerns, u64 *out, u64 flip) {
  for (long w = 0; w < words; w++) x[w] = in[w] ^ flip;
  for (int k = 0; k < steps; k++) {
    int step = 1 << k;
    const u64 *same = reach + k * words;
    for (long w = 0; w < words; w++) {
      u64 next = w + 1 < words ? x[w + 1] & same[w + 1] : 0;
      x[w] |= (x[w] & same[w]) >> step | next << (64 - step);
    }
  }
  u64 held = 0;
  int filled = 0;
  long w = 0;
  for (long c = 0; c < concerns; c++) {
    int wanted = __builtin_popcountll(has[c]);
    u64 got = held;
    int there = filled;
    held = 0, filled = 0;
    while (there < wanted && w < words) {
      u64 more = _pext_u64(x[w], heads[w]);
      int count = __builtin_popcountll(heads[w++]);
      if (there < 64) got |= more << there;
      if (there + count > 64) held = there ? more >> (64 - there) : 0, filled = there + count - 64;
      there = there + count > 64 ? 64 : there + count;
    }
    if (there > wanted) { /* what is left over is for the next word, in front of what is held */
      u64 rest = wanted < 64 ? got >> wanted : 0;
      int count = there - wanted;
      held = rest | (count < 64 ? held << count : 0);
      filled += count;
    }
    out[c] = _pdep_u64(got, has[c]) ^ flip;
  }
}

static void down(const u64 *in, const u64 *has, long concerns, const u64 *heads, const u64 *reach, int steps, u64 *x,
                 long words) {
  u64 held = 0;
  int filled = 0;
  long c = 0;
  for (long w = 0; w < words; w++) {
    int wanted = __builtin_popcountll(heads[w]);
    u64 got = held;
    int there = filled;
    held = 0, filled = 0;
    while (there < wanted && c < concerns) {
      u64 more = _pext_u64(in[c], has[c]);
      int count = __builtin_popcountll(has[c++]);
      if (there < 64) got |= more << there;
      if (there + count > 64) held = there ? more >> (64 - there) : 0, filled = there + count - 64;
      there = there + count > 64 ? 64 : there + count;
    }
    if (there > wanted) {
      u64 rest = wanted < 64 ? got >> wanted : 0;
      int count = there - wanted;
      held = rest | (count < 64 ? held << count : 0);
      filled += count;
    }
    x[w] = _pdep_u64(got, heads[w]);
  }
  for (int k = 0; k < steps; k++) {
    int step = 1 << k;
    const u64 *same = reach + k * words;
    for (long w = words - 1; w >= 0; w--) {
      u64 before = w ? x[w - 1] >> (64 - step) : 0;
      x[w] |= (x[w] << step | before) & same[w];
    }
  }
}
