import { InputError } from '@aero-guest-tools/diagnostics';
import { formatSummary } from '@aero-guest-tools/media/summary';
import { RefusedInputsError, type BuildInputs } from '@aero-guest-tools/media/steps/build-inputs';
import type { ShippedKind } from '@aero-guest-tools/media/shipped-files';
import { packageMedia } from '@aero-guest-tools/media/steps/package';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { declaredInput } from '../declared-input';
import { driversLocation, type DriversLocationOptions } from '../drivers-location';
import { runTask, type TaskResult } from '../run-task';
import { stagingOptions, type StagingOptions } from '../staging-options';
import { optionsOfTarget } from '../target-options';
import { toWorkspace } from '../workspace-path';

/** The other options are those of stage-media, and are passed on to it. */
export interface PackageOptions extends Partial<StagingOptions> {
  readonly buildDirectory: string;
  /** Shown at the end, instead of what to do with the ISO. */
  readonly nextStep?: string;
}

export default function packageExecutor(
  options: PackageOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(
    async (onProgress) => {
      const inputs = await buildInputs(options, context, onProgress);
      const directory = buildDirectoryOf(options, context);
      const media = await packageMedia(directory, { inputs }).catch(withCacheRemedy);
      return formatSummary(media, (path) => toWorkspace(context, path), options.nextStep);
    },
    { isCached: false },
  );
}

/** The options of the earlier tasks, whether they ran or came from a cache. */
async function buildInputs(
  options: PackageOptions,
  context: ExecutorContext,
  onProgress: (activity: string) => void,
): Promise<BuildInputs> {
  const declared = (name: string, target: string, kind: ShippedKind) =>
    declaredInput(
      { name, value: String(optionsOfTarget(target, context)[name]), target },
      kind,
      context,
    );
  const spec = declared('spec', 'validate-spec', 'packaging');
  const contract = declared('windowsDeviceContract', 'generate-devices-cmd', 'contracts');
  const ofDrivers = optionsOfTarget(
    'extract-drivers',
    context,
  ) as unknown as DriversLocationOptions;
  const target =
    context.projectsConfigurations.projects[context.projectName ?? '']?.targets?.['stage-media'];
  const declaredStaging = optionsOfTarget('stage-media', context) as unknown as StagingOptions;
  return {
    drivers: await driversLocation(ofDrivers, context, { onProgress }),
    packagingSpec: { spec: spec.absolutePath, packagingSpecPath: spec.path },
    windowsDeviceContract: {
      windowsDeviceContract: contract.absolutePath,
      windowsDeviceContractPath: contract.path,
    },
    staging: await stagingOptions(
      { ...declaredStaging, ...options },
      { ...context, ...(target && { target }) },
    ),
  };
}

/** Outputs of tasks that have just run are correct, so a cache must be at fault. */
function withCacheRemedy(error: unknown): never {
  if (!(error instanceof InputError) || error instanceof RefusedInputsError) throw error;
  const remedy =
    'a cache holds a damaged entry: run "npx nx reset" and build again with NX_SKIP_REMOTE_CACHE=true; if that helps, look at who can write to the shared cache';
  throw new InputError(
    error.diagnostics.map((problem) => ({ ...problem, remedy })),
    { cause: error },
  );
}
