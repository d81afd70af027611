/**
 * The process in front of an agent host, in POSIX sh: runs its arguments in a process group of its own, and ends that when its input
 * ends, which only the process that wanted it holds open, however that ends. `$$` is the group's number also in a subshell, which
 * does its work when the shell itself was killed. When the program ends by itself, nothing of the group stays, either.
 */
export const wrapperScript = `
trap : TERM HUP INT
exec 3<&0
ORSSH_AGENT_PARENT=$$ "$@" 3<&- </dev/null &
child=$!
{
  trap '' TERM HUP INT
  cat <&3
  kill -s TERM -- -$$
  sleep 3
  kill -s KILL -- -$$
} >/dev/null 2>&1 &
exec 3<&-
wait $child
code=$?
while kill -0 $child 2>/dev/null; do
  wait $child
  code=$?
done
(echo "ended with $code" >&2)
kill -s KILL -- -$$
`;
