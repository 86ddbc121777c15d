import { formatFiles, readNxJson, updateNxJson, type Tree } from '@nx/devkit';
import { installedPlugin } from '../../targets/installed-plugin';

export interface InitOptions {
  readonly skipFormat?: boolean;
}

/**
 * Registers the plugin in nx.json, as `nx add` requests. A workspace that disables inference
 * (`useInferencePlugins: false`) is not changed: its targets are explicit.
 */
export default async function initGenerator(tree: Tree, options: InitOptions): Promise<void> {
  const nxJson = readNxJson(tree) ?? {};
  const { name } = installedPlugin(tree.root);
  const plugins = nxJson.plugins ?? [];
  const isRegistered = plugins.some(
    (plugin) => (typeof plugin === 'string' ? plugin : plugin.plugin) === name,
  );
  if (isRegistered || nxJson.useInferencePlugins === false) return;
  updateNxJson(tree, { ...nxJson, plugins: [...plugins, name] });
  if (options.skipFormat !== true) await formatFiles(tree);
}
