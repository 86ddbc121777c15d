import { tmpdir } from 'node:os';
import { chosen, command, progress } from '../command';
import { printReport } from '../report';
import { AUTHORING_MODES } from './authoring-modes';
import { READINGS } from './check-reading';
import { runReadIso } from './run-read-iso';

const USAGE = `Usage: node tools/conformance/dist/main.js read-iso [OPTIONS]

Has genisoimage and xorriso write images in many modes, reads them with this
library and with aero-iso-ls, and prints a table: whether the paths, the bytes
and the links that were written are read.

  --mode NAME      this mode only; may be repeated
  --small          without the images of several GiB
  --directory DIR  where to write; default: ${tmpdir()}
  --help           this text

Modes:
${AUTHORING_MODES.map(({ name }) => `  ${name}`).join('\n')}
`;

export const readIsoCommand = command(
  'reads the images that other programs write',
  USAGE,
  {
    mode: { type: 'string', multiple: true },
    small: { type: 'boolean', default: false },
    directory: { type: 'string', default: tmpdir() },
  },
  async ({ mode, small, directory }) => {
    const modes = chosen(AUTHORING_MODES, mode).filter(
      ({ tree }) => !(small && tree.isLarge === true),
    );
    const rows = await runReadIso({ modes, directory, progress });
    const columns = READINGS.map(({ name }) => name);
    return printReport('author, options: tree', columns, rows);
  },
);
