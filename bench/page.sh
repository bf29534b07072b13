#!/bin/bash
# page: processor time a request of a needs page (20 rows), against nginx serving the same bytes as a file and against
# Fossil's ticket list of like size. Expected: at least 0.12 of nginx, at least 15 times Fossil. Told twice: as visitors
# get it, where the same page asked again within a second is kept (src/web/kept.h), and made anew for each request.
#   ROUNDS=7 SECONDS_EACH=2 bench/page.sh
. "$(dirname "$0")/lib.sh"
need wrk nginx fossil curl
EACH=${SECONDS_EACH:-2} CONNECTIONS=${CONNECTIONS:-16}
PAGE=${PAGE:-/place/420325102212/need}

demo_data "$BENCH_DIR/data"
serve "$BENCH_DIR/data"
OURS=$SERVER OURS_URL=$URL$PAGE
mkdir "$BENCH_DIR/www"
curl -fsS "$OURS_URL" -o "$BENCH_DIR/www/need.html"

NGINX_PORT=$(( 20000 + $$ % 20000 ))
cat >"$BENCH_DIR/nginx.conf" <<EOF
worker_processes 1; daemon off; pid $BENCH_DIR/nginx.pid; error_log $BENCH_DIR/nginx.err;
$( [ "$(id -u)" != 0 ] || echo 'user root;' )
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types { text/html html; }
  client_body_temp_path $BENCH_DIR; proxy_temp_path $BENCH_DIR; fastcgi_temp_path $BENCH_DIR;
  uwsgi_temp_path $BENCH_DIR; scgi_temp_path $BENCH_DIR;
  server { listen 127.0.0.1:$NGINX_PORT; root $BENCH_DIR/www; } }
EOF
nginx -c "$BENCH_DIR/nginx.conf" 2>/dev/null &
PIDS+=($!)
sleep 0.5
NGINX=$(pgrep -P "${PIDS[-1]}" | head -1)

# A repository with as many tickets as the page has rows; each has a title, a state and a severity, as ours.
export HOME=$BENCH_DIR USER=bench
fossil new --admin-user bench "$BENCH_DIR/tickets.fossil" >/dev/null
for i in $(seq 20); do
    fossil ticket add title "三组的路灯坏了一半，孩子上晚自习怕 $i" status Open type Code_Defect severity Important \
        -R "$BENCH_DIR/tickets.fossil" --user bench >/dev/null
done
fossil user capabilities nobody ghjorwy -R "$BENCH_DIR/tickets.fossil" >/dev/null 2>&1 || true
FOSSIL_PORT=$(( NGINX_PORT + 1 ))
fossil server --localhost --port $FOSSIL_PORT "$BENCH_DIR/tickets.fossil" >/dev/null 2>&1 &
FOSSIL=$!
PIDS+=($FOSSIL)
sleep 0.5
FOSSIL_URL=http://127.0.0.1:$FOSSIL_PORT/rptview/1
curl -fsSL "$FOSSIL_URL" -o "$BENCH_DIR/fossil.html"
grep -q 三组 "$BENCH_DIR/fossil.html" || { echo "page: Fossil shows no tickets" >&2; exit 1; }

cat >"$BENCH_DIR/anew.lua" <<'EOF'
local n = 0
request = function()
    n = n + 1
    return wrk.format("GET", wrk.path .. "?x=" .. n)
end
EOF

# Microseconds of processor time a request. measure NAME PID URL SECONDS CONNECTIONS [SCRIPT]
measure() {
    local before after n
    before=$(cpu_ms "$2")
    n=$(wrk_count "$3" "$4" "$5" "${6:-}")
    after=$(cpu_ms "$2")
    awk -v ms=$((after - before)) -v n="$n" 'BEGIN { printf "%.1f\n", ms * 1000 / n }' >>"$BENCH_DIR/$1.us"
}

echo "page: ours $(wc -c <"$BENCH_DIR/www/need.html") bytes, Fossil's $(wc -c <"$BENCH_DIR/fossil.html") bytes"
wrk_count "$OURS_URL" 1 "$CONNECTIONS" >/dev/null
for round in $(seq "$ROUNDS"); do
    measure ours "$OURS" "$OURS_URL" "$EACH" "$CONNECTIONS"
    measure anew "$OURS" "$OURS_URL" "$EACH" "$CONNECTIONS" "$BENCH_DIR/anew.lua"
    measure nginx "$NGINX" "http://127.0.0.1:$NGINX_PORT/need.html" "$EACH" "$CONNECTIONS"
    measure fossil "$FOSSIL" "$FOSSIL_URL" "$EACH" 4
done
for side in ours anew nginx fossil; do
    printf '%-7s us a request       %s\n' $side "$(spread <"$BENCH_DIR/$side.us")"
done
echo "of nginx (at least 0.12)     $(ratio "$BENCH_DIR/nginx.us" "$BENCH_DIR/ours.us")"
echo "  made anew                  $(ratio "$BENCH_DIR/nginx.us" "$BENCH_DIR/anew.us")"
echo "times Fossil (at least 15)   $(ratio "$BENCH_DIR/fossil.us" "$BENCH_DIR/ours.us")"
echo "  made anew                  $(ratio "$BENCH_DIR/fossil.us" "$BENCH_DIR/anew.us")"
