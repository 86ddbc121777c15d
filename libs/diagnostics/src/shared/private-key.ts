import type { Problem } from '../diagnostic';

/**
 * The problem of a file that is a private key or other signing material. It is refused anywhere
 * near the media: it could get on them, or into a cache that machines share. (Packager rules, 4.
 * What is included.)
 *
 * @param found How it was recognised: its name, or the kind of key in its contents.
 */
export function privateKeyProblem(file: string, found: string): Problem {
  return {
    id: 'file.private-key',
    file,
    message: 'private keys and signing material must not be on the media, or near them',
    found,
    expected: 'no private key, key store or certificate request, not even in a hidden place',
    remedy: 'move it elsewhere; if others could have read it, replace the key',
  };
}
