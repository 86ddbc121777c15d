/** The verdict of Windows 7 on the `w7` drivers of a release. */
export type Windows7Standing =
  /** Signed with SHA-1, which Windows 7 accepts without any update. */
  | 'accepted'
  /**
   * Signed with SHA-256 only, which Windows 7 accepts with its updates, but Windows Setup does not.
   */
  | 'sha-256'
  /** The line ends of INF files were changed after signing, so they do not match their catalogs. */
  | 'line-ends';

/** A range of virtio-win releases with similar `w7` drivers; both ends are included. */
export interface ReleaseRange {
  readonly from: string;
  /** Default: up to the newest. */
  readonly to?: string;
  readonly windows7: Windows7Standing;
  /** The document that says so. */
  readonly source: string;
}

/** An image whose hash was published by somebody who builds on it. */
export interface PublishedImage {
  /** With the revision of the package: `0.1.285-1`. */
  readonly release: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Who pins this hash. Fedora publishes no hashes of the images. */
  readonly source: string;
}

/**
 * Which releases have `w7` drivers that Windows 7 accepts. The drivers were built until the end of
 * 2019; newer releases contain copies (virtio-win/virtio-win-pkg-scripts, issue 40).
 */
export const RELEASE_RANGES: readonly ReleaseRange[] = [
  {
    from: '0.1.0',
    to: '0.1.173',
    windows7: 'accepted',
    source: 'virtio-win/virtio-win-pkg-scripts, issue 40',
  },
  {
    from: '0.1.185',
    to: '0.1.185',
    windows7: 'sha-256',
    source: 'virtio-win/kvm-guest-drivers-windows, issue 485',
  },
  {
    from: '0.1.190',
    to: '0.1.215',
    windows7: 'line-ends',
    source:
      'virtio-win/virtio-win-pkg-scripts, issue 43, and a survey of their INF files and catalogs',
  },
  {
    from: '0.1.217',
    windows7: 'accepted',
    source:
      'a survey of their catalogs; the tests have genuine ones of 0.1.285. (Reports in virtio-win/virtio-win-pkg-scripts, issue 40, have Windows Setup refuse everything after 0.1.173-9.)',
  },
];

/** Images with a published hash, oldest first. */
export const PUBLISHED_IMAGES: readonly PublishedImage[] = [
  {
    release: '0.1.171-1',
    sha256: '7bf7f53e30c69a360f89abb3d2cc19cc978f533766b1b2270c2d8344edf9b3ef',
    source: 'kubevirt/kubevirt, WORKSPACE',
  },
  {
    release: '0.1.185-2',
    sha256: 'af2b3cc9fa7905dea5e58d31508d75bba717c2b0d5553962658a47aebc9cc386',
    source: 'Pumba98/proxmox-packer-templates, windows-server-2019.pkrvars.hcl',
  },
  {
    release: '0.1.196-1',
    sha256: '7d978331324ade642306f3b965ee3f2879bc83897f963daa31fa3ebf7c1f45fe',
    source: 'NixOS/nixpkgs, pkgs/applications/virtualization/driver/win-virtio',
  },
  {
    release: '0.1.217-1',
    sha256: 'b8a4bc66835c43091a85d35a10b59bd8b1b62b55ea9f02ec754f68bd32e82c0e',
    source: 'kubevirt/kubevirt, WORKSPACE',
  },
  {
    release: '0.1.229-1',
    sha256: 'c88a0dde34605eaee6cf889f3e2a0c2af3caeb91b5df45a125ca4f701acbbbe0',
    source:
      'NixOS/nixpkgs, pkgs/applications/virtualization/driver/win-virtio; okibcn/ScoopMaster, bucket/virtio-win.json',
  },
  {
    release: '0.1.248-1',
    sha256: 'd5b5739cf297f0538d263e30678d5a09bba470a7c6bcbd8dff74e44153f16549',
    source: 'NixOS/nixpkgs, pkgs/by-name/vi/virtio-win; kubevirt/kubevirt, WORKSPACE',
  },
  {
    release: '0.1.266-1',
    sha256: '57b0f6dc8dc92dc2ae8621f8b1bfbd8a873de9bedc788c4c4b305ea28acc77cd',
    source: 'kubevirt/kubevirt, WORKSPACE',
  },
  {
    release: '0.1.271-1',
    sha256: 'bbe6166ad86a490caefad438fef8aa494926cb0a1b37fa1212925cfd81656429',
    source:
      'NixOS/nixpkgs, pkgs/by-name/vi/virtio-win; Pumba98/proxmox-packer-templates, windows-server-2019.pkrvars.hcl',
  },
  {
    release: '0.1.285-1',
    sha256: 'e14cf2b94492c3e925f0070ba7fdfedeb2048c91eea9c5a5afb30232a3976331',
    source:
      'NixOS/nixpkgs, pkgs/by-name/vi/virtio-win; Pumba98/proxmox-packer-templates, windows-11.pkrvars.hcl',
  },
];
