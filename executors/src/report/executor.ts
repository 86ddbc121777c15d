import { join } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { formatSize } from '@aero-guest-tools/diagnostics';
import { describeBuild } from '@aero-guest-tools/media-description/describe-build';
import { REPORT_NAME, reportPage } from '@aero-guest-tools/media-report';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { runTask, type TaskResult } from '../run-task';
import { toWorkspace } from '../workspace-path';

/** This task passes the options of stage-media on, but does not use them. */
export interface ReportOptions {
  readonly buildDirectory: string;
}

export default function reportExecutor(
  options: ReportOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const directory = buildDirectoryOf(options, context);
    const page = Buffer.from(reportPage(await describeBuild(directory)));
    const file = join(directory, REPORT_NAME);
    await writeFileAtomically(file, page);
    return `${toWorkspace(context, file)}: ${formatSize(page.length)}`;
  });
}
