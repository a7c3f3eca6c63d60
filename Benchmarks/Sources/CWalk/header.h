#pragma once
#include <stdint.h>
#include <string.h>

/* What both walks take from a header (PS3.5 §7.1). */
static inline uint16_t u16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return v; }
static inline uint32_t u32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }

static inline int is_long(uint16_t vr) {
    switch (vr) {
    case 'O' | 'B' << 8: case 'O' | 'D' << 8: case 'O' | 'F' << 8: case 'O' | 'L' << 8: case 'O' | 'V' << 8:
    case 'O' | 'W' << 8: case 'S' | 'Q' << 8: case 'S' | 'V' << 8: case 'U' | 'C' << 8: case 'U' | 'N' << 8:
    case 'U' | 'R' << 8: case 'U' | 'T' << 8: case 'U' | 'V' << 8: return 1;
    default: return 0;
    }
}

static inline int is_known(uint16_t vr) {
    uint8_t a = vr & 0xFF, b = vr >> 8;
    return a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z';
}
