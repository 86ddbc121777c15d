#!/usr/bin/env node
require('./launch.js')('aero-guest-tools');
