#!/bin/sh
# Runs the command in its arguments inside a running task. The task's environment comes on the input as exports and is
# read only by the last shell, which already is the task's user: no program of ours runs with a variable of the task.
set -u
for processes in $ENTER_CGROUPS; do
    echo 0 >"$processes" || exit 71
done
inside='cd "$1" && shift && eval "$(cat)" && exec /usr/bin/timeout -s KILL "$0" "$@" </dev/null'
if [ -z "$ENTER_PROCESS" ]; then
    exec env -i PATH="$PATH" sh -c "$inside" "$ENTER_LIMIT" "$ENTER_WORK" "$@"
fi
exec env -i PATH="$PATH" nsenter --target "$ENTER_PROCESS" --mount --uts --ipc --net --pid -- \
    /usr/bin/setpriv "--reuid=$ENTER_USER" "--regid=$ENTER_USER" --clear-groups --inh-caps=-all --bounding-set=-all \
    --no-new-privs -- /bin/sh -c "$inside" "$ENTER_LIMIT" "$ENTER_WORK" "$@"
