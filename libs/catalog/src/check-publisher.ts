import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { CatalogNote } from './catalog-note';
import { isSignedByMicrosoft } from './kernel-root';
import type { SignedDriver } from './signed-driver';
import { isJudgedByUpdates } from './verdict';
import { isPublisherSignedBySha2 } from './windows-7-needs';

/**
 * Notes if Windows asks whether to trust the publisher before it installs a driver that it accepts;
 * an unattended installation then waits forever. It asks unless Microsoft signed the driver, or the
 * certificate of the publisher is in Trusted Publishers ("Signature Categories and Driver
 * Installation"). Even for a publisher there, Windows 7 without KB2921916 asks if the certificate
 * or the signature uses SHA-2.
 */
export function checkPublisher(
  { catalog }: SignedDriver,
  windows: WindowsTarget,
): readonly CatalogNote[] {
  const { file, signature } = catalog;
  if (!signature?.signer || isSignedByMicrosoft(signature.chain)) return [];
  const found = `a signature by ${signature.signer.subject.text}`;
  const notes: CatalogNote[] = [
    {
      id: 'catalog.publisher-not-trusted',
      file,
      message: `${windows.name} asks whether to trust the publisher of this driver, unless the guest has its certificate in Trusted Publishers`,
      found,
      remedy:
        'before an unattended installation, add the certificate of the publisher to Trusted Publishers (certutil -addstore TrustedPublisher)',
    },
  ];
  if (isJudgedByUpdates(windows) && isPublisherSignedBySha2(signature)) {
    notes.push({
      id: 'catalog.publisher-sha-2',
      file,
      message: `${windows.name} asks whether to trust the publisher of this driver, even if it is in Trusted Publishers, unless the guest has KB2921916`,
      found: `${found}, by SHA-2`,
      remedy: 'before an unattended installation, install KB2921916 in the guest',
    });
  }
  return notes;
}
