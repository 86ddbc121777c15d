/** A driver of virtio-win. */
export interface UpstreamDriver {
  /** As upstream spells its folder, the name by which specs ask for it, whatever the case. */
  readonly folder: string;
  /** Its INF file, in lower case. */
  readonly inf: string;
}

/**
 * The drivers that releases of virtio-win have had. A spec can ask for others, too: by the name of their
 * folder, or with `upstream_folder`.
 */
export const UPSTREAM_DRIVERS: readonly UpstreamDriver[] = [
  { folder: 'Balloon', inf: 'balloon.inf' },
  { folder: 'fwcfg', inf: 'fwcfg.inf' },
  { folder: 'NetKVM', inf: 'netkvm.inf' },
  { folder: 'pvpanic', inf: 'pvpanic.inf' },
  { folder: 'qemufwcfg', inf: 'qemufwcfg.inf' },
  { folder: 'qemupciserial', inf: 'qemupciserial.inf' },
  { folder: 'qxl', inf: 'qxl.inf' },
  { folder: 'qxldod', inf: 'qxldod.inf' },
  { folder: 'smbus', inf: 'smbus.inf' },
  // The protocol that binds a virtual function and NetKVM together; NetKVM's own folder has it too.
  { folder: 'sriov', inf: 'vioprot.inf' },
  { folder: 'viocrypt', inf: 'viocrypt.inf' },
  { folder: 'viofs', inf: 'viofs.inf' },
  { folder: 'viogpudo', inf: 'viogpudo.inf' },
  { folder: 'vioinput', inf: 'vioinput.inf' },
  { folder: 'viomem', inf: 'viomem.inf' },
  { folder: 'viorng', inf: 'viorng.inf' },
  { folder: 'vioscsi', inf: 'vioscsi.inf' },
  { folder: 'vioserial', inf: 'vioser.inf' },
  { folder: 'viosnd', inf: 'viosnd.inf' },
  { folder: 'viosock', inf: 'viosock.inf' },
  { folder: 'viostor', inf: 'viostor.inf' },
];
