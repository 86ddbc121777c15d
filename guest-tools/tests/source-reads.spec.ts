import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { aeroGuestTools, aeroPackager, runProgram } from '@aero-guest-tools/command-line';
import { listFileTree } from '@aero-guest-tools/file-tree';
import {
  generateDevicesCmd,
  makeIso,
  makeZip,
  manifest,
  packageMedia as packageByGulp,
  payload,
  stageMedia as stageByGulp,
  tee,
  validateSpec as validateByGulp,
  virtioWin,
} from '@aero-guest-tools/gulp';
