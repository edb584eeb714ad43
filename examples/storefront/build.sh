#!/bin/sh
# Puts the version into the page and packs the site.
set -eu
mkdir -p dist/site
cp site/* dist/site/
sed "s/@version@/$(cat version)/g" site/index.html >dist/site/index.html
tar -C dist/site -czf dist/site.tar.gz .
echo "packed $(wc -c <dist/site.tar.gz) bytes, version $(cat version)"
