# Runs every check of the project. Read by ./slipway, POSIX shell.

docker_pid=

# Tests of the docker driver need an engine; one of our own is started when none answers.
start_docker() {
    docker version >/dev/null 2>&1 && return 0
    [ "$(id -u)" = 0 ] || { say "no Docker Engine answers and only root can start one"; return 0; }
    mkdir -p "$state/docker"
    say "starting a Docker Engine for the tests"
    dockerd --data-root "$state/docker/data" --exec-root "$state/docker/exec" --pidfile "$state/docker/pid" \
        >"$state/docker/log" 2>&1 &
    docker_pid=$!
    tries=0
    until docker version >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "the Docker Engine did not start, see $state/docker/log"
        kill -0 "$docker_pid" 2>/dev/null || fail "the Docker Engine ended, see $state/docker/log"
        sleep 0.3
    done
}

stop_docker() {
    [ -n "$docker_pid" ] || return 0
    kill "$docker_pid" 2>/dev/null || true
    wait "$docker_pid" 2>/dev/null || true
    docker_pid=
}

count() {
    cat "$here"/*/target/surefire-reports/TEST-*.xml 2>/dev/null | sed -n 's/.*<testsuite [^>]* '"$1"'="\([0-9]*\)".*/\1/p' |
        awk '{ sum += $1 } END { print sum + 0 }'
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
    mkdir -p "$state"
    find "$here" -path '*/target/surefire-reports' -prune -exec rm -rf {} + 2>/dev/null || true
    trap stop_docker EXIT INT TERM
    start_docker
    begin=$(date +%s)
    status=0
    "$maven" -B -ntp --fail-at-end "-Dtests.excludedGroups=$excluded" verify || status=$?
    stop_docker
    took=$(($(date +%s) - begin))
    tests=$(count tests)
    say "tests: $tests, failures: $(count failures), errors: $(count errors), skipped: $(count skipped), $took s"
    [ "$tests" -gt 0 ] || fail "no test was run"
    return $status
}
