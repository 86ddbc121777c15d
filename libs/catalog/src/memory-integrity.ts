import type { PeImage } from './pe-image';

/** In bytes. Memory is protected in whole pages. */
const PAGE_SIZE = 0x1000;

/** IMAGE_SCN_MEM_EXECUTE and IMAGE_SCN_MEM_WRITE. */
const EXECUTABLE = 0x2000_0000;
const WRITABLE = 0x8000_0000;

/**
 * Why memory integrity (HVCI) does not load a driver, as far as the headers of its image show:
 * sections that are not aligned to pages, and sections that are both writable and executable
 * ("Implement HVCI compatible code").
 *
 * @returns Clauses; none for a compatible image.
 */
export function memoryIntegrityFlaws({ sectionAlignment, sections }: PeImage): readonly string[] {
  const both = sections.filter(
    ({ characteristics }) =>
      (characteristics & EXECUTABLE) !== 0 && (characteristics & WRITABLE) !== 0,
  );
  return [
    ...(sectionAlignment > 0 && sectionAlignment % PAGE_SIZE === 0
      ? []
      : [`sections aligned to 0x${sectionAlignment.toString(16)} bytes`]),
    ...both.map(({ name }) => `the section ${JSON.stringify(name)}, writable and executable`),
  ];
}
