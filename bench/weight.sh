#!/bin/bash
# weight: CSS and script of a villager's page, compressed as they are sent. Expected: under 40 kB together.
. "$(dirname "$0")/lib.sh"
need curl

demo_data "$BENCH_DIR/data"
serve "$BENCH_DIR/data"
sum=0
for page in /place/420325102212 /place/420325102212/need; do
    curl -fsS "$URL$page" | grep -oE '(href|src)="/asset/[^"]+\.(css|js)"' | cut -d'"' -f2
done | sort -u >"$BENCH_DIR/assets"
while read -r path; do
    bytes=$(curl -fsS -H 'Accept-Encoding: gzip' "$URL$path" | wc -c)
    printf '%8d  %s\n' "$bytes" "$path"
    sum=$((sum + bytes))
done <"$BENCH_DIR/assets"
echo "$sum bytes compressed (under 40000)"
[ "$sum" -gt 0 ] && [ "$sum" -lt 40000 ]
