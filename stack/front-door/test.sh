# Runs every check of the project. Read by ./slipway, POSIX shell.

count() {
    cat "$here"/*/target/surefire-reports/TEST-*.xml 2>/dev/null | sed -n 's/.*<testsuite [^>]* '"$1"'="\([0-9]*\)".*/\1/p' |
        awk '{ sum += $1 } END { print sum + 0 }'
}

# The last lines are what a short report of a build keeps: they name what went wrong and where it says so.
failed_tests() {
    for report in "$here"/*/target/surefire-reports/TEST-*.xml; do
        [ -e "$report" ] || continue
        awk -v room="$(basename "$(dirname "$(dirname "$(dirname "$report")")")")" '
            /<testcase / { name = $0; sub(/.* classname="/, "", name); class = name; sub(/".*/, "", class)
                           name = $0; sub(/.*<testcase name="/, "", name); sub(/".*/, "", name) }
            /<(failure|error)[ >]/ { said = $0; sub(/.*<(failure|error)/, "", said); sub(/.* message="/, "", said)
                                     sub(/".*/, "", said); print "failed: " room " " class "." name " " substr(said, 1, 300) }
        ' "$report"
    done
}

# An engine somebody else's stack runs on stays.
stop_own_docker() {
    [ -z "$docker_started" ] || stop_docker
}

run_tests() {
    excluded=soak,all
    for word in "$@"; do
        case $word in
            --all) excluded=soak ;;
            --soak) excluded= ;;
            --yes) ;;
            *) fail "unknown word for test: $word" ;;
        esac
    done
    [ "$excluded" = soak,all ] || need_temporal_server
    mkdir -p "$state"
    find "$here" -path '*/target/surefire-reports' -prune -exec rm -rf {} + 2>/dev/null || true
    trap stop_own_docker EXIT INT TERM
    start_docker
    begin=$(date +%s)
    status=0
    "$maven" -B -ntp --fail-at-end "-Dtests.excludedGroups=$excluded" verify || status=$?
    stop_own_docker
    took=$(($(date +%s) - begin))
    tests=$(count tests)
    failed_tests
    say "tests: $tests, failures: $(count failures), errors: $(count errors), skipped: $(count skipped), $took s"
    [ "$tests" -gt 0 ] || fail "no test was run"
    return $status
}
