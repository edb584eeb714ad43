# Builds when sources are newer than the last build and starts Java programs. Read by ./slipway, POSIX shell.

# A program that runs from these jars names them for the commands it starts itself: they must not build under its feet.
lib=${SLIPWAY_LIB:-$here/stack/target/lib}

stale() {
    [ -f "$here/stack/target/built" ] || return 0
    [ -n "$(find "$here" -path "$here/.git" -prune -o -path '*/target' -prune -o -path "$state" -prune -o -path '*/src/test' -prune -o \
        \( -path '*/src/*' -o -name pom.xml \) -type f -newer "$here/stack/target/built" -print 2>/dev/null | head -n 1)" ]
}

build() {
    [ -z "${SLIPWAY_LIB:-}" ] || return 0
    stale || return 0
    say "building Slipway (the first time takes some minutes)"
    mkdir -p "$state"
    rm -rf "$lib"
    "$maven" -q -B -ntp -Dquick -Dchecks.skip=true -DskipTests -pl '!test' package >"$state/build.log" 2>&1 || {
        tail -n 40 "$state/build.log" >&2
        fail "the build failed, all of its output is in $state/build.log"
    }
    touch "$here/stack/target/built"
}

java_options="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dfile.encoding=UTF-8 -Duser.timezone=UTC -Djdk.httpclient.allowRestrictedHeaders=host"

# start_stack demo|dev|bench <words>
start_stack() {
    SLIPWAY_HOME=$state SLIPWAY_CHECKOUT=$here SLIPWAY_CACHE=$cache SLIPWAY_LIB=$lib
    export SLIPWAY_HOME SLIPWAY_CHECKOUT SLIPWAY_CACHE SLIPWAY_LIB
    # shellcheck disable=SC2086
    exec "$JAVA_HOME/bin/java" $java_options -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m \
        -cp "$lib/*" dev.slipway.stack.main.Main "$@"
}

start_cli() {
    if [ -z "${SLIPWAY_ADDR:-}" ] && [ -f "$state/address" ]; then
        SLIPWAY_ADDR=$(cat "$state/address")
        export SLIPWAY_ADDR
    fi
    # shellcheck disable=SC2086
    exec "$JAVA_HOME/bin/java" $java_options -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Xshare:auto \
        -cp "$lib/*" dev.slipway.cli.main.Main "$@"
}
