#include "steps.h"
#include <stdlib.h>
#include <string.h>

enum { data_set, sequence, item };
enum { an_element, a_sequence, an_item, item_end, sequence_end };

struct frame { size_t end, limit; uint32_t tag; int kind; int64_t items; };

struct steps {
    const uint8_t *source;
    size_t size, at, held, capacity, read_ahead;
    uint8_t *buffer;
    int depth;
    uint32_t last;
    int64_t odd;
    struct frame frames[256];
};

static uint16_t u16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return v; }
static uint32_t u32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }

static int is_long(uint16_t vr) {
    switch (vr) {
    case 'O' | 'B' << 8: case 'O' | 'D' << 8: case 'O' | 'F' << 8: case 'O' | 'L' << 8: case 'O' | 'V' << 8:
    case 'O' | 'W' << 8: case 'S' | 'Q' << 8: case 'S' | 'V' << 8: case 'U' | 'C' << 8: case 'U' | 'N' << 8:
    case 'U' | 'R' << 8: case 'U' | 'T' << 8: case 'U' | 'V' << 8: return 1;
    default: return 0;
    }
}

static int is_known(uint16_t vr) {
    uint8_t a = vr & 0xFF, b = vr >> 8;
    return a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z';
}

struct steps *steps_open(const uint8_t *bytes, size_t count) {
    struct steps *s = malloc(sizeof *s);
    s->source = bytes;
    s->size = count;
    s->at = s->held = 0;
    s->capacity = 64 << 10;
    s->read_ahead = 16 << 10;
    s->buffer = malloc(s->capacity);
    s->depth = 0;
    s->last = 0;
    s->odd = 0;
    s->frames[0] = (struct frame){count, count, 0, data_set, 0};
    return s;
}

void steps_close(struct steps *s) {
    free(s->buffer);
    free(s);
}

__attribute__((noinline)) static int fill(struct steps *s, size_t end) {
    while (s->held < end) {
        size_t wanted = end - s->held < s->read_ahead ? s->read_ahead : end - s->held;
        if (s->read_ahead < 64 << 10) s->read_ahead *= 2;
        size_t there = s->size - s->held;
        if (there == 0) return 0;
        if (wanted > there) wanted = there;
        if (s->held + wanted > s->capacity) {
            while (s->held + wanted > s->capacity) s->capacity *= 2;
            uint8_t *moved = realloc(s->buffer, s->capacity);
            if (!moved) return 0;
            s->buffer = moved;
        }
        memcpy(s->buffer + s->held, s->source + s->held, wanted);
        s->held += wanted;
    }
    return 1;
}

static int need(struct steps *s, size_t count) { return s->at + count <= s->held || fill(s, s->at + count); }

static void put(struct step *out, struct steps *s, uint8_t kind, uint32_t tag, uint16_t vr, uint32_t length, uint8_t header) {
    *out = (struct step){(int64_t)s->at, (int64_t)s->at, length, tag, vr, kind, header, 1, 0, 0, 1};
}

static int push(struct steps *s, int kind, uint32_t tag, uint32_t length) {
    if (s->depth == 255) return -1;
    struct frame *around = &s->frames[s->depth];
    if (length != 0xFFFFFFFF && length > around->limit - s->at) return -1;
    size_t end = length == 0xFFFFFFFF ? SIZE_MAX : s->at + length;
    s->frames[++s->depth] = (struct frame){end, end < around->limit ? end : around->limit, tag, kind, 0};
    return 1;
}

int steps_next(struct steps *s, struct step *out) {
    struct frame *frame = &s->frames[s->depth];
    const uint16_t sq = 'S' | 'Q' << 8;
    if (s->at == frame->end) {
        if (s->depth == 0) return 0;
        put(out, s, frame->kind == item ? item_end : sequence_end, frame->tag, sq, 0, 0);
        s->depth--;
        return 1;
    }
    if (frame->limit - s->at < 8 || !need(s, 8)) return -1;
    const uint8_t *p = s->buffer + s->at;
    uint32_t tag = (uint32_t)u16(p) << 16 | u16(p + 2);
    if (tag >> 16 == 0xFFFE) {
        uint32_t length = u32(p + 4);
        if (tag == 0xFFFEE000) {
            if (frame->kind != sequence) return -1;
            frame->items++;
            put(out, s, an_item, frame->tag, sq, length, 8);
            s->at += 8;
            /* An item whose first element has no VR is in another encoding. */
            if (length != 0 && need(s, 8) && !is_known(u16(s->buffer + s->at + 4))) return -1;
            return push(s, item, frame->tag, length);
        }
        if (s->depth == 0 || length != 0 || (tag == 0xFFFEE00D) != (frame->kind == item) || frame->end != SIZE_MAX) return -1;
        put(out, s, frame->kind == item ? item_end : sequence_end, frame->tag, sq, 0, 8);
        s->at += 8;
        s->depth--;
        return 1;
    }
    if (frame->kind == sequence) return -1;
    uint16_t vr = u16(p + 4);
    if (!is_known(vr)) return -1;
    uint32_t length;
    uint8_t header;
    if (is_long(vr)) {
        if (frame->limit - s->at < 12 || !need(s, 12)) return -1;
        length = u32(s->buffer + s->at + 8);
        header = 12;
    } else {
        length = u16(p + 6);
        header = 8;
    }
    if (s->depth == 0) {
        if (tag <= s->last) return -1;
        s->last = tag;
    }
    if (vr == sq) {
        put(out, s, a_sequence, tag, vr, length, header);
        s->at += header;
        return push(s, sequence, tag, length);
    }
    if (length > frame->limit - s->at - header) return -1;
    if (length & 1) s->odd++;
    put(out, s, an_element, tag, vr, length, header);
    if (!need(s, header + length)) return -1;
    s->at += header + length;
    return 1;
}
