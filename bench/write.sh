#!/bin/bash
# write: durable needs a second at 64 clients, against the same program with one commit each (--group=0), on both engines.
# Expected: at least 2.5 times. Each round is a server of its own, because an account may raise twenty needs an hour.
#   NEEDS=3000 CLIENTS=64 bench/write.sh [sqlite|postgres]
. "$(dirname "$0")/lib.sh"
need node sqlite3
NEEDS=${NEEDS:-$(size 3000 20)} CLIENTS=${CLIENTS:-64} ENGINES=${1:-sqlite postgres}

demo_data "$BENCH_DIR/data"
raisers "$BENCH_DIR/data" $((NEEDS / 20 + 1))
[ "$NEEDS" -le $(($(wc -l <"$BENCH_DIR/cards.tsv") * 20)) ] || { echo "write: too few households for $NEEDS needs" >&2; exit 1; }

for engine in $ENGINES; do
    settings=()
    if [ "$engine" = postgres ]; then
        admin=$(tests/pg.sh start "$BENCH_DIR") # with fsync: what is measured is being durable
        psql -qAt "$admin" -c "CREATE DATABASE bench LC_COLLATE 'C' TEMPLATE template0"
        database=${admin/\/postgres?/\/bench?}
        "$YC" migrate --data "$BENCH_DIR/data" --database "$database" >/dev/null 2>&1
        "$YC" db copy --data "$BENCH_DIR/data" --from "$BENCH_DIR/data/yuanchang.db" --to "$database" >/dev/null 2>&1
        settings=(--database "$database")
    fi
    for round in $(seq "$ROUNDS"); do
        for group in 1 0; do
            serve "$BENCH_DIR/data" --group=$group ${settings[@]+"${settings[@]}"}
            raise -n "$NEEDS" -c "$CLIENTS" -p "$SERVER" "$URL" >"$BENCH_DIR/load.out"
            load_of per_s <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$engine.$group"
            load_of cpu_us <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$engine.$group.us"
            [ "$engine" = postgres ] || stat -c %s "$BENCH_DIR/data/yuanchang.db-wal" | awk '{ print $1 / 1e6 }' >>"$BENCH_DIR/log.mb"
            stop "$SERVER"
        done
    done
    echo "$engine, together    needs a second  $(spread <"$BENCH_DIR/$engine.1")"
    echo "$engine, one by one  needs a second  $(spread <"$BENCH_DIR/$engine.0")"
    echo "$engine, times (at least 2.5)        $(ratio "$BENCH_DIR/$engine.1" "$BENCH_DIR/$engine.0")"
    echo "$engine, us of processor each        $(spread <"$BENCH_DIR/$engine.1.us"), one by one $(spread <"$BENCH_DIR/$engine.0.us")"
    [ "$engine" = postgres ] || echo "$engine, the log at the end, MB       $(spread <"$BENCH_DIR/log.mb")"
done
