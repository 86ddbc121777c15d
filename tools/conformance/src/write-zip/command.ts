import { tmpdir } from 'node:os';
import { chosen, command, progress } from '../command';
import { printReport } from '../report';
import { READERS } from './readers';
import { runWriteZip } from './run-write-zip';
import { SHAPES } from './shapes';

const USAGE = `Usage: node tools/conformance/dist/main.js write-zip [OPTIONS]

Writes zip archives of many shapes, has other programs read them, and prints a
table: whether each lists the names and gives the bytes that were written.

  --shape NAME     this shape only; may be repeated
  --reader NAME    this reader only; may be repeated
  --small          without the shapes that take minutes, and GiB of disk
  --directory DIR  where to write and extract; default: ${tmpdir()}
  --help           this text

Readers: ${READERS.map(({ name }) => name).join('; ')}
Shapes:  ${SHAPES.map(({ name }) => name).join('; ')}
`;

export const writeZipCommand = command(
  'has other programs read the zip archives that are written here',
  USAGE,
  {
    shape: { type: 'string', multiple: true },
    reader: { type: 'string', multiple: true },
    small: { type: 'boolean', default: false },
    directory: { type: 'string', default: tmpdir() },
  },
  async ({ shape, reader, small, directory }) => {
    const readers = chosen(READERS, reader);
    const shapes = chosen(SHAPES, shape).filter(({ isLarge }) => !(small && isLarge));
    const rows = await runWriteZip({ shapes, readers, directory, progress });
    const columns = readers.map(({ name }) => name);
    return printReport('shape', columns, rows, readers);
  },
);
