#!/bin/bash
# likeness: precision and recall of "is it this one?" on tests/data/alike.tsv, 200 pairs labelled by hand.
. "$(dirname "$0")/lib.sh"
make -s out/libyuanchang.a >/dev/null
cc -std=gnu17 -D_GNU_SOURCE -O2 -Isrc -o "$BENCH_DIR/likeness" bench/likeness_bench.c out/libyuanchang.a \
    $(pkg-config --libs sqlite3 libpq libmicrohttpd jansson libsodium libcrypto libcmark libqrencode zlib) -lxlsxwriter -lpthread -lm
"$BENCH_DIR/likeness" tests/data/alike.tsv
