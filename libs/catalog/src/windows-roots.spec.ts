import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readCertificate } from './certificate';
import { isSameName } from './distinguished-name';
import { signatureUnder, type Trust } from './trust-anchor';
import { windowsTrustAnchors } from './windows-trust-anchors';
import { WINDOWS_ROOTS } from './windows-roots';
import { publicKeyOf } from './verify-signature';

const named = WINDOWS_ROOTS.map((root) => [root.subject, root] as const);

describe('rules 11: the roots that Windows trusts are pinned by their keys', () => {
  test.each(named)('%s', (subject, { certificate, name, publicKeyInfo, ...published }) => {
    const anchor = windowsTrustAnchors().find((item) => item.name.text === subject);
    if (!anchor) throw new Error('there is no anchor');
    expect(anchor.name.text).toBe(published.subject);
    expect(anchor.trust).toBe(published.trust);
    expect(hash('sha256', anchor.publicKeyInfo)).toBe(published.publicKeySha256);
    expect(publicKeyOf(anchor.publicKeyInfo)).toBeDefined();
    expect([certificate === undefined, name !== undefined, publicKeyInfo !== undefined]).toEqual(
      certificate === undefined ? [true, true, true] : [false, false, false],
    );
    if (certificate === undefined) return;
    const root = readCertificate(Buffer.from(certificate, 'base64'));
    expect(hash('sha1', root.encoding)).toBe(published.thumbprint);
    expect(isSameName(root.subject, root.issuer)).toBe(true);
    // A copying error would not verify. Node.js does not support MD2, but no root here is signed
    // with it.
    expect(signatureUnder(root, root.publicKeyInfo)).toBe('valid');
  });

  test('each once', () => {
    for (const field of ['subject', 'thumbprint', 'publicKeySha256'] as const) {
      const values = WINDOWS_ROOTS.map((root) => root[field]);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  // Some roots of Microsoft's program, by the SHA-256 of their certificates. Microsoft publishes
  // them with the .NET SDK (trustedroots, tests of the lists for code signing and for timestamps).
  // Three of them were not available.
  test.each<readonly [string, readonly Trust[], readonly string[]]>([
    [
      'code signing',
      ['microsoft', 'authority'],
      [
        '063e4afac491dfd332f3089b8542e94617d893d7fe944e10a7937ee29d9693c0',
        '2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c',
        '2e7bf16cc22485a7bbe2aa8696750761b0ae39be3b2fe9d0cc6d4ef73491425c',
        '3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c',
        '43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339',
        '45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda',
        '4b03f45807ad70f21bfc2cae71c9fde4604c064cf5ffb686bae5dbaad7fdd34c',
        '52f0e1c4e58ec629291b60317f074671b85d7ea80d5b07273463534b32b40234',
        '552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988',
        '5c58468d55f58e497e743982d2b50010b6d165374acf83a7d4a32db768c4408e',
        '7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf',
        '85666a562ee0be5ce925c1d8890a6f76a87ec16d4d7d5f29ea7419cf20123b69',
        '85a0dd7dd720adb7ff05f83d542b209dc7ff4528f7d677b18389fea5e5c49e86',
        '8d722f81a9c113c0791df136a2966db26c950a971db46b4199f4ea54b78bfb9f',
        '9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df',
        'b676f2eddae8775cd36cb0f63cd1d4603961f49e6265ba013a2f0307b6d0b804',
        'bfff8fd04433487d6a8aa60c1a29767a9fc2bbb05e420f713a13b992891d3893',
        'c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4',
        'c766a9bef2d4071c863a31aa4920e813b2d198608cb7b7cfe21143b836df09ea',
        'cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b',
        'd7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4',
        'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2',
        'ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99',
      ],
    ],
    [
      'timestamps',
      ['microsoft', 'authority', 'time-stamping'],
      [
        '2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c',
        '2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69',
        '2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5',
        '3b222e566711e992300dc0b15ab9473dafdef8c84d0cef7d3317b4c1821d1436',
        '3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c',
        '43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339',
        '5c58468d55f58e497e743982d2b50010b6d165374acf83a7d4a32db768c4408e',
        '6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177',
        '6fff78e400a70c11011cd85977c459fb5af96a3df0540820d0f4b8607875e58f',
        '8a866fd1b276b57e578e921c65828a2bed58e9f2f288054134b7f1f4bfc9cc74',
        'a45ede3bbbf09c8ae15c72efc07268d693a21c996fd51e67ca079460fd6d8873',
        'cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b',
        'd7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4',
        'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2',
      ],
    ],
  ])('those that Microsoft publishes for %s are there', (_, trusts, fingerprints) => {
    const found = WINDOWS_ROOTS.filter(({ trust }) => trusts.includes(trust)).map(
      ({ certificate = '' }) => hash('sha256', Buffer.from(certificate, 'base64')),
    );
    expect(found).toEqual(expect.arrayContaining([...fingerprints]));
  });

  test('the key of Microsoft Code Verification Root is the one that the cross-certificates name', () => {
    const root = windowsTrustAnchors().find(({ trust }) => trust === 'cross-certification');
    // Their authority key identifier, which this authority computes over the whole
    // SubjectPublicKeyInfo.
    expect(hash('sha1', root?.publicKeyInfo ?? Buffer.of())).toBe(
      '62fb0a215b7f436e11da0954506bf5d29671f19e',
    );
  });
});

function hash(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
