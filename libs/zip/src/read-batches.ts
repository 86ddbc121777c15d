import { roomFor, SEGMENT_SIZE, type Batch, type BatchMemory, type Segment } from './deflate/batch';
import { fileReader } from './file-reader';
import type { ZipFile } from './zip-file';

export interface FileSegment extends Segment {
  readonly file: ZipFile;
}

export interface FileBatch extends Batch {
  readonly segments: readonly FileSegment[];
}

/**
 * Reads files one after the other into batches, and cuts files that are larger than a segment. A
 * batch is yielded when the next segment does not fit into it.
 *
 * @param takeMemory Returns memory for a batch that nothing else uses.
 * @throws InputError if a file has more or fewer bytes than it says.
 */
export async function* readBatches(
  files: Iterable<ZipFile>,
  takeMemory: () => BatchMemory,
): AsyncGenerator<FileBatch> {
  let memory = takeMemory();
  let segments: FileSegment[] = [];
  let begin = 0;
  for (const file of files) {
    const reader = fileReader(file);
    try {
      let left = file.size;
      do {
        const length = Math.min(left, SEGMENT_SIZE);
        if (begin + roomFor(length) > memory.length) {
          yield { memory, segments };
          memory = takeMemory();
          segments = [];
          begin = 0;
        }
        await reader.fill(memory.subarray(begin, begin + length));
        const isFirst = left === file.size;
        left -= length;
        segments.push({ file, begin, length, isFirst, isLast: left === 0 });
        begin += roomFor(length);
      } while (left > 0);
      await reader.finish();
    } finally {
      await reader.close();
    }
  }
  yield { memory, segments };
}
