// Compiled from specs/layout/driver-folders.json: do not edit it, run tools/compile-schemas.js.
export const DRIVER_FOLDERS = {
  "architectures": {
    "amd64": [
      "amd64",
      "x64",
      "x86_64",
      "x86-64"
    ],
    "arm64": [
      "arm64",
      "aarch64"
    ],
    "x86": [
      "x86",
      "win32",
      "i386"
    ]
  },
  "other_names": [
    {
      "folder": "aero-gpu",
      "driver": "aerogpu"
    },
    {
      "folder": "virtio/blk",
      "driver": "virtio-blk"
    },
    {
      "folder": "virtio/net",
      "driver": "virtio-net"
    },
    {
      "folder": "virtio/snd",
      "driver": "virtio-snd"
    },
    {
      "folder": "virtio/input",
      "driver": "virtio-input"
    }
  ],
  "virtio_win": {
    "architectures": {
      "amd64": [
        "amd64",
        "x64"
      ],
      "arm64": [
        "arm64"
      ],
      "x86": [
        "x86",
        "i386"
      ]
    },
    "windows": [
      {
        "windows": "w7",
        "folders": [
          "w7.1",
          "w7_1",
          "w7",
          "win7"
        ]
      },
      {
        "windows": "w8",
        "folders": [
          "w8",
          "win8"
        ]
      },
      {
        "windows": "w8.1",
        "folders": [
          "w8.1",
          "win8.1"
        ]
      },
      {
        "windows": "w10",
        "folders": [
          "w10",
          "win10"
        ]
      },
      {
        "windows": "w11",
        "folders": [
          "w11",
          "win11"
        ],
        "fall_back_on": [
          "w10"
        ]
      },
      {
        "windows": "2k8R2",
        "folders": [
          "2k8R2"
        ]
      },
      {
        "windows": "2k12",
        "folders": [
          "2k12"
        ]
      },
      {
        "windows": "2k12R2",
        "folders": [
          "2k12R2"
        ]
      },
      {
        "windows": "2k16",
        "folders": [
          "2k16"
        ]
      },
      {
        "windows": "2k19",
        "folders": [
          "2k19"
        ],
        "fall_back_on": [
          "2k16"
        ]
      },
      {
        "windows": "2k22",
        "folders": [
          "2k22"
        ],
        "fall_back_on": [
          "2k19",
          "2k16"
        ]
      },
      {
        "windows": "2k25",
        "folders": [
          "2k25"
        ],
        "fall_back_on": [
          "2k22",
          "2k19",
          "2k16"
        ]
      }
    ],
    "driver_roots": [
      "",
      "$WinPEDriver$",
      "by-driver",
      "drivers/by-driver",
      "usr/share/virtio-win/drivers/by-driver"
    ],
    "architecture_roots": [
      "",
      "by-os",
      "drivers/by-os",
      "usr/share/virtio-win/drivers/by-os"
    ],
    "drivers": [
      {
        "folder": "Balloon",
        "inf": "balloon.inf"
      },
      {
        "folder": "fwcfg",
        "inf": "fwcfg.inf"
      },
      {
        "folder": "NetKVM",
        "inf": "netkvm.inf"
      },
      {
        "folder": "pvpanic",
        "inf": "pvpanic.inf"
      },
      {
        "folder": "qemufwcfg",
        "inf": "qemufwcfg.inf"
      },
      {
        "folder": "qemupciserial",
        "inf": "qemupciserial.inf"
      },
      {
        "folder": "qxl",
        "inf": "qxl.inf"
      },
      {
        "folder": "qxldod",
        "inf": "qxldod.inf"
      },
      {
        "folder": "smbus",
        "inf": "smbus.inf"
      },
      {
        "folder": "sriov",
        "inf": "vioprot.inf"
      },
      {
        "folder": "viocrypt",
        "inf": "viocrypt.inf"
      },
      {
        "folder": "viofs",
        "inf": "viofs.inf"
      },
      {
        "folder": "viogpudo",
        "inf": "viogpudo.inf"
      },
      {
        "folder": "vioinput",
        "inf": "vioinput.inf"
      },
      {
        "folder": "viomem",
        "inf": "viomem.inf"
      },
      {
        "folder": "viorng",
        "inf": "viorng.inf"
      },
      {
        "folder": "vioscsi",
        "inf": "vioscsi.inf"
      },
      {
        "folder": "vioserial",
        "inf": "vioser.inf"
      },
      {
        "folder": "viosnd",
        "inf": "viosnd.inf"
      },
      {
        "folder": "viosock",
        "inf": "viosock.inf"
      },
      {
        "folder": "viostor",
        "inf": "viostor.inf"
      }
    ]
  }
};
