#!/bin/sh
# Puts the version into the page and packs the site.
set -eu
mkdir -p dist/site
cp site/* dist/site/
sed "s/@version@/$(cat version)/g" site/index.html >dist/site/index.html
tar -C dist/site --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf dist/site.tar .
gzip -n -9 dist/site.tar
echo "packed $(wc -c <dist/site.tar.gz) bytes, version $(cat version)"
