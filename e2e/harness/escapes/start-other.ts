import type { TestHost } from '../hosts/host-driver.js';
import { account } from '../profile.js';
import { admin } from './admin.js';
import { places } from './places.js';

const { home, uid } = account;

/** Abstract sockets are this machine's own, too. */
export function abstractOf(host: TestHost): string {
  return `orssh-escapes-${host.inner.port}`;
}

/** A process of the user with a secret in its environment, which answers it on its sockets. Resolves with its id. */
export async function startOther(host: TestHost): Promise<string> {
  const program = `
import array, os, socket, sys, threading
fd = os.open("${places.letter}", os.O_RDONLY)
def serve(name, rights):
    s = socket.socket(socket.AF_UNIX); s.bind(name); s.listen(9)
    while True:
        c, _ = s.accept()
        try: c.sendmsg([b"SECRET"] if not rights else [b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))] if rights else [])
        except OSError: pass
        c.close()
for name, rights in [("${places.socket}", False), ("\\0${abstractOf(host)}", False), ("\\0${abstractOf(host)}-fd", True)]:
    threading.Thread(target=serve, args=(name, rights)).start()
open("/dev/shm/${abstractOf(host)}", "w").write("SECRET")
print(os.getpid(), flush=True)`;
  const start = `cat > /e2e/other.py <<'X'${program}\nX
cd ${home} && mkfifo /e2e/other && chmod 666 /e2e/other && { setpriv --reuid ${uid} --regid ${uid} --clear-groups env -i SONG=SECRET-song python3 /e2e/other.py >/e2e/other 2>&1 </dev/null & } ; head -1 /e2e/other`;
  return (await admin(host, start)).trim();
}
