#!/bin/sh
# Checks the site and leaves a JUnit report, as any test runner does.
set -eu
mkdir -p build
failures=0
cases=
check() {
    if eval "$2"; then
        cases="$cases<testcase classname=\"site\" name=\"$1\"/>"
    else
        cases="$cases<testcase classname=\"site\" name=\"$1\"><failure message=\"$2\"/></testcase>"
        failures=$((failures + 1))
        echo "failed: $1"
    fi
}
check "has a title" 'grep -q "<title>" site/index.html'
check "names its version" 'test -s version'
check "needs no other host" '! grep -q "https\?://" site/index.html'
printf '<testsuite name="site" tests="3" failures="%s">%s</testsuite>\n' "$failures" "$cases" >build/site.xml
echo "3 checks, $failures failed"
exit "$failures"
