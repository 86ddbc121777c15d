/** What Nx loads of a plugin that nx.json registers. */
export { createNodes, createNodesV2 } from './create-nodes';
