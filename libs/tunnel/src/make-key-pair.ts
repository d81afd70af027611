import ssh2 from 'ssh2';

/** A fresh ed25519 pair without a passphrase, in OpenSSH's forms. Now and then ssh2 writes one that it cannot read itself; that one is thrown away. */
export function makeKeyPair(comment = ''): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    const readable = [pair.private, pair.public].every((key) => !(ssh2.utils.parseKey(key) instanceof Error));
    if (readable) return pair;
  }
}
