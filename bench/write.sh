#!/bin/bash
# write: durable needs a second at 64 clients, against the same program with one commit each (--group=0), on both engines.
# Expected: at least 2.5 times. Each round is a server of its own, because an account may raise twenty needs an hour.
#   NEEDS=3000 CLIENTS=64 bench/write.sh [sqlite|postgres]
. "$(dirname "$0")/lib.sh"
need node sqlite3
NEEDS=${NEEDS:-3000} CLIENTS=${CLIENTS:-64} ENGINES=${1:-sqlite postgres}

demo_data "$BENCH_DIR/data"
sqlite3 -separator $'\t' "$BENCH_DIR/data/yuanchang.db" \
    "SELECT place, label FROM household WHERE to_date = 0 ORDER BY id LIMIT 220" >"$BENCH_DIR/houses.tsv"
while IFS=$'\t' read -r place label; do
    printf '%s\t%s\n' "$place" "$("$YC" card "$place" "$label" --data "$BENCH_DIR/data")"
done <"$BENCH_DIR/houses.tsv" >"$BENCH_DIR/cards.tsv"
serve "$BENCH_DIR/data"
node bench/write.mjs enter "$URL" "$BENCH_DIR/cards.tsv" "$BENCH_DIR/sessions.json"
stop "$SERVER"
[ "$NEEDS" -le $(( $(wc -l <"$BENCH_DIR/cards.tsv") * 20 )) ] || { echo "write: too few households for $NEEDS needs" >&2; exit 1; }

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
            node bench/write.mjs raise "$URL" "$BENCH_DIR/sessions.json" "$NEEDS" "$CLIENTS" >>"$BENCH_DIR/$engine.$group"
            stop "$SERVER"
        done
    done
    echo "$engine, together    needs a second  $(spread <"$BENCH_DIR/$engine.1")"
    echo "$engine, one by one  needs a second  $(spread <"$BENCH_DIR/$engine.0")"
    echo "$engine, times (at least 2.5)        $(ratio "$BENCH_DIR/$engine.1" "$BENCH_DIR/$engine.0")"
done
