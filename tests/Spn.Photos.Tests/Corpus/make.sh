#!/usr/bin/env bash
# Writes the photographs of this corpus again, from one picture that is drawn here: cjpeg and djpeg (libjpeg-turbo), netpbm, webp, gcc with
# libjpeg's headers for CMYK. NAME.jpg stands beside NAME.ppm or NAME.pgm, what libjpeg makes of it.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)

# A picture of edges, ramps and noise, 45×31: no multiple of any block.
draw() {
    awk -v W="$1" -v H="$2" 'BEGIN {
        srand(3); print "P3", W, H, 255
        for (r = 0; r < H; r++) for (c = 0; c < W; c++) {
            red = 255 * c / (W - 1); green = 255 * r / (H - 1); blue = (c - W/2)^2 + (r - H/2)^2 < H*H/9 ? 230 : 40
            if (c % 9 == 4) { red = 20; green = 220 }
            n = int(12 * rand()); print int(red * .9 + n), int(green * .9 + n), int(blue + n)
        } }' | pnmtopnm
}
draw 45 31 > "$work/a.ppm"
draw 1 1 2>/dev/null > "$work/one.ppm" || printf 'P6 1 1 255\n\x30\x90\xd0' > "$work/one.ppm"
printf 'P6 1 1 255\n\x30\x90\xd0' > "$work/one.ppm"
ppmtopgm "$work/a.ppm" > "$work/grey.pgm"

jpeg() {
    local name=$1 from=$2; shift 2
    cjpeg "$@" "$from" > "$name.jpg"
    djpeg "$name.jpg" > "$name.pnm"
}
for quality in 30 75 98; do jpeg "quality-$quality" "$work/a.ppm" -quality $quality; done
for sample in 1x1 2x1 1x2 2x2 4x1 4x2; do jpeg "sampling-$sample" "$work/a.ppm" -quality 85 -sample "$sample,1x1,1x1"; done
jpeg progressive "$work/a.ppm" -quality 85 -progressive
jpeg restart "$work/a.ppm" -quality 85 -restart 2B
jpeg arithmetic "$work/a.ppm" -quality 85 -arithmetic
jpeg rgb "$work/a.ppm" -quality 85 -rgb
jpeg grey "$work/grey.pgm" -quality 85
jpeg grey-progressive "$work/grey.pgm" -quality 85 -progressive
jpeg one-pixel "$work/one.ppm" -quality 85

cat > "$work/cmyk.c" <<'C'
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>
int main(int n, char **a) {
    struct jpeg_compress_struct c; struct jpeg_error_mgr e; unsigned char row[45 * 4];
    c.err = jpeg_std_error(&e); jpeg_create_compress(&c); jpeg_stdio_dest(&c, stdout);
    c.image_width = 45; c.image_height = 31; c.input_components = 4; c.in_color_space = JCS_CMYK; jpeg_set_defaults(&c);
    if (!strcmp(a[1], "ycck")) jpeg_set_colorspace(&c, JCS_YCCK);
    jpeg_set_quality(&c, 95, TRUE); jpeg_start_compress(&c, TRUE);
    for (int r = 0; r < 31; r++) {
        for (int x = 0; x < 45; x++) {
            unsigned char v[4] = {255 * x / 44, 255 * r / 30, x * r % 256 / 2, r > 15 ? 40 : 0};
            for (int k = 0; k < 4; k++) row[4 * x + k] = 255 - v[k];
        }
        JSAMPROW p = row; jpeg_write_scanlines(&c, &p, 1);
    }
    jpeg_finish_compress(&c); return 0;
}
C
gcc -o "$work/cmyk" "$work/cmyk.c" -ljpeg
for kind in cmyk ycck; do "$work/cmyk" $kind > $kind.jpg; djpeg $kind.jpg > $kind.pnm; done

cp "$work/a.ppm" exact.pnm
ppmtobmp -bpp=24 "$work/a.ppm" > exact.bmp
cwebp -quiet -lossless -exact "$work/a.ppm" -o exact.webp 2>/dev/null
cwebp -quiet -q 80 "$work/a.ppm" -o lossy.webp 2>/dev/null
dwebp -quiet lossy.webp -ppm -o lossy.pnm 2>/dev/null
pnmquant 16 "$work/a.ppm" 2>/dev/null > palette.pnm
ppmtogif palette.pnm 2>/dev/null > palette.gif
ppmtobmp -bpp=8 palette.pnm 2>/dev/null > palette.bmp
rm -r "$work"
