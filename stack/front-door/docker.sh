# A Docker Engine of our own where none answers. Read by ./slipway, POSIX shell.

docker_started=

# Stays until stop_docker; where one answers already that one is used and left alone.
start_docker() {
    docker version >/dev/null 2>&1 && return 0
    [ "$(id -u)" = 0 ] || { say "no Docker Engine answers and only root can start one"; return 0; }
    mkdir -p "$state/docker"
    say "starting a Docker Engine"
    setsid dockerd --data-root "$state/docker/data" --exec-root "$state/docker/exec" --pidfile "$state/docker/pid" \
        >"$state/docker/log" 2>&1 </dev/null &
    docker_started=$!
    tries=0
    until docker version >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "the Docker Engine did not start, see $state/docker/log"
        kill -0 "$docker_started" 2>/dev/null || fail "the Docker Engine ended, see $state/docker/log"
        sleep 0.3
    done
}

# Ends the one start_docker started, if it did.
stop_docker() {
    [ -f "$state/docker/pid" ] || return 0
    # The engine ends the file without a line break, which read takes for a failure.
    engine=$(cat "$state/docker/pid")
    [ "$(cat "/proc/$engine/comm" 2>/dev/null)" = dockerd ] || return 0
    kill "$engine" 2>/dev/null || return 0
    if [ -n "$docker_started" ]; then
        wait "$docker_started" 2>/dev/null || true
        docker_started=
        return 0
    fi
    tries=0
    while kill -0 "$engine" 2>/dev/null && [ $tries -lt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
}
