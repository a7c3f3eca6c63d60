// zlib. The init macros hide the version check; Swift needs functions.
#ifndef DCMVEIL_CZLIB_SHIM_H
#define DCMVEIL_CZLIB_SHIM_H

#include <zlib.h>

static inline int dcmveil_inflate_init_raw(z_streamp stream) {
    return inflateInit2(stream, -MAX_WBITS);
}

static inline int dcmveil_deflate_init_raw(z_streamp stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

#endif
