#!/bin/bash
# picture: processor time of a picture in both sizes, children included, against `vipsthumbnail` begun once a size, in turn.
# Expected: at most half. A drawing of the demonstration, a photo as the page's script sends it, and one of twelve million
# pixels as a phone without script does; and each where no code may be made while the program runs (MemoryDenyWriteExecute of the
# shipped unit), against `vipsthumbnail` where it may.
#   ROUNDS=7 bench/picture.sh
. "$(dirname "$0")/lib.sh"
need vips vipsthumbnail
bench=$(build picture_bench)
d=$BENCH_DIR
vips perlin "$d/grey.v" $(size 4000 400) $(size 3000 300) --cell-size 150
vips gaussnoise "$d/noise.v" $(size 4000 400) $(size 3000 300) --sigma 6 --mean 128
vips add "$d/grey.v" "$d/noise.v" "$d/sum.v"
vips bandjoin "$d/sum.v $d/noise.v $d/sum.v" "$d/three.v"
vips cast "$d/three.v" "$d/uchar.v" uchar
vips copy "$d/uchar.v" "$d/phone.jpg[Q=90]" --interpretation srgb
rm "$d"/*.v
vips thumbnail "$d/phone.jpg" "$d/page.jpg[Q=85]" 1600
cp demo/photos/field.jpg "$d/drawing.jpg"
"$bench" "$d" "$ROUNDS" "$d"/{drawing,page,phone}.jpg >"$d/said"
for what in drawing page phone; do
    awk -v f="$d/$what.jpg" '$1 == f { print $2 }' "$d/said" >"$d/a"
    awk -v f="$d/$what.jpg" '$1 == f { print $3 }' "$d/said" >"$d/unit"
    awk -v f="$d/$what.jpg" '$1 == f { print $4 }' "$d/said" >"$d/b"
    echo "$what: $(spread <"$d/a" | cut -d' ' -f1) ms, as in the unit $(spread <"$d/unit" | cut -d' ' -f1) ms, begun once a size" \
        "$(spread <"$d/b" | cut -d' ' -f1) ms; ratio $(ratio "$d/a" "$d/b"), in the unit $(ratio "$d/unit" "$d/b")"
done
