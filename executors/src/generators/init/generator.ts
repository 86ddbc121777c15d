import { formatFiles, readNxJson, updateNxJson, type Tree } from '@nx/devkit';
import { installedPlugin } from '../../targets/installed-plugin';

export interface InitOptions {
  readonly skipFormat?: boolean;
}

/**
 * Registers the plugin in nx.json, which `nx add` asks for. A workspace that rules inference out
 * (`useInferencePlugins: false`) stays as it is: its targets are spelled out.
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
