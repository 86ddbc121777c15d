// What the others load, aero-guest-tools loads too: a file of its own for each would make the package larger by a third.
const PROGRAMS = {
  'aero-catalog-verify': () =>
    import('@aero-guest-tools/command-line/programs/aero-catalog-verify'),
  'aero-guest-tools': () => import('@aero-guest-tools/command-line/programs/aero-guest-tools'),
  'aero-iso-ls': () => import('@aero-guest-tools/command-line/programs/aero-iso-ls'),
  'aero-packager': () => import('@aero-guest-tools/command-line/programs/aero-packager'),
};

/** Starts one of the programs in this process. */
export function start(name: keyof typeof PROGRAMS): void {
  void PROGRAMS[name]();
}
