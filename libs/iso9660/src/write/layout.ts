import { type Diagnostic } from '@aero-guest-tools/diagnostics';
import { type ImageExtent } from './extent';
import { fileExtents } from './file-extents';
import { type ImageFile, type ImageOptions } from './image-file';
import { planImage } from './plan';

/** The positions of everything in an image that has not been written yet. */
export interface ImageLayout {
  /** Bytes of the whole image. */
  readonly sizeInBytes: number;
  /** The volume identifier as it is recorded in the primary volume descriptor. */
  readonly volumeId: string;
  /** The extents in the order of locations; everything between them is zero. */
  readonly extents: readonly ImageExtent[];
  /** One for each name that is longer than the Joliet specification allows. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Assigns every extent of an image, as {@link planImage} arranges it, for files whose SHA-256 is
 * known or does not matter. The layout depends only on the arguments, not on the order of files and
 * directories in them.
 *
 * @throws InputError as {@link planImage}, and if there are more sectors than ISO 9660 has numbers
 *   for.
 */
export function layoutImage(files: readonly ImageFile[], options: ImageOptions): ImageLayout {
  const plan = planImage(files, options);
  const { extents, assign } = fileExtents(plan.allocate);
  const contents = plan.files.flatMap((file): ImageExtent[] => {
    const extent = assign(file, file.sha256);
    return extent === undefined ? [] : [{ ...extent, contents: file }];
  });
  const { sizeInBytes, structures } = plan.complete(extents);
  return {
    sizeInBytes,
    volumeId: plan.volumeId,
    extents: [...structures, ...contents],
    warnings: plan.warnings,
  };
}
