#pragma once
#include <stddef.h>
#include <stdint.h>

/* Walks an explicit VR little endian data set with sequences of defined and undefined length, all headers, no values.
   Returns the number of elements and items, or -1 when it does not add up. */
int64_t c_walk(const uint8_t *bytes, size_t count);
