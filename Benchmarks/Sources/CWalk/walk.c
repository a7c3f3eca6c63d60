#include "walk.h"
#include "header.h"

/* What is open: where it ends, and whether items or elements stand in it. */
struct frame { size_t end; int is_sequence; };

int64_t c_walk(const uint8_t *bytes, size_t count) {
    struct frame frames[256];
    int depth = 0;
    size_t at = 0;
    int64_t steps = 0;
    uint32_t last = 0;
    frames[0] = (struct frame){count, 0};
    for (;;) {
        while (at == frames[depth].end) {
            if (depth == 0) return steps;
            depth--;
        }
        size_t limit = frames[depth].end == SIZE_MAX ? count : frames[depth].end;
        if (limit - at < 8 || limit > count) return -1;
        uint16_t group = u16(bytes + at), element = u16(bytes + at + 2);
        if (group == 0xFFFE) {
            uint32_t length = u32(bytes + at + 4);
            at += 8;
            steps++;
            if (element == 0xE000) {
                if (!frames[depth].is_sequence || depth == 255) return -1;
                size_t end = length == 0xFFFFFFFF ? SIZE_MAX : at + length;
                if (length != 0xFFFFFFFF && length > limit - at) return -1;
                frames[++depth] = (struct frame){end, 0};
            } else {
                if (depth == 0 || length != 0) return -1;
                depth--;
            }
            continue;
        }
        if (frames[depth].is_sequence) return -1;
        uint16_t vr = u16(bytes + at + 4);
        if (!is_known(vr)) return -1;
        uint32_t length;
        size_t header;
        if (is_long(vr)) {
            if (limit - at < 12) return -1;
            length = u32(bytes + at + 8);
            header = 12;
        } else {
            length = u16(bytes + at + 6);
            header = 8;
        }
        if (depth == 0) {
            uint32_t tag = (uint32_t)group << 16 | element;
            if (tag < last) return -1;
            last = tag;
        }
        at += header;
        steps++;
        if (vr == ('S' | 'Q' << 8)) {
            if (depth == 255) return -1;
            if (length != 0xFFFFFFFF && length > limit - at) return -1;
            frames[++depth] = (struct frame){length == 0xFFFFFFFF ? SIZE_MAX : at + length, 1};
            continue;
        }
        if (length > limit - at) return -1;
        at += length;
    }
}
