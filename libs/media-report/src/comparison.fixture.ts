import {
  compareDescriptions,
  type Comparison,
  type DescribedDriver,
  type Description,
} from '@aero-guest-tools/driver-description';
import { driver, image } from '@aero-guest-tools/driver-description/description.fixture';
import { HOSTILE } from '@aero-guest-tools/media-description/description.fixture';

type Compared = readonly [before: Description, after: Description, comparison: Comparison];

function compared(before: Description, after: Description): Compared {
  return [before, after, compareDescriptions(before, after)];
}

/**
 * A driver that has changed, one that is new, one that is gone, and one that is the same; and
 * another file.
 */
export function comparison(): Compared {
  const windows11 = {
    windows: 'w11',
    secureBootOn: 'accepted',
    secureBootOff: 'accepted',
  } as const;
  const other = driver(
    {
      version: '61.0.0.2',
      hardwareIds: ['PCI\\VEN_1AF4&DEV_1001'],
      services: [{ name: 'viostor', start: 'on demand' }],
    },
    '[Version]\nClass = SCSIAdapter\n',
  );
  return compared(
    image([driver(), driver({ name: 'balloon' }), driver({ name: 'viorng', windows: 'w8' })], {
      files: [{ path: 'readme.txt', size: 3, sha256: 'a' }],
    }),
    image([
      { ...other, files: [...other.files, { path: 'viostor.dll', size: 7, sha256: 'b' }] },
      driver({ name: 'balloon' }),
      driver({ name: 'vioscsi', windows: 'w11', verdict: windows11 }),
    ]),
  );
}

/** Two things that are the same. */
export function equalComparison(): Compared {
  return compared(image([driver()]), image([driver()]));
}

/** Two things in which every name is {@link HOSTILE}. */
export function hostileComparison(): Compared {
  const hostile = (number: string): DescribedDriver => {
    const text = HOSTILE + number;
    return driver(
      {
        name: HOSTILE,
        windows: HOSTILE,
        directory: HOSTILE,
        version: text,
        date: text,
        provider: text,
        hardwareIds: [text],
        services: [{ name: text, start: text }],
        catalogs: [
          { path: text, sha256: '', memberAlgorithms: [], signer: text, signerName: text },
        ],
        problems: [{ id: 'test.problem', file: `${HOSTILE}/${text}`, message: text }],
      },
      `[${HOSTILE}]\n${text}\n`,
    );
  };
  const identity = (text: string) =>
    ({ kind: 'iso', sha256: HOSTILE, size: 1, volume_id: text }) as const;
  const file = { path: HOSTILE, size: 1, sha256: 'a' };
  return compared(
    image([hostile('1'), driver({ name: HOSTILE })], {
      label: HOSTILE,
      identity: identity(HOSTILE),
      volumeId: HOSTILE,
      files: [file],
    }),
    image([hostile('2'), driver({ name: `${HOSTILE}2` })], {
      label: HOSTILE,
      identity: identity(`${HOSTILE}2`),
      volumeId: `${HOSTILE}2`,
    }),
  );
}
