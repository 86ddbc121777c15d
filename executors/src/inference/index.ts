/** The entry point that Nx loads of a plugin in nx.json. */
export { createNodes, createNodesV2 } from './create-nodes';
