/** What must not show in the bytes of the media. */
export interface Circumstances {
  readonly name: string;
  /** How many worker threads compress; 1 means none but the main thread. */
  readonly workers: number;
  readonly environment: Readonly<Record<string, string>>;
  /** As `umask` takes it. */
  readonly umask: string;
  /** The folder of the checkout. */
  readonly checkout: string;
  /** How git writes line endings into the checkout. */
  readonly autocrlf: boolean;
  /** Decides the order in which the files of the tree are made; tmpfs lists a directory by it. */
  readonly seed: number;
}

/** Two that differ in everything: every platform is run under both. */
export const PLAIN: Circumstances = {
  name: 'plain',
  workers: 1,
  environment: { TZ: 'UTC', LC_ALL: 'C' },
  umask: '000',
  checkout: 'checkout',
  autocrlf: false,
  seed: 1,
};

export const ODD: Circumstances = {
  name: 'odd',
  workers: 8,
  environment: { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' },
  umask: '077',
  checkout: 'ein Prüfstand für Gäste ğı',
  autocrlf: true,
  seed: 20_261_124,
};

/** One difference at a time, to tell which one it is that shows. */
export const SINGLE_DIFFERENCES: readonly Circumstances[] = [
  { ...PLAIN, name: '8 workers', workers: ODD.workers },
  {
    ...PLAIN,
    name: 'TZ=Asia/Kathmandu',
    environment: { ...PLAIN.environment, TZ: 'Asia/Kathmandu' },
  },
  {
    ...PLAIN,
    name: 'LC_ALL=tr_TR.UTF-8',
    environment: { ...PLAIN.environment, LC_ALL: 'tr_TR.UTF-8' },
  },
  { ...PLAIN, name: 'umask 077', umask: ODD.umask },
  { ...PLAIN, name: 'checkout elsewhere, core.autocrlf', checkout: ODD.checkout, autocrlf: true },
  { ...PLAIN, name: 'shuffled directory order', seed: ODD.seed },
];
