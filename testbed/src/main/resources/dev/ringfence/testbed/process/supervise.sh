# Runs a program that must not outlive the process at the other end of standard
# input, however that process ends: a pipe is closed by the kernel even after
# SIGKILL, when no shutdown hook runs.
#
#   sh supervise.sh PROGRAM ARGUMENT…
#
# Nothing is ever written to standard input: its end is the order to kill. Exits
# with the program's own code.
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
(
  while read -r _ <&3; do :; done
  kill -KILL "$program"
) 2>/dev/null &
watcher=$!
exec 3<&-
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
