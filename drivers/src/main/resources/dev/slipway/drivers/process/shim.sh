#!/bin/sh
# Supervises one task from before its first instruction until nothing of it runs, whatever becomes of the agent.
# The agent gives the SHIM_* variables and, as arguments, the command; the files in SHIM_STATE are how both sides
# find each other again: claim (who supervises), started (from here on it may have run), failed (it never ran, why),
# exit.json (how it ended). Says "started" on its output once the task runs.
set -u
umask 022
# The shim ends with its task and never before: signals meant for the agent's session must not end it.
trap '' HUP INT QUIT TERM PIPE USR1 USR2
state=$SHIM_STATE

give_up() {
    echo "$*" >"$state/failed"
    kill_tree
    release
    leave
    exit 1
}

# Kills what is left in the task's cgroup and returns when it is empty. Killing again and again is needed only where the
# kernel has no cgroup.kill: there a task may fork between the look and the signal. The wait for one victim is cut short
# because a dead process keeps its id until the system's init takes note of it.
kill_tree() {
    if [ -n "$SHIM_KILL" ]; then
        echo 1 >"$SHIM_KILL"
    fi
    while read -r victim <"$SHIM_PROCESSES"; do
        if [ -z "$SHIM_KILL" ]; then
            while read -r process; do kill -s KILL "$process"; done <"$SHIM_PROCESSES"
        fi
        timeout 0.02 tail -s 0.002 --pid="$victim" -f /dev/null
    done
} 2>/dev/null

# Gives back what the system holds for the task. A cgroup may stay busy for a moment; the agent's destroy tries again.
release() {
    if [ -n "$SHIM_LINK" ]; then
        ip link delete "$SHIM_LINK"
    fi
    rm -f "$state/out" "$state/err" "$state/gate" "$state/info" "$SHIM_ENVIRONMENT"
    rmdir $SHIM_CGROUP_FOLDERS
} 2>/dev/null

# Copies its input to rotated files; every file but the last is exactly SHIM_LOG_SIZE long. On a full disk output is
# dropped: the task must not block or die because nobody can write down what it says.
rotate() {
    number=$2
    while :; do
        file=$SHIM_LOGS/$SHIM_TASK.$1.$number
        room=$SHIM_LOG_SIZE
        if [ -e "$file" ]; then
            room=$((SHIM_LOG_SIZE - $(stat -c %s "$file")))
        fi
        if ! stdbuf -o0 head -c "$room" >>"$file"; then
            dropped=$(head -c 65536 | wc -c)
            [ "$dropped" -gt 0 ] || return
        elif [ "$(stat -c %s "$file")" -lt "$SHIM_LOG_SIZE" ]; then
            return
        else
            number=$((number + 1))
            rm -f "$SHIM_LOGS/$SHIM_TASK.$1.$((number - SHIM_LOG_FILES))"
        fi
    done
}

join() {
    for processes in $1; do
        echo 0 >"$processes" || return 1
    done
}

# Gives the waiting sandbox an interface of its own. The filter stands inside the task's namespace, which the task may
# not change: it answers, it never calls.
connect() {
    ip -batch - <<END || return 1
link add $SHIM_LINK type veth peer name eth0 netns $1
link set $SHIM_LINK addrgenmode none
addr add $SHIM_HOST_ADDRESS/30 dev $SHIM_LINK
link set $SHIM_LINK up
END
    nsenter --net="/proc/$1/ns/net" sh -c "$SHIM_FILTER && ip -batch -" <<END
link set eth0 addrgenmode none
addr add $SHIM_TASK_ADDRESS/30 dev eth0
link set eth0 up
END
}

# The environment holds secrets, so it reaches bubblewrap by a file on a tmpfs and never by a command line. The signal
# dispositions are reset because a shell starts its background processes with some ignored.
sandbox() {
    (
        join "$SHIM_CGROUPS" || exit 71
        exec env -i --default-signal PATH="$PATH" bwrap --args 8 --info-fd 7 --block-fd 6 "$@"
    ) </dev/null >"$state/out" 2>"$state/err" 6<>"$state/gate" 7>"$state/info" 8<"$SHIM_ENVIRONMENT" &
    task=$!
    exec 5<>"$state/gate" 4<"$state/info"
    inner=
    while read -r name value <&4; do
        case $name in
        '"child-pid":') inner=${value%,} ;;
        esac
    done
    exec 4<&-
    if [ -z "$inner" ]; then
        wait "$task"
        give_up "bubblewrap could not start: $(tail -q -n 1 "$SHIM_LOGS/$SHIM_TASK.stderr."*)"
    fi
    rm -f "$SHIM_ENVIRONMENT"
    if [ -n "$SHIM_LINK" ]; then
        problem=$(connect "$inner" 2>&1) || give_up "the network could not be set up: $problem"
    fi
    echo "$inner" >"$state/started"
    echo >&5
    exec 5>&-
}

# Without isolation: the same user, file system and network as the agent. The task's own process writes down its id, and
# only once it takes signals again: one sent to it earlier would be lost.
plain() {
    exec 8<"$SHIM_ENVIRONMENT"
    rm -f "$SHIM_ENVIRONMENT"
    : >"$state/started"
    (
        join "$SHIM_CGROUPS" && cd "$SHIM_WORK" || exit 71
        exec env -i --default-signal PATH="$PATH" \
            sh -c 'echo $$ >"$0" && . /dev/fd/8 && exec 8<&- && exec "$@"' "$state/started" "$@"
    ) </dev/null >"$state/out" 2>"$state/err" &
    task=$!
    exec 8<&-
}

finish() {
    code=$1
    signal=0
    if [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then
        signal=$((code - 128))
    fi
    oom=false
    while read -r name value; do
        if [ "$name" = oom_kill ] && [ "$value" -gt 0 ] && [ "$code" -ne 0 ]; then
            oom=true
        fi
    done <"$SHIM_OOM"
    release
    printf '{"exitCode":%d,"signal":%d,"oomKilled":%s,"finishedAt":"%s"}\n' \
        "$code" "$signal" "$oom" "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" >"$state/exit.draft"
    mv "$state/exit.draft" "$state/exit.json"
}

# The last thing a shim does: its own groups go too, so nothing stays behind when no agent ever comes back. A parent
# group with other tasks in it refuses to go.
leave() {
    join "$SHIM_ROOTS"
    rmdir $SHIM_FOLDERS
} 2>/dev/null

# Only one shim ever gets past this point for one start: a link is made whole or not at all.
read -r line <"/proc/$$/stat"
line=${line##*) }
read -r boot </proc/sys/kernel/random/boot_id
[ -e "$SHIM_RECORD" ] || exit 0
echo "$$ $(set -- $line && echo "${20}") $boot" >"$state/claim.$$"
if ! ln "$state/claim.$$" "$state/claim"; then
    rm -f "$state/claim.$$"
    exit 0
fi
join "$SHIM_HOME" || give_up "the shim could not leave the agent's cgroup"
rm -f "$state/claim.$$" "$state/out" "$state/err" "$state/gate" "$state/info"
mkfifo -m 622 "$state/out" "$state/err" "$state/gate" "$state/info" || give_up "no pipes in $state"
rotate stdout "$SHIM_STDOUT_NUMBER" <"$state/out" >/dev/null 2>&1 &
rotate stderr "$SHIM_STDERR_NUMBER" <"$state/err" >/dev/null 2>&1 &
"$SHIM_KIND" "$@"
echo started
exec >/dev/null 2>&1
wait "$task"
code=$?
kill_tree
wait
finish "$code"
leave
