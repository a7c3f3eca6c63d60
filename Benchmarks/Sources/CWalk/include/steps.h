#pragma once
#include <stddef.h>
#include <stdint.h>

/* The walk with the same contract as DataSetReader.next(): bytes are asked of a source in pieces and held, every header and every
   end is handed out as a record, and the same is checked. */
struct step {
    int64_t offset, position;
    uint32_t length, tag;
    uint16_t vr;
    uint8_t kind, header, is_resident, lacks_vr, has_reserved, encoding;
};

struct steps;

struct steps *steps_open(const uint8_t *bytes, size_t count);
/* 1: a step; 0: the end of the data set; -1: it does not add up. */
int steps_next(struct steps *, struct step *);
void steps_close(struct steps *);
